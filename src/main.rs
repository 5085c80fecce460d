//! Settings, then the app, then run. Everything else is in the library.

use std::process::ExitCode;

use latchkey::command;
use latchkey::config::{ConfigError, Invocation, logging, terminal};

fn main() -> ExitCode {
    let invocation = match Invocation::of_this_process() {
        Ok(invocation) => invocation,
        // Help and version are "errors" of this kind too; clap knows which stream and exit code is right.
        Err(ConfigError::Usage(error)) => error.exit(),
        Err(error) => {
            terminal::complain(&error);
            return ExitCode::from(2);
        }
    };
    logging::start(&invocation.config);
    match command::run(invocation) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}
