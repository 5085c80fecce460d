use std::collections::HashMap;
use std::fs;

use super::*;

mod mail;

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Reads a command line with these variables and, unless it is empty, this file.
fn read(arguments: &[&str], variables: &[(&str, &str)], file: &str) -> Result<Invocation, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, file).unwrap();
    let mut variables: HashMap<String, OsString> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    variables.insert("LATCHKEY_CONFIG".to_owned(), path.into());
    let arguments = ["latchkey"].iter().chain(arguments);
    Invocation::read(arguments, |name| variables.get(name).cloned()).map_err(|error| error.to_string())
}

fn config(arguments: &[&str], variables: &[(&str, &str)], file: &str) -> Config {
    read(arguments, variables, file).unwrap().config
}

fn refusal(arguments: &[&str], variables: &[(&str, &str)], file: &str) -> String {
    read(arguments, variables, file).unwrap_err()
}

#[test]
fn nothing_set_gives_the_defaults() {
    let config = config(&[], &[], "");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database.expose(), "sqlite://data/latchkey.db");
    assert!(matches!(&config.key, KeySource::File(path) if path.to_str() == Some("data/latchkey.key")));
    assert_eq!(config.head_file.as_deref().and_then(|path| path.to_str()), Some("data/latchkey.head"));
    assert_eq!(config.runtime.trusted_proxies, []);
    assert_eq!(config.token_prefix, "lk");
    assert!(config.bootstrap.is_none());
    assert_eq!(config.session_idle, TimeDelta::minutes(30));
    assert_eq!(config.log_filter, "info");
    assert_eq!(config.log_format, LogFormat::Text);
    assert_eq!(config.public_url(config.listen).as_str(), "http://127.0.0.1:8080");
}

#[test]
fn a_flag_wins_over_its_variable_over_the_file() {
    let file = "token-prefix = \"file\"\nlog = \"trace\"\nlisten = \"127.0.0.1:1\"";
    let variables = [("LATCHKEY_TOKEN_PREFIX", "variable"), ("LATCHKEY_LOG", "debug")];
    let config = config(&["--token-prefix", "flag"], &variables, file);
    assert_eq!(config.token_prefix, "flag");
    assert_eq!(config.log_filter, "debug");
    assert_eq!(config.listen.port(), 1);
}

#[test]
fn the_head_file_stands_beside_the_key_or_else_beside_the_database() {
    let head = |arguments: &[&str]| config(arguments, &[], "").head_file.unwrap();
    assert_eq!(head(&["--key-file=secrets/own.key"]).to_str(), Some("secrets/own.head"));
    assert_eq!(head(&["--key", KEY, "--database-url=sqlite://a/b.db"]).to_str(), Some("a/b.head"));
    assert_eq!(head(&["--key", KEY, "--database-url=postgres://db/x"]).to_str(), Some("data/latchkey.head"));
    assert_eq!(head(&["--audit-head-file=elsewhere"]).to_str(), Some("elsewhere"));
    for arguments in [
        ["--key-file=own.head", ""],
        ["--key-file=k", "--audit-head-file=k"],
        ["--database-url=sqlite://b", "--audit-head-file=b"],
    ] {
        let arguments: Vec<&str> = arguments.into_iter().filter(|text| !text.is_empty()).collect();
        assert!(refusal(&arguments, &[], "").contains("it must be a different file"), "{arguments:?}");
    }
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let config = config(&[], &[("LATCHKEY_LISTEN", ""), ("LATCHKEY_KEY", "")], "listen = \"127.0.0.1:1\"");
    assert_eq!(config.listen.port(), 1);
    assert!(matches!(config.key, KeySource::File(_)));
}

