//! The figures, and the table that is made of them.

use std::fmt::Write as _;

use crate::Run;
use crate::server::Subject;

/// What one measurement found. Times are in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Requests a second over one connection.
    pub one_per_second: f64,
    /// Latency over one connection.
    pub one_p50: f64,
    /// The same, of 99 in 100.
    pub one_p99: f64,
    /// Requests a second over 32 connections.
    pub per_second: f64,
    /// Latency over 32 connections.
    pub p50: f64,
    /// The same, of 99 in 100.
    pub p99: f64,
    /// CPU time of the server's process a request.
    pub cpu: f64,
    /// CPU time of the database's processes a request.
    pub cpu_beside: f64,
    /// The most memory that the server's process had, in MiB.
    pub memory: f64,
}

/// What all rounds found.
#[derive(Default)]
pub struct Figures(Vec<Measured>);

impl Figures {
    /// Adds a round's.
    pub fn add(&mut self, measured: Measured) {
        self.0.push(measured);
    }

    fn median(&self, of: impl Fn(&Measured) -> f64) -> f64 {
        let mut all: Vec<f64> = self.0.iter().map(of).collect();
        all.sort_unstable_by(f64::total_cmp);
        all[all.len() / 2]
    }
}

/// The table, in Markdown. The first server is what the others are shares of.
pub fn table(run: &Run, subjects: &[Subject], figures: &[Figures]) -> String {
    let mut table = format!(
        "{}. Medians of {} rounds of {} s for each server; {} thread{} of it answer{}.\n\n",
        run.setup.machine,
        run.rounds,
        run.seconds,
        run.workers,
        if run.workers == 1 { "" } else { "s" },
        if run.workers == 1 { "s" } else { "" },
    );
    table.push_str(
        "| | 32 connections: req/s | of bare | p50 us | p99 us | p99 of bare | CPU us/req | + database's | \
         1 connection: req/s | of bare | p50 us | p99 us | MiB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let bare = &figures[0];
    for (subject, figures) in subjects.iter().zip(figures) {
        let share = |of: fn(&Measured) -> f64| figures.median(of) / bare.median(of);
        writeln!(
            table,
            "| {} | {} | {:.2} | {:.0} | {:.0} | {:.1} | {:.1} | {:.1} | {} | {:.2} | {:.0} | {:.0} | {:.0} |",
            subject.name,
            thousands(figures.median(|one| one.per_second)),
            share(|one| one.per_second),
            figures.median(|one| one.p50),
            figures.median(|one| one.p99),
            share(|one| one.p99),
            figures.median(|one| one.cpu),
            figures.median(|one| one.cpu_beside),
            thousands(figures.median(|one| one.one_per_second)),
            share(|one| one.one_per_second),
            figures.median(|one| one.one_p50),
            figures.median(|one| one.one_p99),
            figures.median(|one| one.memory),
        )
        .unwrap();
    }
    table
}

/// `12,345`.
pub fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
