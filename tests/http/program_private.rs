//! What other users of the machine can see of the real program: its files, memory, arguments, messages.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::program::{block_on, folder, mode};
use crate::support::process::{Process, program, run};

/// The program with umask 0.
fn without_umask(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.current_dir(folder).env_clear().args(["-c", "umask 000; exec \"$0\" \"$@\""]);
    command.arg(env!("CARGO_BIN_EXE_latchkey")).args(arguments);
    command
}

/// Runs it to its end.
fn run_without_umask(folder: &Path, arguments: &[&str]) {
    let output = without_umask(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Every file and folder below `root` that users other than its owner can read, change or list.
fn open_to_others(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if mode(&path) & 0o077 != 0 {
                found.push(format!("{} {:o}", path.strip_prefix(root).unwrap().display(), mode(&path)));
            }
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn whatever_the_umask_is_every_file_is_the_owners_alone() {
    block_on(async {
        let (home, logs) = (folder(), folder());
        let command = without_umask(home.path(), &["serve"]);
        let process = Process::spawn(logs.path(), "serve", command, &[]).ready().await;
        let owner = process.set_up().await;
        owner.issue("acme", "Deploy").await;
        // The log and its index exist only while it runs.
        for file in [
            "latchkey.db",
            "latchkey.db-wal",
            "latchkey.db-shm",
            "latchkey.db.lock",
            "latchkey.key",
            "latchkey.head",
        ] {
            assert!(home.path().join("data").join(file).exists(), "{file}");
        }
        run_without_umask(home.path(), &["backup", "copy.db"]);
        run_without_umask(home.path(), &["audit", "head", "--output", "heads.json"]);
        run_without_umask(home.path(), &["audit", "head", "--output", "heads.json"]);
        for file in ["copy.db", "copy.db.head", "heads.json"] {
            assert!(home.path().join(file).exists(), "{file}");
        }
        assert_eq!(open_to_others(home.path()), Vec::<String>::new());
        process.stop().await;
        assert_eq!(open_to_others(home.path()), Vec::<String>::new());
    });
}

#[test]
fn files_that_are_open_to_others_are_closed_at_the_start_and_the_log_says_so() {
    block_on(async {
        let (home, logs) = (folder(), folder());
        let start = async |arguments: &[&str]| {
            let command = program(home.path(), arguments);
            Process::spawn(logs.path(), "serve", command, &[]).ready().await
        };
        let process = start(&["serve"]).await;
        process.set_up().await;
        // A killed process leaves a log and its index.
        process.signal("KILL");
        process.ended().await;
        let data = home.path().join("data");
        let files: Vec<PathBuf> =
            ["latchkey.db", "latchkey.db-wal", "latchkey.db-shm", "latchkey.db.lock", "latchkey.head"]
                .map(|file| data.join(file))
                .into();
        set_mode(&data, 0o755);
        for file in &files {
            set_mode(file, 0o664);
        }
        let process = start(&["serve"]).await;
        assert_eq!(open_to_others(home.path()), Vec::<String>::new());
        let log = process.log();
        for name in ["data/latchkey.db", "data/latchkey.db-wal", "data/latchkey.head"] {
            let told = log.lines().find(|line| line.contains(&format!("{name} ")) || line.ends_with(name));
            assert!(log.contains("0664"), "{log}");
            assert!(told.is_some_and(|line| line.contains("WARN")), "{name}: {log}");
        }
        assert!(log.contains("0755"), "the folder: {log}");
        process.stop().await;
        // A folder with other files is left to its owner.
        fs::write(data.join("notes.txt"), "mine").unwrap();
        set_mode(&data.join("notes.txt"), 0o644);
        set_mode(&data, 0o777);
        let process = start(&["serve"]).await;
        assert_eq!((mode(&data), mode(&data.join("notes.txt"))), (0o777, 0o644));
        assert!(process.log().contains("can replace the files in it"), "{}", process.log());
        process.stop().await;
    });
}

#[test]
fn the_memory_of_the_process_is_never_dumped() {
    block_on(async {
        let folder = folder();
        let process = Process::start(folder.path(), &[], &[]).await;
        let limits = fs::read_to_string(format!("/proc/{}/limits", process.id())).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(line.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{line}");
        // In /proc, a process that can't be dumped belongs to root, so that no other process of the same user reads
        // its memory or environment.
        use std::os::unix::fs::MetadataExt as _;
        let owner = fs::metadata(format!("/proc/{}/environ", process.id())).unwrap().uid();
        assert_eq!(owner, 0);
        process.stop().await;
    });
}

/// Arguments and variables of a run.
type Given<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)]);

#[test]
fn no_message_repeats_a_secret_of_the_settings() {
    let folder = folder();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    let cases: [Given; 12] = [
        (&["--database-url", "postgres://ann:hushed-1@127.0.0.1:9/latchkey"], &[]),
        (&[], &[("LATCHKEY_DATABASE_URL", "postgres://ann:hushed-1@127.0.0.1:9/latchkey")]),
        (&["--database-url", "postgres://ann:hushed-1@127.0.0.1:9/latchkey?pasword=hushed-2"], &[]),
        (&["--database-url", "postgres://ann@127.0.0.1:9/latchkey?password=hushed-1"], &[]),
        (&["--database-url", "postgres://ann@127.0.0.1:9/latchkey?password=hushed-1&sslmode=hushed-2"], &[]),
        (&["--database-url", "postgres://ann:hushed-1@h:port/latchkey"], &[]),
        (&["--database-url", "postgres://ann:hushed-1@/x"], &[]),
        (&["--database-url", "hushed-1"], &[]),
        (&["postgres://ann:hushed-1@127.0.0.1:9/latchkey"], &[]),
        (&["--databaseurl=postgres://ann:hushed-1@127.0.0.1:9/latchkey"], &[]),
        (&["backup", "a.db", "smtp://ann:hushed-1@mail.example.com"], &[]),
        (
            &[
                "--smtp-url",
                "smtp://ann:hushed-1@mail.example.com",
                "--mail-from",
                "a@example.com",
                "--key",
                key,
            ],
            &[],
        ),
    ];
    for (arguments, variables) in cases {
        let variables = [variables, &[("LATCHKEY_LOG", "trace")]].concat();
        let ended = run(folder.path(), &[&["--listen", "127.0.0.1:0"], arguments].concat(), &variables);
        assert!(!ended.status.success(), "{arguments:?}");
        for text in [&ended.out, &ended.err] {
            assert!(!text.contains("hushed") && !text.contains(key), "{arguments:?}: {text}");
        }
    }
    let url = "postgres://ann:hushed-1@127.0.0.1:9/latchkey";
    let secrets =
        [("LATCHKEY_DATABASE_URL", url), ("LATCHKEY_KEY", key), ("LATCHKEY_BOOTSTRAP_PASSWORD", "hushed-3")];
    let help = run(folder.path(), &["--help"], &secrets);
    assert!(help.status.success() && help.out.contains("LATCHKEY_DATABASE_URL"), "{}", help.out);
    assert!(!help.out.contains("hushed") && !help.out.contains(key), "{}", help.out);
}

#[test]
fn a_secret_among_the_arguments_is_warned_of() {
    block_on(async {
        let folder = folder();
        let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        let arguments = ["--key", key, "--metrics-token", "0123456789abcdef"];
        let process = Process::start(folder.path(), &arguments, &[]).await;
        let log = process.log();
        for (flag, variable) in [("--key", "LATCHKEY_KEY"), ("--metrics-token", "LATCHKEY_METRICS_TOKEN")] {
            let told = log.lines().find(|line| line.contains(variable));
            assert!(told.is_some_and(|line| line.contains("WARN") && line.contains(flag)), "{log}");
        }
        assert!(!log.contains(key) && !log.contains("LATCHKEY_DATABASE_URL"), "{log}");
        process.stop().await;
        // Elsewhere nobody can see them, but a settings file may be readable.
        let settings = folder.path().join("latchkey.toml");
        fs::write(&settings, format!("key = \"{key}\"\n")).unwrap();
        set_mode(&settings, 0o600);
        let process =
            Process::start(folder.path(), &[], &[("LATCHKEY_METRICS_TOKEN", "0123456789abcdef")]).await;
        assert!(!process.log().contains("other users"), "{}", process.log());
        process.stop().await;
        set_mode(&settings, 0o644);
        let process = Process::start(folder.path(), &[], &[]).await;
        assert!(
            process.log().contains("latchkey.toml") && process.log().contains("chmod 600"),
            "{}",
            process.log()
        );
        assert_eq!(mode(&settings), 0o644, "it is not Latchkey's own");
        process.stop().await;
    });
}
