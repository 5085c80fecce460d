//! Measures the console's lists with many tokens against few in the same run, and fills databases with that many.
//!
//! `scripts/bench lists` and `scripts/seed` run it. The two servers are queried in turn, so that a noisy moment
//! affects both; the results are medians.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark stops at the first surprise"
)]

mod bulk;
mod pages;
mod seed;
mod server;
#[path = "../shared/mod.rs"]
mod shared;

use std::path::Path;

use clap::{Parser, Subcommand};

use crate::seed::{Size, Spread};
use crate::server::Server;
use crate::shared::{Setup, on_server};

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
    /// Fills a database
    Seed {
        /// The database: sqlite://FILE or postgres://...; created if missing
        #[arg(long)]
        database_url: String,
        /// Number of tokens
        #[arg(long, default_value_t = 1_000_000)]
        tokens: u64,
        /// Number of tenants
        #[arg(long, default_value_t = 1_000)]
        tenants: u64,
    },
    /// Measures and prints a table
    Run(Run),
}

#[derive(clap::Args)]
struct Run {
    /// Number of tokens in the larger database, spread over a thousandth as many tenants; the smaller one has 1,000
    /// in the first of as many tenants
    #[arg(long, default_value_t = 1_000_000)]
    tokens: u64,
    /// How often each page is requested
    #[arg(long, default_value_t = 60)]
    rounds: usize,
    #[command(flatten)]
    setup: Setup,
    /// Leaves out the table of pages.
    #[arg(long)]
    without_pages: bool,
    /// Leaves out the bulk action
    #[arg(long)]
    without_bulk: bool,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        match Cli::parse().task {
            Task::Seed { database_url, tokens, tenants } => {
                let filled = seed::fill(&database_url, Size { tokens, tenants, spread: Spread::Wide }).await;
                println!("{}", if filled { "done" } else { "it was filled before; nothing was done" });
            }
            Task::Run(run) => measure(&run).await,
        }
    });
}

async fn measure(run: &Run) {
    std::fs::create_dir_all(&run.setup.folder).unwrap();
    let folder = run.setup.folder.canonicalize().unwrap();
    let mut tables = format!("{}. Medians of {} answers each.\n", run.setup.machine, run.rounds);
    for (name, few, many) in databases(run, &folder) {
        if !name.contains(&run.setup.only) {
            continue;
        }
        let tenants = run.tokens.div_ceil(1_000);
        ready(&folder, &few, Size { tokens: 1_000, tenants, spread: Spread::Dense }).await;
        ready(&folder, &many, Size { tokens: run.tokens, tenants, spread: Spread::Wide }).await;
        if !run.without_pages {
            let servers = (Server::start(&folder, &few).await, Server::start(&folder, &many).await);
            tables.push_str(&pages::table(&name, &servers.0, &servers.1, run.rounds).await);
        }
        if !run.without_bulk {
            let copy = used_up(&folder, &many).await;
            let told = bulk::measure(&name, &folder, &copy).await;
            println!("{told}");
            tables.push_str(&told);
        }
    }
    println!("\n{tables}");
    std::fs::write(folder.join("lists.md"), tables).unwrap();
}

async fn ready(folder: &Path, url: &str, size: Size) {
    if seed::fill(url, size).await {
        server::forget(folder, url);
        server::make_owner(folder, url);
    }
}

/// A copy of the database at `url`, to be used up.
async fn used_up(folder: &Path, url: &str) -> String {
    let Some(file) = url.strip_prefix("sqlite://") else {
        seed::copy(url, "bulk").await;
        let copy = on_server(url, "bulk");
        server::forget(folder, &copy);
        return copy;
    };
    let copy = folder.join("bulk.db");
    for ending in ["", "-wal", "-shm", ".lock", ".head"] {
        std::fs::remove_file(folder.join(format!("bulk.db{ending}"))).ok();
    }
    server::copy(folder, &format!("sqlite://{file}"), &copy);
    let url = format!("sqlite://{}", copy.display());
    server::forget(folder, &url);
    url
}

/// Each database with few tokens and with many.
fn databases(run: &Run, folder: &Path) -> Vec<(String, String, String)> {
    // Both have the same number of tenants.
    let named = |count: u64| {
        if count == run.tokens { format!("lists{count}") } else { format!("lists{count}of{}", run.tokens) }
    };
    let file = |count: u64| format!("sqlite://{}", folder.join(format!("{}.db", named(count))).display());
    let mut all = vec![("SQLite".to_owned(), file(1_000), file(run.tokens))];
    if let Some(server) = &run.setup.postgres {
        let url = |count: u64| on_server(server, &named(count));
        all.push(("PostgreSQL".to_owned(), url(1_000), url(run.tokens)));
    }
    all
}