#[test]
fn every_setting_can_be_set_in_each_place() {
    let settings = [
        ("listen", "127.0.0.1:81"),
        ("database-url", "postgres://u:p@db/name"),
        ("public-url", "https://keys.example.com"),
        ("key-file", "elsewhere.key"),
        ("key", KEY),
        ("audit-head-file", "elsewhere.head"),
        ("trusted-proxies", "10.0.0.0/8,127.0.0.1"),
        ("metrics-token", "0123456789abcdef"),
        ("token-prefix", "acme1"),
        ("bootstrap-email", "owner@example.com"),
        ("bootstrap-password", "correct horse"),
        ("smtp-url", "smtps://user:p%40ss@mail.example.com"),
        ("mail-from", "Latchkey <latchkey@example.com>"),
        ("webhook-allow-private", "10.20.0.0/16,fd00::1"),
        ("log", "latchkey=debug,warn"),
        ("log-format", "json"),
        ("session-idle-minutes", "45"),
    ];
    let flags: Vec<String> = settings.iter().map(|(name, value)| format!("--{name}={value}")).collect();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let names: Vec<String> = settings.iter().map(|(name, _)| layers::variable(name)).collect();
    let variables: Vec<_> =
        names.iter().map(String::as_str).zip(settings.iter().map(|(_, value)| *value)).collect();
    let file: String = settings
        .iter()
        .map(|(name, value)| match *name {
            "session-idle-minutes" => format!("{name} = {value}\n"),
            "webhook-allow-private" => format!("{name} = [\"10.20.0.0/16\", \"fd00::1\"]\n"),
            "trusted-proxies" => format!("{name} = [\"10.0.0.0/8\", \"127.0.0.1\"]\n"),
            _ => format!("{name} = \"{value}\"\n"),
        })
        .collect();
    let by_flag = format!("{:?}", config(&flags, &[], ""));
    assert_eq!(format!("{:?}", config(&[], &variables, "")), by_flag);
    assert_eq!(format!("{:?}", config(&[], &[], &file)), by_flag);

    let config = config(&flags, &[], "");
    assert_eq!(config.listen.port(), 81);
    assert_eq!(config.database.expose(), "postgres://u:p@db/name");
    assert_eq!(config.public_url(config.listen).as_str(), "https://keys.example.com");
    assert!(config.public_url(config.listen).is_https());
    assert!(matches!(&config.key, KeySource::Given(key) if key.id() == MasterKey::parse(KEY).unwrap().id()));
    assert_eq!(
        config.runtime.trusted_proxies,
        ["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()]
    );
    assert_eq!(config.runtime.metrics_token.unwrap().expose(), "0123456789abcdef");
    let bootstrap = config.bootstrap.unwrap();
    assert_eq!(bootstrap.email.as_str(), "owner@example.com");
    assert_eq!(bootstrap.password.expose(), "correct horse");
    let mail = config.mail.unwrap();
    assert_eq!(mail.server.expose(), "smtps://user:p%40ss@mail.example.com");
    assert_eq!(mail.from.to_string(), "Latchkey <latchkey@example.com>");
    assert_eq!(config.webhook_networks, ["10.20.0.0/16".parse().unwrap(), "fd00::1/128".parse().unwrap()]);
    assert_eq!(config.log_filter, "latchkey=debug,warn");
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.session_idle, TimeDelta::minutes(45));
}

#[test]
fn no_secret_is_shown_when_settings_are_printed() {
    let arguments = [
        "--database-url",
        "postgres://user:hidden1@db:5432/name?password=hidden2",
        "--key",
        KEY,
        "--smtp-url",
        "smtps://user:hidden1@mail",
        "--mail-from",
        "a@b.example",
    ];
    let variables = [("LATCHKEY_BOOTSTRAP_EMAIL", "a@b"), ("LATCHKEY_BOOTSTRAP_PASSWORD", "hidden3")];
    let shown = format!("{:?}", read(&arguments, &variables, "").unwrap());
    assert!(
        !shown.contains("hidden1") && !shown.contains("hidden2") && !shown.contains("hidden3"),
        "{shown}"
    );
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("postgres://db/name"), "{shown}");
}

