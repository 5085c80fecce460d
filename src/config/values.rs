//! The values of settings, checked. Errors are written for the person who sets them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;
use ipnet::IpNet;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

/// A password or another text that is never shown; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps `text`.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// Which database to use.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// An SQLite file.
    Sqlite {
        /// Its URL, `sqlite://...`.
        url: String,
        /// Its file.
        path: PathBuf,
    },
    /// A PostgreSQL server, which replicas share.
    Postgres {
        /// Its URL, `postgres://...`; may contain a password.
        url: Secret,
    },
}

impl DatabaseUrl {
    /// Parses `sqlite://PATH` or `postgres://...`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once(':') else {
            return Err("it must begin with sqlite:// or postgres://".to_owned());
        };
        match scheme {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                if path.is_empty() || path == ":memory:" {
                    return Err(
                        "it names no file, and a database in memory would be lost: use sqlite://PATH"
                            .to_owned(),
                    );
                }
                if path.contains(['?', '#']) {
                    return Err(
                        "Latchkey sets SQLite's options itself: use sqlite://PATH without ? and #".to_owned()
                    );
                }
                let decoded =
                    percent_decode_str(path).decode_utf8().map_err(|_| "the path is not valid UTF-8")?;
                Ok(Self::Sqlite { url: format!("sqlite://{path}"), path: PathBuf::from(decoded.as_ref()) })
            }
            "postgres" | "postgresql" => match Url::parse(text) {
                // The text is not quoted, because it may contain a password.
                Err(error) => Err(format!(
                    "it is invalid ({error}): use postgres://USER:PASSWORD@HOST/NAME, and percent-encode characters \
                     such as @ and / in the password"
                )),
                Ok(url) if url.path().len() < 2 => Err("the database name is missing at the end".to_owned()),
                // An unencoded `p@ss/word` would end up here, with half of it as the name.
                Ok(url) if url.path().matches('/').count() > 1 || url.path().contains('@') => {
                    Err("characters such as @ and / in user, password and name must be percent-encoded"
                        .to_owned())
                }
                // The driver would log an unknown option with its value, and ignore it.
                Ok(url) => match url.query_pairs().find(|(name, value)| !is_postgres_option(name, value)) {
                    Some((name, _)) => Err(format!(
                        "{name:?} after the ? is not an option that Latchkey knows, or has an invalid value"
                    )),
                    None => Ok(Self::Postgres { url: Secret::new(text.to_owned()) }),
                },
            },
            "mysql" | "mariadb" | "mssql" => {
                Err(format!("{scheme} is not supported: use sqlite:// or postgres://"))
            }
            _ => Err("it must begin with sqlite:// or postgres://".to_owned()),
        }
    }

    /// Its URL, including any password.
    pub fn expose(&self) -> &str {
        match self {
            Self::Sqlite { url, .. } => url,
            Self::Postgres { url } => url.expose(),
        }
    }
}

/// Whether the driver accepts this option after the `?` of a PostgreSQL URL.
fn is_postgres_option(name: &str, value: &str) -> bool {
    const TLS: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
    const KNOWN: [&str; 16] = [
        "application_name",
        "sslrootcert",
        "ssl-root-cert",
        "ssl-ca",
        "sslcert",
        "ssl-cert",
        "sslkey",
        "ssl-key",
        "statement-cache-capacity",
        "host",
        "hostaddr",
        "port",
        "dbname",
        "user",
        "password",
        "options",
    ];
    if matches!(name, "sslmode" | "ssl-mode") {
        return TLS.contains(&value);
    }
    KNOWN.contains(&name) || (name.starts_with("options[") && name.ends_with(']'))
}

/// Without user, password and options.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { url, .. } => f.write_str(url),
            Self::Postgres { url } => match Url::parse(url.expose()) {
                Ok(url) => write!(f, "postgres://{}{}", url.host_str().unwrap_or_default(), url.path()),
                Err(_) => f.write_str("postgres://"),
            },
        }
    }
}

