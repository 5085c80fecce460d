//! Settings: the only reader of the environment, of `latchkey.toml` and of the command line.
//!
//! A setting comes from its flag, else its `LATCHKEY_*` variable, else the file, else its default. [`Invocation`] is
//! the result, checked: all other code can trust its types.

mod cli;
mod layers;
pub mod logging;
pub mod terminal;
mod values;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::TimeDelta;
use ipnet::IpNet;
use lettre::message::Mailbox;

pub use cli::{Command, NewPerson, NewToken};
pub use values::{DatabaseUrl, PublicUrl, Secret};

use crate::domain::random::Entropy;
use crate::domain::text::Email;
use crate::error::Cause;
use crate::key::{KeyError, MasterKey};
use layers::Settings;
use logging::LogFormat;

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen. With port 0, the system chooses a free one.
    pub listen: SocketAddr,
    /// Which database.
    pub database: DatabaseUrl,
    /// The source of the instance's key.
    pub key: KeySource,
    /// The file that stores the newest audit heads outside the database; `None` for none.
    pub head_file: Option<PathBuf>,
    /// What token secrets begin with, without the underscore: a letter and up to nine letters and digits, all small.
    pub token_prefix: String,
    /// The owner to create if no user exists yet.
    pub bootstrap: Option<Bootstrap>,
    /// How long a session lasts without a request: 1 minute to 8 hours.
    pub session_idle: TimeDelta,
    /// How mail is sent; without it, it is written to the log.
    pub mail: Option<Mail>,
    /// Networks outside the public internet that webhooks may call.
    pub webhook_networks: Vec<IpNet>,
    /// Which events are logged, as tracing directives: `info`, `latchkey=debug,warn`.
    pub log_filter: String,
    /// The format of log events.
    pub log_format: LogFormat,
    /// What handlers and jobs read while Latchkey runs.
    pub runtime: RuntimeSettings,
    public_url: Option<PublicUrl>,
}

/// The settings that are not only for the start: every handler finds them in `state.settings`.
#[derive(Clone, Debug, Default)]
pub struct RuntimeSettings {
    /// The peers whose `X-Forwarded-*` headers are believed; nobody's when empty.
    pub trusted_proxies: Vec<IpNet>,
    /// What opens `/metrics` from elsewhere; without it only this machine may read them.
    pub metrics_token: Option<Secret>,
    /// How much of the disk is kept beside an embedded database for when it is full, in bytes: none to 1 GiB.
    pub disk_reserve: u64,
}

/// Where the key of the instance comes from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// The key itself.
    Given(MasterKey),
    /// In this file, which is created if missing.
    File(PathBuf),
}

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The mail server, `smtps://...` or `smtp://...`; may contain a password.
    pub server: Secret,
    /// The sender's address.
    pub from: Mailbox,
}

/// The owner to create if no user exists yet.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    /// The address to sign in with.
    pub email: Email,
    /// The password, not yet checked for strength.
    pub password: Secret,
}

/// What a start of the program asks for.
#[derive(Debug)]
pub struct Invocation {
    /// The settings.
    pub config: Config,
    /// What to do.
    pub command: Command,
    exposed: Vec<Exposed>,
}

/// A secret in the settings that other users of the machine can see.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Exposed {
    /// The flag of this setting was used: everyone can see the arguments of a process.
    Flag(&'static str),
    /// This file contains a secret, and has these permission bits.
    File(PathBuf, u32),
}

/// Why the configuration is invalid.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The command line is invalid, or asks for help or the version; see [`clap::Error::exit`].
    #[error(transparent)]
    Usage(#[from] clap::Error),
    /// The settings file cannot be used.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        reason: Cause,
    },
    /// A variable is not valid UTF-8.
    #[error("{0} is not valid UTF-8")]
    NotText(String),
    /// A setting has an invalid value.
    #[error("setting {name} (--{name}, {}): {reason}", layers::variable(name))]
    Setting {
        /// Its name in the file.
        name: &'static str,
        /// What is wrong, without the value of a secret.
        reason: String,
    },
    /// A password cannot be read.
    #[error("no password: {0}")]
    NoPassword(#[source] Cause),
}

