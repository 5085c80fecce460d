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

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::report::Figures;
use crate::server::Subject;

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
    /// Folder that keeps the databases for the next run
    #[arg(long, default_value = "target/bench-data")]
    folder: PathBuf,
    /// PostgreSQL server that may be filled; without one, only SQLite is measured
    #[arg(long)]
    postgres: Option<String>,
    /// When and where it was measured, for the table
    #[arg(long, default_value = "somewhere")]
    machine: String,
    /// Measures only servers whose name contains this, and the bare framework
    #[arg(long, default_value = "")]
    only: String,
}

fn main() {
    match Cli::parse().task {
        Task::Serve(subject) => server::serve(&subject),
        Task::Run(run) => measure(&run),
    }
}

fn measure(run: &Run) {
    let mut subjects = vec![Subject::bare(run.workers)];
    std::fs::create_dir_all(&run.folder).unwrap();
    for count in &run.tokens {
        for (name, url) in databases(run, *count) {
            if !name.contains(&run.only) {
                continue;
            }
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
    std::fs::write(run.folder.join("figures.md"), table).unwrap();
}

fn databases(run: &Run, count: u64) -> Vec<(String, String)> {
    let file = run.folder.join(format!("{count}.db"));
    let mut all = vec![("SQLite".to_owned(), format!("sqlite://{}", file.display()))];
    if let Some(server) = &run.postgres {
        let mut url = url::Url::parse(server).unwrap();
        url.set_path(&format!("bench{count}"));
        all.push(("PostgreSQL".to_owned(), url.to_string()));
    }
    all
}
