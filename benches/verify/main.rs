//! Measures the cost of a verification against an empty handler in the bare framework, in the same run.
//!
//! `scripts/bench` runs it. Servers are separate processes, so that their CPU time is theirs alone. Each round
//! restarts and measures all of them, so that a noisy minute affects all alike; the results are medians.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark stops at the first surprise"
)]

mod fill;
mod load;
mod process;
mod report;
mod server;
#[path = "../shared/mod.rs"]
mod shared;

use clap::{Parser, Subcommand};

use crate::report::Figures;
use crate::server::Subject;
use crate::shared::Setup;

/// The command line.
#[derive(Parser)]
struct Cli {
    /// Passed by `cargo bench`.
    #[arg(long, hide = true, global = true)]
    bench: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures and prints a table
    Run(Run),
    /// Runs a server to be measured
    #[command(hide = true)]
    Serve(Subject),
}

#[derive(clap::Args)]
struct Run {
    /// Number of tokens in the databases
    #[arg(long, value_delimiter = ',', default_value = "1000,1000000")]
    tokens: Vec<u64>,
    /// Seconds per measurement
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// How often each server is measured
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Number of the server's threads
    #[arg(long, default_value_t = 1)]
    workers: usize,
    #[command(flatten)]
    setup: Setup,
}

fn main() {
    match Cli::parse().task {
        Task::Serve(subject) => server::serve(&subject),
        Task::Run(run) => measure(&run),
    }
}

fn measure(run: &Run) {
    let mut subjects = vec![Subject::bare(run.workers)];
    std::fs::create_dir_all(&run.setup.folder).unwrap();
    for count in &run.tokens {
        for (name, url) in run.setup.databases(*count) {
            fill::fill(&url, *count);
            for usage in [true, false] {
                subjects.push(Subject::latchkey(&name, &url, *count, usage, run.workers));
            }
        }
    }
    let mut figures: Vec<Figures> = subjects.iter().map(|_| Figures::default()).collect();
    for round in 1..=run.rounds {
        for (subject, figures) in subjects.iter().zip(&mut figures) {
            println!("round {round} of {}: {}", run.rounds, subject.name);
            figures.add(process::measured(subject, run.seconds));
        }
    }
    let table = report::table(run, &subjects, &figures);
    println!("\n{table}");
    std::fs::write(run.setup.folder.join("figures.md"), table).unwrap();
}
