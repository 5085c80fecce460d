//! Logging to standard error, as text or JSON.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;

use super::Config;

/// The format of log events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// A readable line per event.
    Text,
    /// A JSON object per line.
    Json,
}

impl LogFormat {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("{text:?} is not a log format: use text or json")),
        }
    }
}

/// Validates tracing's directives.
pub(super) fn filter(text: &str) -> Result<String, String> {
    match EnvFilter::builder().parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("{text:?} is not a log filter: {error}")),
    }
}

/// Starts logging, once per process; a second call changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::builder().parse_lossy(&config.log_filter);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = match config.log_format {
        LogFormat::Text => lines.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().with_ansi(false).try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "logging is already initialised");
    }
}
