//! Backups while others write, and what a killed backup leaves.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::program_restore::is_open;
use crate::support::process::{Ended, Process, program, run};
use crate::support::{Database, Kind};

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

/// An instance, and what is needed to restore its database.
pub(super) struct Stage {
    pub database: Database,
    pub folder: TempDir,
}

impl Stage {
    pub async fn new(kind: Kind) -> Self {
        Self { database: Database::create(kind).await, folder: tempfile::tempdir().unwrap() }
    }

    pub fn arguments(&self) -> [&str; 2] {
        ["--database-url", self.database.url.as_str()]
    }

    pub async fn start(&self) -> Process {
        Process::start(self.folder.path(), &self.arguments(), &[]).await
    }

    pub fn latchkey(&self, more: &[&str]) -> Ended {
        run(self.folder.path(), &[more, &self.arguments()].concat(), &[])
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Backs up as docs/backup.md says.
    pub fn back_up(&self, name: &str) {
        match self.database.kind() {
            Kind::Sqlite => {
                let ended = self.latchkey(&["backup", name]);
                assert!(
                    ended.status.success() && ended.out.contains("passed its integrity check"),
                    "{}{}",
                    ended.out,
                    ended.err
                );
            }
            Kind::Postgres => {
                let head = format!("{name}.head");
                let ended = self.latchkey(&["audit", "head", "--output", &head]);
                assert!(ended.status.success(), "{}", ended.err);
                let file = self.file(name);
                let file = file.to_str().unwrap();
                postgres("pg_dump", &["--format=custom", "--file", file, &self.database.url]);
            }
        }
    }

    /// Restores as docs/backup.md says; on SQLite, nothing may be running.
    pub fn restore(&self, name: &str) {
        let backup = self.file(name);
        match self.database.kind() {
            Kind::Sqlite => {
                let path = self.database.directory.path().join("latchkey.db");
                for ending in ["", "-wal", "-shm"] {
                    let mut file = path.clone().into_os_string();
                    file.push(ending);
                    let _ = fs::remove_file(file);
                }
                fs::copy(backup, path).unwrap();
            }
            Kind::Postgres => {
                let file = backup.to_str().unwrap();
                let flags =
                    ["--clean", "--if-exists", "--single-transaction", "--dbname", &self.database.url, file];
                postgres("pg_restore", &flags);
            }
        }
        let head = format!("{name}.head");
        let ended = self.latchkey(&["audit", "verify", "--head", &head]);
        assert!(ended.status.success(), "{}{}", ended.out, ended.err);
    }
}

/// One of PostgreSQL's programs. A missing one is a failure, because it comes with the server.
fn postgres(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} comes with PostgreSQL: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_backup_while_others_write_is_of_one_moment_and_overwrites_nothing() {
    block_on(async {
        let stage = Stage::new(Kind::Sqlite).await;
        let process = stage.start().await;
        let owner = process.set_up().await;
        let first = owner.issue("acme", "First").await;
        let writing = async {
            for number in 0..12 {
                owner.issue("acme", &format!("Token {number}")).await;
            }
        };
        let mut command =
            program(stage.folder.path(), &["backup", "copy.db", "--database-url", &stage.database.url]);
        let copying = tokio::task::spawn_blocking(move || {
            std::thread::sleep(Duration::from_millis(300));
            command.output().unwrap()
        });
        let ((), output) = tokio::join!(writing, copying);
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for name in ["copy.db", "copy.db.head"] {
            assert_eq!(fs::metadata(stage.file(name)).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let twice = stage.latchkey(&["backup", "copy.db"]);
        assert!(!twice.status.success() && twice.err.contains("never overwrites a file"), "{}", twice.err);
        assert!(!stage.file("copy.db.partial").exists() && !stage.file("copy.db.head.partial").exists());
        process.stop().await;

        let elsewhere = stage.file("restored.db");
        fs::copy(stage.file("copy.db"), &elsewhere).unwrap();
        let url = format!("sqlite://{}", elsewhere.display());
        let restored = ["--database-url", &url, "--audit-head-file", "none-yet.head"];
        let verified = ["audit", "verify", "--head", "copy.db.head"];
        let verified = run(stage.folder.path(), &[&verified, &restored[..]].concat(), &[]);
        assert!(verified.status.success(), "{}{}", verified.out, verified.err);
        let process = Process::start(stage.folder.path(), &restored, &[]).await;
        is_open(&process, &first).await;
        process.stop().await;
        stage.database.remove().await;
    });
}

#[test]
fn a_backup_that_is_not_possible_says_why_and_leaves_nothing() {
    block_on(async {
        let stage = Stage::new(Kind::Postgres).await;
        let refused = stage.latchkey(&["backup", "copy"]);
        assert!(!refused.status.success() && refused.err.contains("pg_dump"), "{}", refused.err);
        stage.database.remove().await;

        let stage = Stage::new(Kind::Sqlite).await;
        stage.start().await.stop().await;
        let refused = |more: &[&str], reason: &str| {
            let ended = stage.latchkey(&[&["backup"], more].concat());
            assert!(
                !ended.status.success() && ended.err.contains(reason),
                "{reason}: {}{}",
                ended.out,
                ended.err
            );
        };
        refused(&["no/such/folder/copy"], "cannot create");
        refused(&["copy", "--key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"], "the key does not belong");
        refused(&["copy", "--key-file", "none.key"], "none.key");
        let path = stage.database.directory.path().join("latchkey.db");
        let sound = fs::read(&path).unwrap();
        let mut broken = sound.clone();
        for byte in broken.iter_mut().skip(8_192).take(40_000) {
            *byte = 0x5a;
        }
        fs::write(&path, broken).unwrap();
        refused(&["copy"], "");
        fs::remove_file(&path).unwrap();
        refused(&["copy"], "cannot copy");
        assert!(!path.exists(), "a backup makes no database");
        let left: Vec<_> =
            fs::read_dir(stage.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("copy")), "{left:?}");
        stage.database.remove().await;
    });
}

#[test]
fn a_backup_that_is_killed_leaves_no_half_copy_under_its_name() {
    block_on(async {
        let stage = Stage::new(Kind::Sqlite).await;
        stage.start().await.stop().await;
        // Large enough to take a while.
        stage.database.execute("CREATE TABLE ballast (id INTEGER PRIMARY KEY, bytes BLOB)").await;
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
                    INSERT INTO ballast (bytes) SELECT randomblob(100000) FROM n";
        stage.database.execute(rows).await;
        let (mut cut, mut whole) = (0, 0);
        for round in 0..16_u64 {
            let arguments = ["backup", "copy.db", "--database-url", &stage.database.url];
            let mut child = program(stage.folder.path(), &arguments).stdout(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(15 + 45 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            let copy = stage.file("copy.db");
            if copy.exists() {
                whole += 1;
                is_sound(&copy);
                fs::remove_file(copy).unwrap();
            } else {
                cut += 1;
            }
            let _ = fs::remove_file(stage.file("copy.db.head"));
        }
        assert!(cut > 0, "{cut} {whole}");
        // What killed backups left does not matter.
        stage.back_up("copy.db");
        is_sound(&stage.file("copy.db"));
        stage.database.remove().await;
    });
}

fn is_sound(file: &Path) {
    let copy = file.with_extension("looked-at");
    fs::copy(file, &copy).unwrap();
    let url = format!("sqlite://{}", copy.display());
    let folder = file.parent().unwrap();
    let ended = run(folder, &["audit", "verify", "--database-url", &url], &[]);
    assert!(ended.status.success(), "{}{}", ended.out, ended.err);
    fs::remove_file(copy).unwrap();
}
