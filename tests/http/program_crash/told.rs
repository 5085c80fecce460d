//! What killed processes confirmed to clients, and whether it is true.

use std::cell::RefCell;

use futures_util::stream::{self, StreamExt as _};
use serde_json::Value;

use super::line::Line;
use crate::support::Dice;

/// Which of a token's secrets work.
pub type World = Vec<bool>;

/// A token, as its clients know it.
pub struct Token {
    /// Its public ID, once known.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Every secret of it that a client has seen, the newest last.
    pub secrets: Vec<String>,
    /// The possible states: one if everything was answered; the ones before and after if the last response did not
    /// arrive.
    pub worlds: Vec<World>,
    /// How many secrets its rotations in the console have shown, if known.
    pub shown: Option<i64>,
    /// Whether an earlier secret works next to the newest one, or may: then it can only be rotated without an
    /// overlap.
    pub overlapping: bool,
    /// Whether a client is working with it.
    pub busy: bool,
    /// Whether anything was confirmed about it since the last check.
    pub news: bool,
}

/// A Tenant API request without a response. It is repeated with the same key.
#[derive(Clone)]
pub struct Unanswered {
    /// The `Idempotency-Key`.
    pub key: String,
    /// The token it rotates; `None` if it creates one.
    pub rotates: Option<usize>,
    /// Its body.
    pub body: Value,
}

/// Everything that clients know.
#[derive(Default)]
pub struct Told {
    /// Every token.
    pub tokens: Vec<Token>,
    /// To be repeated by the next client.
    pub unanswered: Vec<Unanswered>,
    /// Numbers the keys.
    pub keys: usize,
    /// How many tokens were confirmed as created, rotated, revoked.
    pub answers: [usize; 3],
    /// How often a response did not arrive and nothing was done; and how often something was.
    pub open: [usize; 2],
}

impl Token {
    /// A new token, in one possible state or several.
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

    /// Its only possible state.
    pub fn now(&self) -> &World {
        assert_eq!(self.worlds.len(), 1, "{:?}", self.id);
        &self.worlds[0]
    }

    /// Records a secret of it that does not work (yet).
    pub fn learn(&mut self, secret: &str) {
        self.secrets.push(secret.to_owned());
        self.worlds.iter_mut().for_each(|fixture| fixture.push(false));
    }

    /// Something will be done: until the response, both states are possible.
    pub fn may_become(&mut self, next: World) {
        self.news = true;
        let now = self.now().clone();
        self.worlds = if now == next { vec![now] } else { vec![now, next] };
    }

    /// The change is done.
    pub fn is_done(&mut self) {
        self.worlds = vec![self.worlds.pop().unwrap()];
        self.busy = false;
    }

    /// Whether enough is known to work with it. If none of its secrets can work, it is revoked, or its client has
    /// lost it.
    fn is_free(&self) -> bool {
        !self.busy && self.id.is_some() && self.now().contains(&true)
    }
}

impl Told {
    /// The responses to all clients.
    pub fn answered(&self) -> usize {
        self.answers.iter().sum()
    }

    /// Whether a response about rotating this token is outstanding.
    fn rotates(&self, token: usize) -> bool {
        self.unanswered.iter().any(|request| request.rotates == Some(token))
    }

    /// Takes any token that no client works with.
    pub fn take(&mut self, seed: &Dice) -> Option<usize> {
        // Mostly one of the newest, of which there are more and more.
        let free = |at: &usize| self.tokens[*at].is_free() && !self.rotates(*at);
        let free: Vec<usize> = (0..self.tokens.len()).filter(free).collect();
        let newest = &free[free.len().saturating_sub(if seed.once_in(4) { free.len() } else { 20 })..];
        let taken = *newest.get(seed.below(newest.len().max(1)))?;
        self.tokens[taken].busy = true;
        Some(taken)
    }
}

/// Checks what was confirmed since the last time, and what else `also` selects. No client works meanwhile.
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