#[test]
fn a_value_that_cannot_be_is_refused_with_its_name_and_the_reason() {
    for (name, value, reason) in [
        ("listen", "8080", "is not an address with a port"),
        ("listen", "example.com:80", "is not an address with a port"),
        ("database-url", "data/latchkey.db", "must begin with sqlite:// or postgres://"),
        ("database-url", "mysql://root@db/x", "mysql is not supported"),
        ("database-url", "sqlite://", "names no file"),
        ("database-url", "sqlite::memory:", "names no file"),
        ("database-url", "sqlite://a.db?mode=ro", "without ? and #"),
        ("database-url", "postgres://u:p@db", "the database name is missing"),
        ("database-url", "postgres://u:p@ss/w@:x/db", "percent-encoded"),
        ("public-url", "keys.example.com", "it is not an address"),
        ("public-url", "ftp://keys.example.com", "must begin with http:// or https://"),
        ("public-url", "https://keys.example.com/latchkey", "not a path"),
        ("public-url", "https://keys.example.com/?a=b", "not a path"),
        ("public-url", "https://keys.example.com/#a", "not a path"),
        ("public-url", "https://me:pw@keys.example.com", "user name"),
        ("trusted-proxies", "10.0.0.0/8, proxy", "\"proxy\" is neither an address"),
        ("trusted-proxies", "10.0.0.0/33", "is neither an address"),
        ("token-prefix", "LK", "1 to 10 lowercase letters"),
        ("token-prefix", "1k", "1 to 10 lowercase letters"),
        ("token-prefix", "l_k", "1 to 10 lowercase letters"),
        ("token-prefix", "abcdefghijk", "1 to 10 lowercase letters"),
        ("token-prefix", "é", "1 to 10 lowercase letters"),
        ("bootstrap-email", "owner", "it has the wrong format"),
        ("log", "latchkey=loud", "is not a log filter"),
        ("log-format", "xml", "use text or json"),
        ("session-idle-minutes", "0", "from 1 to 480"),
        ("session-idle-minutes", "481", "from 1 to 480"),
        ("session-idle-minutes", "1.5", "from 1 to 480"),
    ] {
        let password = [("LATCHKEY_BOOTSTRAP_PASSWORD", "x"), ("LATCHKEY_BOOTSTRAP_EMAIL", "a@b")];
        let message = refusal(&[&format!("--{name}={value}")], &password, "");
        let named = format!("setting {name} (--{name}, {}): ", layers::variable(name));
        assert!(message.starts_with(&named) && message.contains(reason), "{value}: {message}");
    }
}

#[test]
fn a_wrong_secret_is_refused_without_being_quoted() {
    for (name, value) in
        [("key", "hidden"), ("database-url", "postgres://u:hidden@/"), ("database-url", "hidden://x")]
    {
        let message = refusal(&[&format!("--{name}={value}")], &[], "");
        assert!(!message.contains("hidden"), "{message}");
    }
    for file in ["key = hidden", "bootstrap-password = \"hidden", "listen = [\"hidden\"]\nkey=\"hidden\""] {
        let message = refusal(&[], &[], file);
        assert!(!message.contains("hidden") && message.contains("settings.toml: line 1: "), "{message}");
    }
}

#[test]
fn the_owner_to_make_needs_both_address_and_password() {
    let message = refusal(&[], &[("LATCHKEY_BOOTSTRAP_EMAIL", "a@b")], "");
    assert!(message.contains("bootstrap-password must be set too"), "{message}");
    let message = refusal(&[], &[("LATCHKEY_BOOTSTRAP_PASSWORD", "x")], "");
    assert!(message.contains("bootstrap-email must be set too"), "{message}");
    let mixed = config(&["--bootstrap-email=a@b"], &[], "bootstrap-password = \"x\"");
    assert!(mixed.bootstrap.is_some());
}

#[test]
fn the_key_wins_over_the_key_file_unless_the_file_was_named_nearer() {
    let is_file = |config: Config| matches!(config.key, KeySource::File(_));
    assert!(!is_file(config(&[], &[("LATCHKEY_KEY", KEY)], "")));
    assert!(!is_file(config(&[], &[("LATCHKEY_KEY", KEY), ("LATCHKEY_KEY_FILE", "k")], "")));
    assert!(!is_file(config(&[], &[("LATCHKEY_KEY", KEY)], "key-file = \"k\"")));
    assert!(is_file(config(&["--key-file=k"], &[("LATCHKEY_KEY", KEY)], "")));
    assert!(is_file(config(&[], &[("LATCHKEY_KEY_FILE", "k")], &format!("key = \"{KEY}\""))));
}

