//! What a verification costs, against an empty handler in the bare framework, in the same run.
//!
//! `scripts/bench` runs it. Servers are processes of their own, so that their CPU time is theirs alone; each round
//! starts every one of them anew and measures it, so that a noisy minute hits all alike; what is said are medians.
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
    /// `cargo bench` says so.
    #[arg(long, hide = true, global = true)]
    bench: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures and prints a table.
    Run(Run),
    /// Is the server that is measured.
    #[command(hide = true)]
    Serve(Subject),
}

#[derive(clap::Args)]
struct Run {
    /// How many tokens the databases hold.
    #[arg(long, value_delimiter = ',', default_value = "1000,1000000")]
    tokens: Vec<u64>,
    /// For how many seconds each measurement runs.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// How often each server is measured.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How many threads of the server answer.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// Where the databases are kept for the next run.
    #[arg(long, default_value = "target/bench-data")]
    folder: PathBuf,
    /// A PostgreSQL server that may be filled; without one only SQLite is measured.
    #[arg(long)]
    postgres: Option<String>,
    /// What the table says of when and where it was made.
    #[arg(long, default_value = "somewhere")]
    machine: String,
    /// Measures only the servers whose name contains this, and the bare framework.
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
