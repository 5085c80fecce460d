//! Restricts the process before it reads anything, because its memory holds keys and passwords.

use std::io;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// Disables core dumps, keeps other processes of the same user from reading this one's memory and environment, and
/// makes new files private to the user.
///
/// # Errors
/// What the system refused. The other restrictions still apply.
pub fn apply() -> io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let limited = setrlimit(Resource::Core, none);
    let closed = close_memory();
    Ok(limited.and(closed)?)
}

/// A core limit of 0 doesn't apply if dumps are piped to a program (`kernel.core_pattern`); this does.
#[cfg(target_os = "linux")]
fn close_memory() -> rustix::io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn close_memory() -> rustix::io::Result<()> {
    Ok(())
}
