//! The figures and their table.

use std::fmt::Write as _;

use crate::Run;
use crate::server::Subject;

/// The result of one measurement. Times are in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Requests per second over one connection.
    pub one_per_second: f64,
    /// Median latency over one connection.
    pub one_p50: f64,
    /// 99th percentile latency over one connection.
    pub one_p99: f64,
    /// Requests per second over 32 connections.
    pub per_second: f64,
    /// Median latency over 32 connections.
    pub p50: f64,
    /// 99th percentile latency over 32 connections.
    pub p99: f64,
    /// CPU time of the server's process per request.
    pub cpu: f64,
    /// CPU time of the database's processes per request.
    pub cpu_beside: f64,
    /// Peak memory of the server's process in MiB.
    pub memory: f64,
}

/// The results of all rounds.
#[derive(Default)]
pub struct Figures(Vec<Measured>);

impl Figures {
    /// Adds a round's result.
    pub fn add(&mut self, measured: Measured) {
        self.0.push(measured);
    }

    fn median(&self, of: impl Fn(&Measured) -> f64) -> f64 {
        let mut all: Vec<f64> = self.0.iter().map(of).collect();
        all.sort_unstable_by(f64::total_cmp);
        all[all.len() / 2]
    }
}

/// The table in Markdown. The others are shown as shares of the first server.
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