/// The public address of this instance: an origin, as browsers write it in `Origin`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// Parses `http://HOST[:PORT]` or `https://HOST[:PORT]`, with or without a trailing slash.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| {
            format!("it is not an address ({error}): use a form like https://latchkey.example.com")
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it must begin with http:// or https://".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it must not contain a user name or password".to_owned());
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("it must end after the host and port: Latchkey needs its own host name, not a path"
                .to_owned());
        }
        Ok(Self { origin: url.origin().ascii_serialization(), secure: url.scheme() == "https" })
    }

    /// The address of a listener on `bound`. An unspecified address, such as 0.0.0.0, becomes `localhost`.
    pub fn of_listener(bound: SocketAddr) -> Self {
        let origin = match (bound.ip().is_unspecified(), bound.port()) {
            (true, 80) => "http://localhost".to_owned(),
            (true, port) => format!("http://localhost:{port}"),
            (false, 80) => {
                format!("http://{}", SocketAddr::new(bound.ip(), 80)).trim_end_matches(":80").to_owned()
            }
            (false, _) => format!("http://{bound}"),
        };
        Self { origin, secure: false }
    }

    /// Scheme, host and port, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether it is reached over TLS; then cookies are `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.secure
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// Parses `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
pub(super) fn listen(text: &str) -> Result<SocketAddr, String> {
    let local = text.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    if let Some(port) = local {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    text.parse()
        .map_err(|_| format!("{text:?} is not an address with a port, such as 127.0.0.1:8080 or [::]:8080"))
}

/// Parses comma-separated addresses and networks. Empty parts are ignored.
pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| match (part.parse::<IpAddr>(), part.parse::<IpNet>()) {
            (Ok(address), _) => Ok(IpNet::from(address)),
            (_, Ok(network)) => Ok(network.trunc()),
            _ => Err(format!("{part:?} is neither an address (10.0.0.7) nor a network (10.0.0.0/8)")),
        })
        .collect()
}

/// A lowercase letter, then up to nine lowercase letters and digits.
pub(super) fn token_prefix(text: &str) -> Result<String, String> {
    let formed = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 10
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if formed {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is not a prefix: use 1 to 10 lowercase letters and digits, starting with a letter"
        ))
    }
}

/// At least 16 visible ASCII characters, which a header can carry. Errors don't quote the text, because it is a
/// secret.
pub(super) fn metrics_token(text: &str) -> Result<Secret, String> {
    if text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Secret::new(text.to_owned()))
    } else {
        Err("it must be at least 16 visible ASCII characters without spaces".to_owned())
    }
}

/// `smtps://USER:PASSWORD@HOST[:PORT]`, or `smtp://...?tls=required`. Errors don't quote the text, because it may
/// contain a password.
///
/// A password is only sent where TLS is certain. `tls=opportunistic` is not: an attacker in between can remove the
/// server's offer of TLS, and the password follows unencrypted. `tls=none` makes that choice explicit.
pub(super) fn mail_server(text: &str) -> Result<Secret, String> {
    const UNREADABLE: &str = "it is invalid: use smtps://USER:PASSWORD@HOST or \
        smtp://USER:PASSWORD@HOST:587?tls=required, and percent-encode characters such as @ and / in the password";
    let mut url = Url::parse(text).map_err(|_| UNREADABLE)?;
    let options: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let tls = match options.as_slice() {
        [] => None,
        [(name, value)] if name == "tls" => Some(value.as_str()),
        _ => return Err("only a single tls=required or tls=none is allowed after the ?".to_owned()),
    };
    match (url.scheme(), tls) {
        ("smtps", Some("none" | "opportunistic")) => {
            return Err("smtps:// always uses TLS: remove ?tls=, or use smtp://".to_owned());
        }
        ("smtp", None | Some("opportunistic")) if url.password().is_some() => {
            return Err("the password could be read on its way to the mail server: use smtps://..., or \
                smtp://...?tls=required for a server with STARTTLS, or smtp://...?tls=none to send it unencrypted \
                anyway"
                .to_owned());
        }
        // The transport's default.
        ("smtp", Some("none")) => url.set_query(None),
        _ => {}
    }
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| UNREADABLE)?;
    Ok(Secret::new(url.into()))
}

/// `latchkey@example.com`, or `Latchkey <latchkey@example.com>`.
pub(super) fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not a sender: use a form like Latchkey <latchkey@example.com>"))
}

/// The reserve beside an embedded database, in bytes.
pub(super) fn disk_reserve(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(mib) if mib <= 1024 => Ok(mib * 1024 * 1024),
        _ => Err("it must be a number of MiB from 0 to 1024".to_owned()),
    }
}

/// Minutes, 1 to 480: a session ends after 8 hours anyway.
pub(super) fn session_idle(text: &str) -> Result<TimeDelta, String> {
    match text.parse() {
        Ok(minutes @ 1..=480) => Ok(TimeDelta::minutes(minutes)),
        _ => Err(format!("{text:?} is not a number of minutes from 1 to 480")),
    }
}