impl Invocation {
    /// Reads this process's arguments, variables and file.
    pub fn of_this_process() -> Result<Self, ConfigError> {
        Self::read(std::env::args_os(), |name| std::env::var_os(name))
    }

    /// Reads these arguments (starting with the program's name), these variables, and the settings file that they
    /// name.
    pub fn read<A>(
        arguments: impl IntoIterator<Item = A>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError>
    where
        A: Into<OsString> + Clone,
    {
        let cli = cli::parse(arguments)?;
        // An empty variable counts as unset, because compose files pass unset variables as empty ones.
        let variable = |name: &str| match variable(name).filter(|value| !value.is_empty()) {
            Some(value) => value.into_string().map(Some).map_err(|_| ConfigError::NotText(name.to_owned())),
            None => Ok(None),
        };
        let named = cli.config.map_or_else(
            || variable("LATCHKEY_CONFIG").map(|name| name.map(PathBuf::from)),
            |path| Ok(Some(path)),
        );
        let mut exposed: Vec<Exposed> = cli.settings.secrets().into_iter().map(Exposed::Flag).collect();
        let (file, path) = Settings::from_file(named?)?;
        exposed.extend(layers::exposed(&file, &path).map(|mode| Exposed::File(path, mode)));
        let settings = cli.settings.or(Settings::from_variables(variable)?).or(file).or(Settings::defaults());
        let config = Config::check(settings)?;
        let command = cli::command(cli.command, variable("LATCHKEY_PASSWORD")?);
        Ok(Self { config, command, exposed })
    }

    /// Logs which secrets other users of the machine can see, and how to fix each.
    pub fn warn_of_exposed(&self) {
        for exposed in &self.exposed {
            match exposed {
                Exposed::Flag(name) => tracing::warn!(
                    "other users of this machine can see the secret in --{name}; set {} or put it into latchkey.toml \
                     instead",
                    layers::variable(name)
                ),
                Exposed::File(path, mode) => tracing::warn!(
                    "other users of this machine can read the secrets in {path} (mode {mode:04o}); run: chmod 600 {path}",
                    path = path.display()
                ),
            }
        }
    }
}

impl Config {
    /// Settings for a test: any free port, this database, a fixed key, and defaults.
    pub fn for_tests(database: DatabaseUrl) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database,
            key: KeySource::Given(MasterKey::from_bytes([7; 32])),
            head_file: None,
            token_prefix: "lk".to_owned(),
            bootstrap: None,
            mail: None,
            webhook_networks: Vec::new(),
            session_idle: TimeDelta::minutes(30),
            runtime: RuntimeSettings::default(),
            log_filter: "info".to_owned(),
            log_format: LogFormat::Text,
            public_url: None,
        }
    }

    /// These settings with the public address `url`.
    #[must_use]
    pub fn with_public_url(mut self, url: PublicUrl) -> Self {
        self.public_url = Some(url);
        self
    }

    /// The public address of this instance when it listens on `bound`.
    pub fn public_url(&self, bound: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(bound))
    }

    fn check(settings: Settings) -> Result<Self, ConfigError> {
        let bootstrap = match (settings.bootstrap_email, settings.bootstrap_password) {
            (Some(email), Some(password)) => Some(Bootstrap {
                email: parsed("bootstrap-email", &email, |text| {
                    Email::parse(text).map_err(|error| format!("it {error}"))
                })?,
                password: Secret::new(password),
            }),
            (None, None) => None,
            (Some(_), None) => return Err(wrong("bootstrap-email", "bootstrap-password must be set too")),
            (None, Some(_)) => return Err(wrong("bootstrap-password", "bootstrap-email must be set too")),
        };
        let key = match (&settings.key, &settings.key_file) {
            (Some(key), _) => KeySource::Given(parsed("key", key, MasterKey::parse)?),
            (None, file) => KeySource::File(required("key-file", file)?.into()),
        };
        let mail = match (&settings.smtp_url, &settings.mail_from) {
            (Some(server), Some(from)) => Some(Mail {
                server: parsed("smtp-url", server, values::mail_server)?,
                from: parsed("mail-from", from, values::mailbox)?,
            }),
            (None, None) => None,
            (Some(_), None) => return Err(wrong("smtp-url", "mail-from must be set too")),
            (None, Some(_)) => return Err(wrong("mail-from", "smtp-url must be set too")),
        };
        let given = |name, value: &Option<String>| required(name, value).map(str::to_owned);
        let database =
            parsed("database-url", &given("database-url", &settings.database_url)?, DatabaseUrl::parse)?;
        let head_file = match settings.audit_head_file {
            Some(path) => path.into(),
            None => usual_head_file(&key, &database),
        };
        if matches!(&key, KeySource::File(path) if *path == head_file)
            || matches!(&database, DatabaseUrl::Sqlite { path, .. } if *path == head_file)
        {
            return Err(wrong("audit-head-file", "it must be a different file"));
        }
        Ok(Self {
            listen: parsed("listen", &given("listen", &settings.listen)?, values::listen)?,
            database,
            key,
            head_file: Some(head_file),
            token_prefix: parsed(
                "token-prefix",
                &given("token-prefix", &settings.token_prefix)?,
                values::token_prefix,
            )?,
            bootstrap,
            mail,
            webhook_networks: match &settings.webhook_allow_private {
                Some(list) => parsed("webhook-allow-private", list, values::networks)?,
                None => Vec::new(),
            },
            runtime: RuntimeSettings {
                trusted_proxies: match &settings.trusted_proxies {
                    Some(list) => parsed("trusted-proxies", list, values::networks)?,
                    None => Vec::new(),
                },
                metrics_token: settings
                    .metrics_token
                    .map(|token| parsed("metrics-token", &token, values::metrics_token))
                    .transpose()?,
                disk_reserve: parsed(
                    "disk-reserve-mib",
                    &given("disk-reserve-mib", &settings.disk_reserve_mib)?,
                    values::disk_reserve,
                )?,
            },
            session_idle: parsed(
                "session-idle-minutes",
                &given("session-idle-minutes", &settings.session_idle_minutes)?,
                values::session_idle,
            )?,
            log_filter: parsed("log", &given("log", &settings.log)?, logging::filter)?,
            log_format: parsed("log-format", &given("log-format", &settings.log_format)?, LogFormat::parse)?,
            public_url: settings
                .public_url
                .map(|url| parsed("public-url", &url, PublicUrl::parse))
                .transpose()?,
        })
    }
}

