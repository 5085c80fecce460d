//! What the process gives up about itself before it reads anything: its memory holds keys and passwords.

use std::io;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// Turns core dumps off, keeps other processes of the same user from reading the memory and the environment of this one,
/// and makes new files its own user's alone.
///
/// # Errors
/// What the system refused. The rest is done all the same.
pub fn apply() -> io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let limited = setrlimit(Resource::Core, none);
    let closed = close_memory();
    Ok(limited.and(closed)?)
}

/// A limit of 0 does not bind a program that dumps are piped to (`kernel.core_pattern`); this does.
#[cfg(target_os = "linux")]
fn close_memory() -> rustix::io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn close_memory() -> rustix::io::Result<()> {
    Ok(())
}
