//! What clients do while the process is killed: create, rotate and revoke, on the pages and over the Tenant API.

use std::cell::RefCell;

use reqwest::Method;
use serde_json::json;

use super::line::{Line, Said};
use super::told::{Token, Told, Unanswered};
use crate::support::Dice;

const LIST: &str = "/administration/tenants/acme/api";
const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// How a client works.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// On the pages.
    Console,
    /// With this token.
    Api(&'a str),
}

/// A client.
pub struct Work<'a> {
    /// The process.
    pub line: &'a Line,
    /// What clients know.
    pub told: &'a RefCell<Told>,
    /// The source of its decisions.
    pub seed: &'a Dice,
    /// How it works.
    pub by: By<'a>,
}

impl Work<'_> {
    /// Works until the process is gone.
    pub async fn go_on(&self) {
        while self.one().await.is_some() {}
    }

    /// `None` when the process is gone.
    async fn one(&self) -> Option<()> {
        if let By::Api(secret) = self.by {
            let again = self.told.borrow_mut().unanswered.pop();
            if let Some(again) = again {
                return self.keyed(secret, again, true).await;
            }
        }
        let (lot, overlap) = (self.seed.below(10), self.seed.once_in(2));
        let taken = if lot < 4 { None } else { self.told.borrow_mut().take(self.seed) };
        match (taken, self.by) {
            (None, By::Console) => self.issue().await,
            (None, By::Api(secret)) => {
                let key = self.key();
                let body = json!({ "name": key, "permissions": ["read"] });
                self.keyed(secret, Unanswered { key, rotates: None, body }, false).await
            }
            (Some(at), _) if lot < 6 => self.revoke(at).await,
            (Some(at), By::Console) => self.rotate(at, overlap).await,
            (Some(at), By::Api(secret)) => {
                let overlap = overlap && !self.told.borrow().tokens[at].overlapping;
                let body = json!({ "overlap": if overlap { "24h" } else { "none" } });
                self.keyed(secret, Unanswered { key: self.key(), rotates: Some(at), body }, false).await
            }
        }
    }

    fn key(&self) -> String {
        let mut told = self.told.borrow_mut();
        told.keys += 1;
        format!("Key-{}", told.keys)
    }

    fn with<T>(&self, at: usize, act: impl FnOnce(&mut Token) -> T) -> T {
        act(&mut self.told.borrow_mut().tokens[at])
    }

    fn id(&self, at: usize) -> String {
        self.with(at, |token| token.id.clone().unwrap())
    }

    async fn issue(&self) -> Option<()> {
        let draft = crate::support::fixture::unknown_id();
        let step = |step: &str| format!("{LIST}/drafts/{draft}/{step}");
        let first = [("draft", draft.as_str()), ("name", "Crash"), ("expires_in", "30d")];
        self.line.form(&format!("{LIST}/new"), &first).await?.expect(303);
        let secret = self.line.form(&step("token"), &[("generation", "0")]).await?.expect(200).secret()?;
        let at = {
            let mut told = self.told.borrow_mut();
            told.tokens.push(Token::new("Crash", &secret, &[false, true]));
            told.tokens.len() - 1
        };
        let said = self.line.form(&step("save"), &[("generation", "1")]).await?.expect(303);
        assert!(said.to.ends_with("/summary"), "{}", said.to);
        self.told.borrow_mut().answers[0] += 1;
        self.with(at, |token| token.worlds = vec![vec![true]]);
        let me = self.line.ask(self.line.call(Method::GET, "/api/v1/me", &secret)).await?.expect(200);
        let id = me.text.is_some().then(|| me.json()["id"].as_str().unwrap().to_owned())?;
        self.with(at, |token| (token.id, token.busy) = (Some(id), false));
        Some(())
    }

    async fn rotate(&self, at: usize, overlap: bool) -> Option<()> {
        let place = format!("{LIST}/{}/rotate", self.id(at));
        let (shown, overlapping) = self.with(at, |token| (token.shown.take(), token.overlapping));
        let mut shown = match shown {
            Some(shown) => shown,
            None => self.line.page(&place).await?.expect(200).generation()?,
        };
        let overlap = overlap && !overlapping;
        let form = async |shown: i64| {
            let fields =
                [("overlap", if overlap { "24h" } else { "none" }), ("generation", &shown.to_string())];
            self.line.form(&place, &fields).await
        };
        let mut page = form(shown).await?;
        if page.status == 303 && page.to.ends_with("/rotate") {
            // So many other tokens were rotated since that this one's count restarted (`limits::ROTATIONS`).
            shown = self.line.page(&place).await?.expect(200).generation()?;
            page = form(shown).await?;
        }
        let secret = page.expect(200).secret()?;
        self.with(at, |token| {
            token.shown = Some(shown + 1);
            token.learn(&secret);
            rotated(token, overlap, true);
        });
        let said =
            self.line.form(&format!("{place}/save"), &[("generation", &(shown + 1).to_string())]).await?;
        assert!(said.status == 303 && said.to.ends_with(&self.id(at)), "{} {}", said.status, said.to);
        self.told.borrow_mut().answers[1] += 1;
        self.with(at, |token| token.overlapping = overlap);
        self.with(at, Token::is_done);
        Some(())
    }

    async fn revoke(&self, at: usize) -> Option<()> {
        let (id, name) = (self.id(at), self.with(at, |token| token.name.clone()));
        self.with(at, |token| token.may_become(vec![false; token.secrets.len()]));
        let (said, status) = match self.by {
            By::Console => (self.line.form(&format!("{LIST}/{id}/revoke"), &[("name", &name)]).await?, 303),
            By::Api(secret) => {
                let request = self.line.call(Method::DELETE, &format!("{TOKENS}/{id}"), secret);
                (self.line.ask(request).await?, 204)
            }
        };
        said.expect(status);
        self.told.borrow_mut().answers[2] += 1;
        self.with(at, Token::is_done);
        Some(())
    }

    /// Creates or rotates over the Tenant API, for the first time or again: then it may have been done before.
    async fn keyed(&self, api: &str, request: Unanswered, again: bool) -> Option<()> {
        let path = match request.rotates {
            None => TOKENS.to_owned(),
            Some(at) => {
                let overlap = request.body["overlap"] != "none";
                self.with(at, |token| {
                    token.busy = true;
                    rotated(token, overlap, false);
                });
                format!("{TOKENS}/{}/rotate", self.id(at))
            }
        };
        // Nobody knows more until there is a response.
        self.told.borrow_mut().unanswered.push(request.clone());
        let call = self.line.call(Method::POST, &path, api).header("Idempotency-Key", &request.key);
        let call = call.header("content-type", "application/json").body(request.body.to_string());
        let said = self.line.ask(call).await?;
        said.text.as_ref()?;
        self.told.borrow_mut().unanswered.retain(|other| other.key != request.key);
        self.answered(&request, &said, again);
        Some(())
    }

    fn answered(&self, request: &Unanswered, said: &Said, again: bool) {
        let status = if request.rotates.is_none() && said.status == 201 { 201 } else { 200 };
        assert_eq!(said.status, status, "{:?}", said.text);
        let answer = said.json();
        let replayed = answer["replayed"] == true;
        assert!(again || !replayed, "{answer}");
        assert_eq!(answer["secret"].is_null(), replayed, "{answer}");
        let mut told = self.told.borrow_mut();
        told.answers[usize::from(request.rotates.is_some())] += 1;
        let Some(at) = request.rotates else {
            if let Some(secret) = answer["secret"].as_str() {
                let mut token = Token::new(&request.key, secret, &[true]);
                (token.id, token.busy) = (answer["id"].as_str().map(str::to_owned), false);
                told.tokens.push(token);
            }
            return;
        };
        let token = &mut told.tokens[at];
        if again && request.body["overlap"] == "none" {
            // If the old secret was seen to work since the restart, it was not done before.
            assert_eq!(replayed, !token.worlds[0].contains(&true), "{at}: {answer}");
        }
        token.is_done();
        token.overlapping = request.body["overlap"] != "none";
        if let Some(secret) = answer["secret"].as_str() {
            token.learn(secret);
            token.worlds[0].pop();
            token.worlds[0].push(true);
        }
    }
}

/// The states of a token after a rotation. If its last secret is `known` already, it works then.
fn rotated(token: &mut Token, overlap: bool, known: bool) {
    let mut next = if overlap { token.now().clone() } else { vec![false; token.secrets.len()] };
    if let Some(newest) = next.last_mut().filter(|_| known) {
        *newest = true;
    }
    token.overlapping |= overlap;
    token.may_become(next);
}
