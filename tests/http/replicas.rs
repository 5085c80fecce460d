//! Several replicas on one database: what was taken away is accepted by none of them from the answer on, whether it is
//! stopped, cut off or back again.

mod away;
mod by_hand;
mod load;
mod round;
mod stage;
mod withdrawal;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::program_backup::block_on;
use crate::support::{Dice, Kind, setting};
use load::Load;
use round::{Rounds, Trouble};
use stage::Stage;
use withdrawal::Lasting;

/// Refusals that only what is known of a token leads to.
const KNOWN: [&str; 6] =
    ["revoked", "disabled", "secret-replaced", "tenant-disabled", "wrong-module", "missing-permission-read"];

async fn rounds(kind: Kind, replicas: usize, total: usize, mut one: impl AsyncFnMut(&mut Rounds<'_>)) {
    let dice = Dice::thrown();
    let stage = Rc::new(Stage::new(kind, replicas).await);
    let lasting = Lasting::new(&stage).await;
    let (_, valid) = stage.issue(&stage.replicas[0], "Valid").await;
    let load = Load::start(&stage, &valid);
    let (most, done) = ((total / 250).clamp(5, 20), BTreeMap::new());
    let mut rounds =
        Rounds { stage: &stage, load: &load, lasting: &lasting, dice, most, done, unavailable: 0 };
    while rounds.withdrawn() < total {
        one(&mut rounds).await;
    }
    let (done, unavailable) = (rounds.done, rounds.unavailable);
    let asked = load.stop().await;
    let (mut refusals, mut reads) = (0.0, 0.0);
    for replica in &stage.replicas {
        let known = |line: &str| KNOWN.iter().any(|reason| line.contains(&format!("\"{reason}\"")));
        refusals += replica.figure("latchkey_decisions_total", known).await;
        reads += replica.figure("latchkey_verifier_database_reads_total", |_| true).await;
    }
    println!("{done:?}; {asked} asked, {refusals} refusals, {reads} reads, {unavailable} unavailable");
    assert!(
        refusals - reads > refusals / 2.0,
        "of {refusals} refusals {reads} may be read from the database"
    );
    if total > 100 {
        let seen: Vec<Trouble> = done.keys().map(|(trouble, _)| *trouble).collect();
        assert!(seen.contains(&Trouble::Stopped) && seen.contains(&Trouble::Nothing), "{done:?}");
    }
    Rc::into_inner(stage).unwrap().end().await;
}

#[test]
fn no_replica_accepts_what_was_taken_away() {
    let total = setting("LATCHKEY_TEST_REPLICA_WITHDRAWALS", 30);
    block_on(rounds(Kind::Postgres, 3, total, async |rounds| rounds.with_replicas().await));
}

#[test]
fn nor_does_the_process_beside_which_the_command_line_revokes() {
    let total = setting("LATCHKEY_TEST_EMBEDDED_WITHDRAWALS", 30);
    block_on(rounds(Kind::Sqlite, 1, total, async |rounds| rounds.with_the_command_line().await));
}