/// Next to the key file, which should be apart from the database, or else next to the database if it has a file.
fn usual_head_file(key: &KeySource, database: &DatabaseUrl) -> PathBuf {
    match (key, database) {
        (KeySource::File(path), _) => path.with_extension("head"),
        (_, DatabaseUrl::Sqlite { path, .. }) => path.with_extension("head"),
        (_, DatabaseUrl::Postgres { .. }) => PathBuf::from("data/latchkey.head"),
    }
}

impl KeySource {
    /// Reads the key, which must exist already.
    pub fn read(&self) -> Result<MasterKey, KeyError> {
        match self {
            Self::Given(key) => Ok(key.clone()),
            Self::File(path) => MasterKey::load(path),
        }
    }

    /// Reads the key, and creates its file if it is missing.
    pub fn load(&self, entropy: &Entropy) -> Result<MasterKey, KeyError> {
        match self {
            Self::Given(key) => Ok(key.clone()),
            Self::File(path) => MasterKey::load_or_create(path, entropy),
        }
    }
}

fn wrong(name: &'static str, reason: impl ToString) -> ConfigError {
    ConfigError::Setting { name, reason: reason.to_string() }
}

fn required<'a>(name: &'static str, value: &'a Option<String>) -> Result<&'a str, ConfigError> {
    value.as_deref().ok_or_else(|| wrong(name, "it is empty"))
}

fn parsed<T, E: ToString>(
    name: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, ConfigError> {
    parse(text).map_err(|error| wrong(name, error))
}

#[cfg(test)]
mod tests;
