//! What clients were told by processes that were killed, and whether it is so.

use std::cell::RefCell;

use futures_util::stream::{self, StreamExt as _};
use serde_json::Value;

use super::line::Line;
use crate::support::Dice;

/// Which of a token's secrets work.
pub type World = Vec<bool>;

/// A token, as its clients know it.
pub struct Token {
    /// Its public id, once it is known.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Every secret of it that a client has seen, the newest last.
    pub secrets: Vec<String>,
    /// What may be: one world when all was answered, the one before and the one after when the last answer did not come.
    pub worlds: Vec<World>,
    /// How many secrets the console's rotations of it have shown, when that is known.
    pub shown: Option<i64>,
    /// Whether an earlier secret works beside the newest one, or may: then it can only be rotated without an overlap.
    pub overlapping: bool,
    /// Somebody works with it.
    pub busy: bool,
    /// Something was told of it since it was looked at last.
    pub news: bool,
}

/// A request of the Tenant API whose answer did not come. It is asked again, under the same key.
#[derive(Clone)]
pub struct Unanswered {
    /// The `Idempotency-Key`.
    pub key: String,
    /// Which token it rotates; none when it issues one.
    pub rotates: Option<usize>,
    /// Its body.
    pub body: Value,
}

/// All that clients know.
#[derive(Default)]
pub struct Told {
    /// Every token.
    pub tokens: Vec<Token>,
    /// Asked again by whoever comes next.
    pub unanswered: Vec<Unanswered>,
    /// Numbers the keys.
    pub keys: usize,
    /// How many tokens clients were told are issued, rotated, revoked.
    pub answers: [usize; 3],
    /// How often an answer did not come, and nothing was done; and how often something was.
    pub open: [usize; 2],
}

impl Token {
    /// A new one, in one world or in several.
    pub fn new(name: &str, secret: &str, worlds: &[bool]) -> Self {
        Self {
            id: None,
            name: name.to_owned(),
            secrets: vec![secret.to_owned()],
            worlds: worlds.iter().map(|works| vec![*works]).collect(),
            shown: Some(0),
            overlapping: false,
            busy: true,
            news: true,
        }
    }

    /// The one world it is in.
    pub fn now(&self) -> &World {
        assert_eq!(self.worlds.len(), 1, "{:?}", self.id);
        &self.worlds[0]
    }

    /// Keeps a secret of it that does not work (yet).
    pub fn learn(&mut self, secret: &str) {
        self.secrets.push(secret.to_owned());
        self.worlds.iter_mut().for_each(|fixture| fixture.push(false));
    }

    /// Something is going to be done: it is so, or as before, until that is answered.
    pub fn may_become(&mut self, next: World) {
        self.news = true;
        let now = self.now().clone();
        self.worlds = if now == next { vec![now] } else { vec![now, next] };
    }

    /// What was going to be done is done.
    pub fn is_done(&mut self) {
        self.worlds = vec![self.worlds.pop().unwrap()];
        self.busy = false;
    }

    /// Whether it is known well enough to be worked with. What works in no world is revoked, or its client has lost it.
    fn is_free(&self) -> bool {
        !self.busy && self.id.is_some() && self.now().contains(&true)
    }
}

impl Told {
    /// All clients together.
    pub fn answered(&self) -> usize {
        self.answers.iter().sum()
    }

    /// Whether an answer about the rotation of that token is still to come.
    fn rotates(&self, token: usize) -> bool {
        self.unanswered.iter().any(|request| request.rotates == Some(token))
    }

    /// Any token that nobody works with, for the caller alone.
    pub fn take(&mut self, seed: &Dice) -> Option<usize> {
        // Mostly one of the newest: those there are more and more of.
        let free = |at: &usize| self.tokens[*at].is_free() && !self.rotates(*at);
        let free: Vec<usize> = (0..self.tokens.len()).filter(free).collect();
        let newest = &free[free.len().saturating_sub(if seed.once_in(4) { free.len() } else { 20 })..];
        let taken = *newest.get(seed.below(newest.len().max(1)))?;
        self.tokens[taken].busy = true;
        Some(taken)
    }
}

/// Looks whether what was told since the last time is so, and what of the rest `also` chooses. Nobody works meanwhile.
pub async fn check(told: &RefCell<Told>, line: &Line, also: impl Fn() -> bool) {
    let chosen: Vec<(usize, Vec<String>)> = {
        let told = told.borrow();
        let all = told.tokens.iter().enumerate();
        all.filter(|(_, token)| token.news || also()).map(|(at, token)| (at, token.secrets.clone())).collect()
    };
    let seen = stream::iter(chosen).map(|(at, secrets)| async move {
        let (mut fixture, mut id) = (World::new(), None);
        for secret in secrets {
            let (works, whose) = line.works(&secret).await;
            fixture.push(works);
            id = id.or(whose);
        }
        (at, fixture, id)
    });
    let seen: Vec<_> = seen.buffer_unordered(6).collect().await;
    let mut told = told.borrow_mut();
    told.tokens.iter_mut().for_each(|token| token.busy = false);
    for (at, fixture, id) in seen {
        let Told { tokens, open, .. } = &mut *told;
        let token = &mut tokens[at];
        let place = token.worlds.iter().position(|possible| *possible == fixture);
        let Some(place) = place else {
            panic!("token {at} {:?}: {fixture:?}, but {:?} was told", token.id, token.worlds)
        };
        if token.worlds.len() > 1 {
            open[place] += 1;
        }
        assert!(id.is_none() || token.id.is_none() || id == token.id, "another token's secret");
        token.id = token.id.take().or(id);
        // From now on this is certain.
        (token.worlds, token.news) = (vec![fixture], false);
    }
}
