//! A server as a process, and the resources it uses.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::fill;
use crate::load::{self, Load};
use crate::report::Measured;
use crate::server::Subject;

/// A tick of `/proc/PID/stat`: USER_HZ is 100 on every Linux that Rust runs on.
const TICK_MICROS: f64 = 10_000.0;

/// Starts the server, measures it with one connection and with 32, and stops it.
pub fn measured(subject: &Subject, seconds: f64) -> Measured {
    let (mut process, address) = start(subject);
    let requests = fill::requests(subject.tokens);
    load::run(address, &requests, 32, 1.0);
    let helpers = subject.database.as_deref().map_or_else(Vec::new, fill::helpers);
    let one = load::run(address, &requests, 1, seconds);
    let (before, beside) = (cpu(process.id()), cpu_of(&helpers));
    let many: Load = load::run(address, &requests, 32, seconds);
    let micros = cpu(process.id()) - before;
    let beside = cpu_of(&helpers) - beside;
    let memory = memory(process.id());
    drop(process.stdin.take());
    process.wait().unwrap();
    let requests = many.requests as f64;
    Measured {
        one_per_second: one.per_second,
        one_p50: one.p50,
        one_p99: one.p99,
        per_second: many.per_second,
        p50: many.p50,
        p99: many.p99,
        cpu: micros / requests,
        cpu_beside: beside / requests,
        memory,
    }
}

fn start(subject: &Subject) -> (Child, SocketAddr) {
    let own = std::env::current_exe().unwrap();
    // With two cores or more, the server and the load each have their own, so that neither displaces the other.
    let pinned = Command::new("taskset").arg("--version").output().is_ok() && cores() > 1;
    let mut command = if pinned && subject.workers == 1 {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(own);
        command
    } else {
        Command::new(own)
    };
    command.args(subject.arguments()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().parse().unwrap_or_else(|_| panic!("{}: did not start", subject.name));
    (process, address)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Microseconds of CPU time, user and system, of this process and its finished children.
fn cpu(process: u32) -> f64 {
    let Ok(stat) = fs::read_to_string(format!("/proc/{process}/stat")) else { return 0.0 };
    // The name in parentheses may contain anything; the counters follow it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_ascii_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() * TICK_MICROS
}

fn cpu_of(processes: &[u32]) -> f64 {
    processes.iter().map(|process| cpu(*process)).sum()
}

/// Peak memory in MiB.
fn memory(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_ascii_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
