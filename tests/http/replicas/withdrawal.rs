//! What is taken away from tokens, in every way there is.

use std::cell::Cell;
use std::rc::Rc;

use reqwest::Method;
use serde_json::json;

use super::stage::{Replica, Stage};
use crate::support::Dice;

const LIST: &str = "/administration/tenants/acme/api";
const GLOBEX: &str = "/administration/tenants/globex";
const MODULES: &str = "/administration/tenants/acme/modules";

/// How something is taken away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    RevokeByApi,
    RevokeInConsole,
    RevokeByCommand,
    DisableByApi,
    DisableInConsole,
    /// Another secret, and the old one ends at once.
    Rotate,
    /// The end of a secret that was replaced before.
    EndSecret,
    /// It may not read any more.
    Narrow,
    DisableTenant,
    DisableModule,
}

/// Each as often as it stands here.
pub const WAYS: [Way; 14] = [
    Way::RevokeByApi,
    Way::RevokeByApi,
    Way::RevokeInConsole,
    Way::RevokeInConsole,
    Way::RevokeByCommand,
    Way::RevokeByCommand,
    Way::DisableByApi,
    Way::DisableInConsole,
    Way::Rotate,
    Way::Rotate,
    Way::EndSecret,
    Way::Narrow,
    Way::DisableTenant,
    Way::DisableModule,
];

/// Something that is accepted, and will be taken away.
pub struct Doomed {
    /// How.
    pub way: Way,
    /// What is presented.
    pub secret: String,
    /// For what.
    pub query: &'static str,
    /// The answer was received that it is taken away.
    pub ended: Cell<bool>,
    /// It is given back, or will be soon.
    pub given_back: Cell<bool>,
    id: String,
    name: String,
}

/// Tokens that last, of which more than themselves is taken away: their tenant, their module.
pub struct Lasting {
    in_globex: String,
    with_module: String,
}

impl Lasting {
    /// Makes them.
    pub async fn new(stage: &Stage) -> Self {
        let owner = &stage.replicas[0].owner;
        let globex = |form: crate::support::Form| {
            form.fill("name", "Globex").fill("slug", "globex").fill("time_zone", "Europe/Berlin")
        };
        owner.fill_in("/administration/tenants/new", "Save", globex).await.expect(303);
        crate::modules::module(owner, "Devices", &["acme"]).await;
        let in_globex = owner.issue("globex", "Lasting").await.secret;
        let with_module = owner
            .issue_as("acme", |form| form.fill("Name", "Lasting"), |form| form.tick("Devices"))
            .await
            .secret;
        Self { in_globex, with_module }
    }
}

impl Doomed {
    /// Something that is taken away in one of these ways, beside the others: of what lasts there is one of each.
    pub async fn new(
        stage: &Stage,
        lasting: &Lasting,
        dice: &Dice,
        (ways, others): (&[Way], &[Rc<Self>]),
    ) -> Rc<Self> {
        let at = &stage.replicas[dice.below(stage.replicas.len())];
        let way = loop {
            let way = ways[dice.below(ways.len())];
            let lasts = matches!(way, Way::DisableTenant | Way::DisableModule);
            if !lasts || others.iter().all(|other| other.way != way) {
                break way;
            }
        };
        let name = format!("Doomed {}", dice.below(1_000_000_000));
        let (secret, query, id) = match way {
            Way::DisableTenant => (lasting.in_globex.clone(), "", String::new()),
            Way::DisableModule => (lasting.with_module.clone(), "?tenant=acme&module=devices", String::new()),
            _ => {
                let (id, secret) = stage.issue(at, &name).await;
                (secret, "", id)
            }
        };
        if way == Way::EndSecret {
            let body = json!({ "overlap": "24h" });
            stage.call(at, Method::POST, &format!("/{id}/rotate"), Some(&body)).await.expect(200);
        }
        Rc::new(Self { way, secret, query, ended: Cell::new(false), given_back: Cell::new(false), id, name })
    }

    /// Takes it away at that replica, and returns when the answer is there.
    pub async fn withdraw(&self, stage: &Stage, at: &Replica) {
        let (id, name) = (&self.id, &self.name);
        let done = match self.way {
            Way::RevokeByApi => stage.call(at, Method::DELETE, &format!("/{id}"), None).await.status == 204,
            Way::RevokeInConsole => {
                stage.post(at, &format!("{LIST}/{id}/revoke"), &[("name", name)]).await == 303
            }
            Way::RevokeByCommand => {
                let ended = stage.command(&["token", "revoke", id, "--yes"]).await;
                assert!(ended.status.success(), "{}", ended.err);
                true
            }
            Way::DisableByApi => {
                stage.call(at, Method::POST, &format!("/{id}/disable"), None).await.status == 200
            }
            Way::DisableInConsole => stage.post(at, &format!("{LIST}/{id}/disable"), &[]).await == 303,
            Way::Rotate => {
                let body = json!({ "overlap": "none" });
                stage.call(at, Method::POST, &format!("/{id}/rotate"), Some(&body)).await.status == 200
            }
            Way::EndSecret => stage.post(at, &format!("{LIST}/{id}/secrets/1/end"), &[]).await == 303,
            Way::Narrow => {
                let body = json!({ "permissions": ["write"] });
                stage.call(at, Method::PATCH, &format!("/{id}"), Some(&body)).await.status == 200
            }
            Way::DisableTenant => stage.post(at, &format!("{GLOBEX}/disable"), &[]).await == 303,
            Way::DisableModule => {
                let question =
                    at.owner.fill_in(MODULES, "Save", |form| form.untick("Devices")).await.expect(200);
                at.owner.submit(question.form("Disable")).await.status == 303
            }
        };
        assert!(done, "{:?} was not done: {}", self.way, at.process.log());
        self.ended.set(true);
    }

    /// Gives back what lasts.
    pub async fn give_back(&self, stage: &Stage, at: &Replica) {
        self.given_back.set(true);
        match self.way {
            Way::DisableTenant => {
                assert_eq!(stage.post(at, &format!("{GLOBEX}/enable"), &[]).await, 303);
            }
            Way::DisableModule => {
                at.owner.fill_in(MODULES, "Save", |form| form.tick("Devices")).await.expect(303);
            }
            _ => {}
        }
    }

    /// What it is told in the message of a failed test.
    pub fn told(&self) -> String {
        format!("{:?} of {} {}", self.way, self.name, self.id)
    }
}
