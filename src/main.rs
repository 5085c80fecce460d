//! Settings, then the app, then run. Everything else is in the library.

use std::process::ExitCode;

use latchkey::config::{ConfigError, Invocation, logging, terminal};
use latchkey::{command, hardening};

fn main() -> ExitCode {
    // Before anything else, because what is read next may be secret.
    let hardened = hardening::apply();
    let invocation = match Invocation::of_this_process() {
        Ok(invocation) => invocation,
        // Help and version are "errors" too; clap knows the right stream and exit code.
        Err(ConfigError::Usage(error)) => error.exit(),
        Err(error) => {
            terminal::complain(&error);
            return ExitCode::from(2);
        }
    };
    logging::start(&invocation.config);
    if let Err(error) = hardened {
        tracing::warn!(%error, "cannot turn off core dumps");
    }
    invocation.warn_of_exposed();
    match command::run(invocation) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}
