//! Measures the cost of writing usage: the CPU time for 15,000 different tokens, once a minute, as a share of a core,
//! including PostgreSQL's processes.
//!
//! `scripts/bench usage` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark stops at the first surprise"
)]

#[path = "../verify/fill.rs"]
#[allow(dead_code, reason = "the requests are the other benchmark's")]
mod fill;
#[path = "../shared/mod.rs"]
mod shared;

use std::fs;
use std::net::IpAddr;
use std::time::Instant;

use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use latchkey::domain::id::TokenId;
use latchkey::domain::permission::Permission;
use latchkey::domain::time::Timestamp;
use latchkey::store::Db;
use latchkey::store::usage::{Usage, Use};

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
}

#[derive(clap::Args)]
struct Run {
    /// Number of tokens in the databases
    #[arg(long, default_value_t = 1_000_000)]
    tokens: u64,
    /// Number of minutes to write
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    #[command(flatten)]
    setup: Setup,
}

/// The first minute of an hour.
const BEGIN: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

fn main() {
    let Task::Run(run) = Cli::parse().task;
    fs::create_dir_all(&run.setup.folder).unwrap();
    let mut table = format!(
        "{}. {} tokens, 15,000 of them used in each minute.\n\n\
         | database | first minute of a day | first of an hour | any other | share of a core |\n|---|---|---|---|---|\n",
        run.setup.machine, run.tokens
    );
    for (name, url) in &run.setup.databases(run.tokens) {
        let began = Instant::now();
        fill::fill(url, run.tokens);
        println!("{name}: ready after {:.1} s", began.elapsed().as_secs_f64());
        table.push_str(&line(name, url, &run));
    }
    println!("\n{table}");
    fs::write(run.setup.folder.join("usage.md"), table).unwrap();
}

fn line(name: &str, url: &str, run: &Run) -> String {
    let tokens = fill::presented(run.tokens);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::connect(url).await.unwrap();
        let usage = Usage::default();
        let day = minute(&db, &usage, url, &tokens, BEGIN).await;
        let hour = minute(&db, &usage, url, &tokens, BEGIN.plus(TimeDelta::hours(1))).await;
        let mut others = Vec::new();
        for round in 1..=i64::try_from(run.rounds).unwrap() {
            let at = BEGIN.plus(TimeDelta::hours(1)).plus(TimeDelta::minutes(round));
            others.push(minute(&db, &usage, url, &tokens, at).await);
        }
        db.close().await;
        others.sort_by(f64::total_cmp);
        let other = others.get(others.len() / 2).copied().unwrap_or(hour);
        // Of the sixty minutes of an hour, one is the first.
        let share = (hour + 59.0 * other) / 3_600.0 * 100.0;
        format!("| {name} | {day:.2} s | {hour:.2} s | {other:.2} s | {share:.1} % |\n")
    })
}

/// The CPU time for writing one minute, in seconds.
async fn minute(db: &Db, usage: &Usage, url: &str, tokens: &[TokenId], at: Timestamp) -> f64 {
    for token in tokens {
        usage.note(Use {
            token: *token,
            generation: 1,
            tenant: None,
            module: Some("devices"),
            permission: Some(Permission::Read),
            address: Some(IpAddr::from([198, 51, 100, 7])),
            allowed: true,
            at,
        });
    }
    let helpers = {
        let url = url.to_owned();
        tokio::task::spawn_blocking(move || fill::helpers(&url)).await.unwrap()
    };
    let (began, before) = (Instant::now(), cpu(&helpers));
    let written = usage.flush(db, at.plus(TimeDelta::seconds(1)), true).await.unwrap();
    let spent = cpu(&helpers) - before;
    println!("{written} tokens: {spent:.2} s of CPU, {:.2} s", began.elapsed().as_secs_f64());
    spent
}

/// The CPU time of this process and of `helpers`, in seconds.
fn cpu(helpers: &[u32]) -> f64 {
    // In hundredths of a second, which Linux reports to every program.
    let of = |path: String| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
    };
    of("/proc/self/stat".to_owned()) + helpers.iter().map(|pid| of(format!("/proc/{pid}/stat"))).sum::<f64>()
}
