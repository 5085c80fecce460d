//! A round: some tokens are taken away, while a replica is stopped or cut off; none is accepted from the answer on.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use actix_web::rt::time::{sleep, timeout};
use futures_util::future::{join, join_all};
use tokio::sync::Notify;

use super::load::Load;
use super::stage::{Replica, Stage};
use super::withdrawal::{Doomed, Lasting, WAYS, Way};
use crate::support::Dice;

/// A stopped process may hold what a writer waits for: then it goes on after so long, without an answer.
const HELD: Duration = Duration::from_secs(3);

/// What happens to a replica.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trouble {
    Nothing,
    /// It is stopped, and goes on.
    Stopped,
    /// The server does not answer it any more, and then does.
    Frozen,
    /// It loses its connections, and gets no others for a while.
    Cut,
}

impl Trouble {
    fn begin(self, replica: &Replica) {
        match self {
            Self::Nothing => {}
            Self::Stopped => replica.stop(),
            Self::Frozen => replica.line().freeze(),
            Self::Cut => replica.line().cut(),
        }
    }

    fn end(self, replica: &Replica) {
        match self {
            Self::Nothing => {}
            Self::Stopped => replica.go_on(),
            Self::Frozen | Self::Cut => replica.line().pass(),
        }
    }
}

/// Rounds, and what came of them.
pub struct Rounds<'a> {
    /// Where.
    pub stage: &'a Rc<Stage>,
    /// Who asks meanwhile.
    pub load: &'a Load,
    /// What is taken away and given back.
    pub lasting: &'a Lasting,
    /// What decides.
    pub dice: Dice,
    /// At most so many are taken away in a round.
    pub most: usize,
    /// What was taken away how often, in which trouble.
    pub done: BTreeMap<(Trouble, Way), usize>,
    /// How often a replica in trouble could not tell.
    pub unavailable: usize,
}

impl Rounds<'_> {
    /// How many were taken away.
    pub fn withdrawn(&self) -> usize {
        self.done.values().sum()
    }

    /// Of several replicas, one is in trouble, and others take away what there is.
    pub async fn with_replicas(&mut self) {
        let trouble = [Trouble::Nothing, Trouble::Stopped, Trouble::Stopped, Trouble::Frozen, Trouble::Cut]
            [self.dice.below(5)];
        let troubled = self.dice.below(self.stage.replicas.len());
        self.round(trouble, troubled, &WAYS).await;
    }

    /// The only process takes it away, or the command line, for which it may be stopped.
    pub async fn with_the_command_line(&mut self) {
        match self.dice.once_in(2) {
            true => self.round(Trouble::Stopped, 0, &[Way::RevokeByCommand]).await,
            false => self.round(Trouble::Nothing, 0, &WAYS).await,
        }
    }

    async fn round(&mut self, trouble: Trouble, troubled: usize, ways: &[Way]) {
        let (stage, dice) = (self.stage, &self.dice);
        let mut doomed: Vec<Rc<Doomed>> = Vec::new();
        for _ in 0..=dice.below(self.most) {
            let next = Doomed::new(stage, self.lasting, dice, (ways, &doomed)).await;
            doomed.push(next);
        }
        for one in &doomed {
            for replica in &stage.replicas {
                replica.accepts(one.query, &one.secret).await;
            }
        }
        self.load.aim_at(&doomed);
        self.load.trouble(troubled, trouble != Trouble::Nothing);
        let others: Vec<usize> =
            (0..stage.replicas.len()).filter(|at| *at != troubled || trouble == Trouble::Nothing).collect();
        let writers: Vec<usize> = doomed
            .iter()
            .map(|_| *others.get(dice.below(others.len().max(1))).unwrap_or(&troubled))
            .collect();
        let (before, early) = (dice.below(30), dice.once_in(3));
        let pause = dice.below(if dice.once_in(4) { 2_500 } else { 300 });
        let told = |one: &Doomed| format!("{} while {troubled} is {trouble:?}, {early} {pause}", one.told());

        trouble.begin(&stage.replicas[troubled]);
        sleep(Duration::from_millis(before as u64)).await;
        let answered = Notify::new();
        let over = async {
            if !early {
                timeout(HELD, answered.notified()).await.ok();
            }
            sleep(Duration::from_millis(pause as u64)).await;
            trouble.end(&stage.replicas[troubled]);
        };
        let withdrawals = join_all(doomed.iter().zip(&writers).map(async |(one, writer)| {
            one.withdraw(stage, &stage.replicas[*writer]).await;
            answered.notify_one();
            // One that is stopped answers in the very moment in which it goes on.
            refused(stage, one, told(one)).await
        }));
        let (said, ()) = join(withdrawals, over).await;
        let mut unavailable = 0;
        for (at, status) in said.into_iter().flatten() {
            assert!(status != 503 || (at == troubled && trouble != Trouble::Nothing), "{at} cannot tell");
            unavailable += usize::from(status == 503);
        }
        for one in &doomed {
            refused(stage, one, told(one)).await;
        }
        stage.all_follow().await;
        self.load.trouble(troubled, false);
        self.load.expect_right();
        for one in &doomed {
            refused(stage, one, told(one)).await;
            one.give_back(stage, &stage.replicas[0]).await;
            *self.done.entry((trouble, one.way)).or_default() += 1;
        }
        self.unavailable += unavailable;
    }
}

/// Asks every replica twice, at once; what each says, by its place.
async fn refused(stage: &Stage, one: &Doomed, told: String) -> Vec<(usize, u16)> {
    let asked = (0..stage.replicas.len()).flat_map(|at| [at, at]);
    join_all(asked.map(async |at| {
        let status = stage.replicas[at].verify(one.query, &one.secret).await;
        assert_ne!(status, 200, "replica {at} accepts after {told}");
        (at, status)
    }))
    .await
}