#[test]
fn the_public_address_is_written_as_browsers_write_an_origin() {
    let origin = |text: &str| PublicUrl::parse(text).unwrap().as_str().to_owned();
    assert_eq!(origin("https://Keys.Example.com:443/"), "https://keys.example.com");
    assert_eq!(origin("http://localhost:8080"), "http://localhost:8080");
    assert_eq!(origin("https://bücher.example"), "https://xn--bcher-kva.example");
    assert_eq!(origin("http://[::1]:8080"), "http://[::1]:8080");
    let listening = |text: &str| PublicUrl::of_listener(text.parse().unwrap()).as_str().to_owned();
    assert_eq!(listening("127.0.0.1:80"), "http://127.0.0.1");
    assert_eq!(listening("[::1]:8080"), "http://[::1]:8080");
    assert_eq!(listening("0.0.0.0:8080"), "http://localhost:8080");
    assert_eq!(listening("[::]:80"), "http://localhost");
}

#[test]
fn an_sqlite_address_gives_its_file() {
    for (text, expected) in [
        ("sqlite://data/latchkey.db", "data/latchkey.db"),
        ("sqlite:///var/lib/latchkey.db", "/var/lib/latchkey.db"),
        ("sqlite:latchkey.db", "latchkey.db"),
        ("sqlite://with%20space.db", "with space.db"),
    ] {
        let DatabaseUrl::Sqlite { path, url } = DatabaseUrl::parse(text).unwrap() else { panic!("{text}") };
        assert_eq!(path.to_str(), Some(expected));
        assert!(url.starts_with("sqlite://"));
    }
}

#[test]
fn an_unknown_key_of_the_file_is_named() {
    let message = refusal(&[], &[], "listen = \"127.0.0.1:1\"\nlisten-on = 3");
    assert!(message.contains("settings.toml: line 2: unknown field `listen-on`"), "{message}");
    let message = refusal(&[], &[], "session-idle-minutes = \"thirty\"");
    assert!(message.contains("line 1: expected an integer"), "{message}");
    let message = refusal(&[], &[], "trusted-proxies = 7");
    assert!(message.contains("a list of strings, or one comma-separated string"), "{message}");
}

#[test]
fn a_file_that_is_named_must_exist_and_a_flag_names_it_before_the_variable() {
    let message = refusal(&["--config", "no-such-folder/no-such.toml"], &[], "");
    assert!(message.starts_with("no-such-folder/no-such.toml: "), "{message}");
    let unnamed = Invocation::read(["latchkey"], |_| None);
    assert!(unnamed.is_ok());
}

#[test]
fn settings_may_stand_before_and_after_the_command() {
    for arguments in
        [["--listen=127.0.0.1:1", "serve", "--demo"], ["serve", "--demo", "--listen=127.0.0.1:1"]]
    {
        let invocation = read(&arguments, &[], "").unwrap();
        assert_eq!(invocation.config.listen.port(), 1);
        assert!(matches!(invocation.command, Command::Serve { demo: true }));
    }
    let deep = read(&["admin", "create", "--email=a@b", "--token-prefix=ab"], &[], "").unwrap();
    assert_eq!(deep.config.token_prefix, "ab");
    assert!(matches!(read(&[], &[], "").unwrap().command, Command::Serve { demo: false }));
}

