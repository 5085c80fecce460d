//! The settings, from four sources: flags, variables, `latchkey.toml`, defaults.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use url::Url;

use super::ConfigError;
use crate::error::Cause;

/// The file that is read if none is named.
const USUAL_FILE: &str = "latchkey.toml";

/// Every setting as unchecked text, from one source. A field corresponds to the flag `--like-this`, the variable
/// `LATCHKEY_LIKE_THIS` and the key `like-this` in the file.
///
/// It has no `Debug` because it holds plaintext secrets.
#[derive(Args, Serialize, Deserialize, Clone, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[command(next_help_heading = "Settings")]
pub(super) struct Settings {
    /// Address and port to listen on
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,

    /// Database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// Public address of this instance; https turns on Secure cookies and HSTS [default: http:// and the listen
    /// address]
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,

    /// File with the instance key, created if missing; every replica needs the same key
    #[arg(long, global = true, value_name = "FILE")]
    pub key_file: Option<String>,

    /// The instance key itself (32 bytes in base64url) instead of a file; prefer the variable, because other users of
    /// the machine can see flags
    #[arg(long, global = true, value_name = "KEY")]
    pub key: Option<String>,

    /// File that stores the newest audit heads outside the database, to detect when an older database is restored
    /// [default: data/latchkey.head, next to the key file]
    #[arg(long, global = true, value_name = "FILE")]
    pub audit_head_file: Option<String>,

    /// Comma-separated addresses or networks of proxies whose X-Forwarded-* headers are trusted [default: none]
    #[arg(long, global = true, value_name = "LIST")]
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Option<String>,

    /// Token for reading /metrics, at least 16 characters; without it, only this machine can read them; prefer the
    /// variable
    #[arg(long, global = true, value_name = "TOKEN")]
    pub metrics_token: Option<String>,

    /// Prefix of token secrets
    #[arg(long, global = true, value_name = "PREFIX")]
    pub token_prefix: Option<String>,

    /// Email address of an owner to create if no user exists yet; /setup then stays closed
    #[arg(long, global = true, value_name = "EMAIL")]
    pub bootstrap_email: Option<String>,

    /// Password of that owner; prefer the variable
    #[arg(long, global = true, value_name = "PASSWORD")]
    pub bootstrap_password: Option<String>,

    /// Mail server for notifications: smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required;
    /// without it, mail is written to the log; prefer the variable
    #[arg(long, global = true, value_name = "URL")]
    pub smtp_url: Option<String>,

    /// Sender of mail, such as "Latchkey <latchkey@example.com>"; required with --smtp-url
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// Comma-separated addresses or networks outside the public internet that webhooks may call, there also without
    /// TLS [default: none]
    #[arg(long, global = true, value_name = "LIST")]
    #[serde(deserialize_with = "list")]
    pub webhook_allow_private: Option<String>,

    /// Log level: trace, debug, info, warn or error; also per module, such as latchkey=debug,warn
    #[arg(long, global = true, value_name = "FILTER")]
    pub log: Option<String>,

    /// Log format: text or json
    #[arg(long, global = true, value_name = "FORMAT")]
    pub log_format: Option<String>,

    /// Minutes of inactivity after which a session ends, 1 to 480
    #[arg(long, global = true, value_name = "MINUTES")]
    #[serde(deserialize_with = "number")]
    pub session_idle_minutes: Option<String>,

    /// Size in MiB of the reserve file next to an SQLite database, for when the disk is full: 0 (none) to 1024
    #[arg(long, global = true, value_name = "MIB")]
    #[serde(deserialize_with = "number")]
    pub disk_reserve_mib: Option<String>,
}

impl Settings {
    /// The defaults.
    pub fn defaults() -> Self {
        let text = |text: &str| Some(text.to_owned());
        Self {
            listen: text("127.0.0.1:8080"),
            database_url: text("sqlite://data/latchkey.db"),
            key_file: text("data/latchkey.key"),
            token_prefix: text("lk"),
            log: text("info"),
            log_format: text("text"),
            session_idle_minutes: text("30"),
            disk_reserve_mib: text("16"),
            ..Self::default()
        }
    }