#[test]
fn people_are_made_with_role_tenants_and_language() {
    let arguments = [
        "admin",
        "create",
        "--email",
        "A@B.c",
        "--role",
        "auditor",
        "--tenant",
        "a",
        "--tenant",
        "b",
        "--language",
        "fr",
    ];
    let Command::AdminCreate { person, password } = read(&arguments, &[], "").unwrap().command else {
        panic!()
    };
    assert_eq!(person.email.as_str(), "a@b.c");
    assert_eq!(person.role, crate::domain::person::Role::Auditor);
    assert_eq!(person.tenants.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(person.language, Some(crate::i18n::Locale::Fr));
    assert!(matches!(password, terminal::PasswordSource::Ask));
    let owner = read(&["admin", "create", "--email=a@b"], &[], "").unwrap().command;
    assert!(
        matches!(owner, Command::AdminCreate { person, .. } if person.role == crate::domain::person::Role::Owner)
    );
}

#[test]
fn a_password_comes_from_a_flag_else_the_variable_else_the_person() {
    use terminal::PasswordSource;
    let source = |flag: &[&str], variables: &[(&str, &str)]| {
        let arguments = [&["admin", "reset-password", "--email=a@b"], flag].concat();
        match read(&arguments, variables, "").unwrap().command {
            Command::AdminResetPassword { password, .. } => password,
            other => panic!("{other:?}"),
        }
    };
    let variable = [("LATCHKEY_PASSWORD", "from variable")];
    assert!(matches!(source(&[], &[]), PasswordSource::Ask));
    assert!(
        matches!(source(&[], &variable), PasswordSource::Given(text) if text.expose() == "from variable")
    );
    assert!(matches!(source(&["--password-stdin"], &variable), PasswordSource::Line));
    assert!(matches!(source(&["--generate-password"], &variable), PasswordSource::Generate));
}

#[test]
fn a_wrong_command_line_is_refused_with_the_reason() {
    for (arguments, reason) in [
        (&["admin", "create"] as &[&str], "--email"),
        (&["admin"], "Usage"),
        (&["admin", "create", "--email=x"], "this has the wrong format"),
        (&["admin", "create", "--email=a@b", "--role=god"], "use one of owner, tenant-admin, auditor"),
        (&["admin", "create", "--email=a@b", "--tenant=a"], "remove --tenant"),
        (&["admin", "create", "--email=a@b", "--role=tenant-admin"], "at least one --tenant"),
        (&["admin", "create", "--email=a@b", "--language=es"], "use one of en, de, fr"),
        (
            &["admin", "create", "--email=a@b", "--password-stdin", "--generate-password"],
            "cannot be used with",
        ),
        (&["audit"], "Usage"),
        (&["audit", "verify", "--tenant=A B"], "enter a slug"),
        (&["--demo"], "--demo"),
        (&["serve", "--lisen=x"], "--lisen"),
        (&["frobnicate"], "frobnicate"),
    ] {
        let message = refusal(arguments, &[], "");
        assert!(message.contains(reason), "{arguments:?}: {message}");
    }
}

#[test]
fn help_shows_every_setting_with_its_variable_and_its_default() {
    for arguments in [&["--help"] as &[&str], &["serve", "--help"], &["admin", "create", "--help"]] {
        let help = refusal(arguments, &[("LATCHKEY_KEY", "hidden"), ("LATCHKEY_LOG", "shown")], "");
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for (name, default) in [
            ("config", "latchkey.toml"),
            ("listen", "127.0.0.1:8080"),
            ("database-url", "sqlite://data/latchkey.db"),
            ("public-url", "http:// and the listen address"),
            ("key-file", "data/latchkey.key"),
            ("audit-head-file", "data/latchkey.head, next to the key file"),
            ("trusted-proxies", "none"),
            ("token-prefix", "lk"),
            ("log", "info"),
            ("log-format", "text"),
            ("session-idle-minutes", "30"),
        ] {
            let shown = format!("[default: {default}] [env: {}]", layers::variable(name));
            assert!(help.contains(&shown) && help.contains(&format!("--{name} <")), "{name} in {help}");
        }
        for name in ["key", "metrics-token", "bootstrap-email", "bootstrap-password"] {
            assert!(help.contains(&format!("[env: {}]", layers::variable(name))), "{name} in {help}");
        }
        assert!(!help.contains("hidden") && !help.contains("shown"), "{help}");
    }
}