    /// These settings, with the missing ones taken from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            database_url: self.database_url.or(other.database_url),
            public_url: self.public_url.or(other.public_url),
            // Key and key file belong together, so both come from the source with higher priority.
            key: if self.key_file.is_some() { self.key } else { self.key.or(other.key) },
            key_file: self.key_file.or(other.key_file),
            audit_head_file: self.audit_head_file.or(other.audit_head_file),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            metrics_token: self.metrics_token.or(other.metrics_token),
            token_prefix: self.token_prefix.or(other.token_prefix),
            bootstrap_email: self.bootstrap_email.or(other.bootstrap_email),
            bootstrap_password: self.bootstrap_password.or(other.bootstrap_password),
            smtp_url: self.smtp_url.or(other.smtp_url),
            mail_from: self.mail_from.or(other.mail_from),
            webhook_allow_private: self.webhook_allow_private.or(other.webhook_allow_private),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
            session_idle_minutes: self.session_idle_minutes.or(other.session_idle_minutes),
            disk_reserve_mib: self.disk_reserve_mib.or(other.disk_reserve_mib),
        }
    }

    /// Reads the `LATCHKEY_*` variables.
    pub fn from_variables(
        get: impl Fn(&str) -> Result<Option<String>, ConfigError>,
    ) -> Result<Self, ConfigError> {
        let get = |name: &str| get(&variable(name));
        Ok(Self {
            listen: get("listen")?,
            database_url: get("database-url")?,
            public_url: get("public-url")?,
            key_file: get("key-file")?,
            key: get("key")?,
            audit_head_file: get("audit-head-file")?,
            trusted_proxies: get("trusted-proxies")?,
            metrics_token: get("metrics-token")?,
            token_prefix: get("token-prefix")?,
            bootstrap_email: get("bootstrap-email")?,
            bootstrap_password: get("bootstrap-password")?,
            smtp_url: get("smtp-url")?,
            mail_from: get("mail-from")?,
            webhook_allow_private: get("webhook-allow-private")?,
            log: get("log")?,
            log_format: get("log-format")?,
            session_idle_minutes: get("session-idle-minutes")?,
            disk_reserve_mib: get("disk-reserve-mib")?,
        })
    }

    /// Reads the file `named`, which must exist, or else `latchkey.toml`, which need not. Also returns its path.
    pub fn from_file(named: Option<PathBuf>) -> Result<(Self, PathBuf), ConfigError> {
        let is_named = named.is_some();
        let path = named.unwrap_or_else(|| USUAL_FILE.into());
        let failed = |reason: Cause| ConfigError::File { path: path.clone(), reason };
        let settings = match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_toml(&text).map_err(|reason| failed(reason.into()))?,
            Err(error) if error.kind() == ErrorKind::NotFound && !is_named => Self::default(),
            Err(error) => return Err(failed(error.into())),
        };
        Ok((settings, path))
    }

    /// The names of those settings that are set and contain a secret.
    pub fn secrets(&self) -> Vec<&'static str> {
        let with_password = |url: &Option<String>| url.as_deref().is_some_and(holds_password);
        let is_set = [
            ("database-url", with_password(&self.database_url)),
            ("key", self.key.is_some()),
            ("metrics-token", self.metrics_token.is_some()),
            ("bootstrap-password", self.bootstrap_password.is_some()),
            ("smtp-url", with_password(&self.smtp_url)),
        ];
        is_set.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
    }

    pub(super) fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            // serde's message would quote the line, which may contain a password.
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.matches('\n').count() + 1);
            match line {
                Some(line) => format!("line {line}: {}", error.message()),
                None => error.message().to_owned(),
            }
        })
    }
}

/// The permission bits of the file at `path`, from which `settings` were read, if it contains a secret and users
/// other than its owner can read it.
pub(super) fn exposed(settings: &Settings, path: &Path) -> Option<u32> {
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o7777;
    (mode & 0o077 != 0 && !settings.secrets().is_empty()).then_some(mode)
}

/// Whether an address contains a password, or might because it cannot be parsed.
fn holds_password(url: &str) -> bool {
    match Url::parse(url) {
        Ok(url) => url.password().is_some() || url.query_pairs().any(|(name, _)| name == "password"),
        Err(_) => url.contains('@'),
    }
}

/// The variable of a setting: `LATCHKEY_LISTEN` for `listen`.
pub(super) fn variable(name: &str) -> String {
    format!("LATCHKEY_{}", name.replace('-', "_").to_uppercase())
}

/// In TOML, a list is an array or a comma-separated string.
fn list<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a list of strings, or one comma-separated string")]
    enum List {
        Text(String),
        Items(Vec<String>),
    }
    Ok(Some(match List::deserialize(input)? {
        List::Text(text) => text,
        List::Items(items) => items.join(","),
    }))
}

/// In TOML, a number is an integer.
fn number<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    let value = toml::Value::deserialize(input)?;
    value
        .as_integer()
        .map(|number| Some(number.to_string()))
        .ok_or_else(|| D::Error::custom("expected an integer"))
}
