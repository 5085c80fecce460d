//! `.../audit/verify`: whether anybody changed the events past Latchkey.

use actix_session::Session;
use actix_web::HttpResponse;
use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::Place;
use crate::auth::acting::Change;
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::chain::{Chain, Fault, Finding};
use crate::domain::event::EventKind;
use crate::domain::person::Reach;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::audit_check::{self, Patience};
use crate::state::State;
use crate::store::tenants;
use crate::web::cx::{AdminCx, TenantCx};
use crate::web::form::Form;
use crate::web::respond;

/// Maximum duration of a check in seconds; the rest is checked when the button is pressed again.
const TIMEOUT: i64 = 5;
/// Number of broken chains named.
const NAMED: usize = 3;

/// `POST .../tenants/{slug}/audit/verify`: 303 back to the page, which shows the result. The check and its result are
/// an audit event too.
pub async fn of_tenant(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let session = cx.session();
    Check {
        state: &cx.state,
        locale: cx.page.locale,
        place: Place::of_tenant(cx.tenant),
        authority: cx.authority,
    }
    .run(&session, &form)
    .await
}

/// `POST /administration/audit/verify`: the same for all chains that this person may see.
pub async fn of_all(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    let session = cx.session();
    Check {
        state: &cx.state,
        locale: cx.page.locale,
        place: Place::of_all(&cx.person),
        authority: cx.authority,
    }
    .run(&session, &form)
    .await
}

struct Check<'a> {
    state: &'a State,
    locale: Locale,
    place: Place,
    authority: Authority,
}

/// What was found in the time there was.
#[derive(Default)]
struct Outcome {
    events: i64,
    broken: Vec<(Chain, Finding)>,
    /// Where to go on.
    left: Option<(Chain, i64)>,
}

impl Check<'_> {
    async fn run(self, session: &Session, form: &Form) -> Result<HttpResponse> {
        let outcome = self.walk(position(form.first("behind"))).await?;
        self.note(&outcome).await?;
        let success = outcome.broken.is_empty();
        session::set_flash(session, &Flash { success, text: self.told(&outcome).await? });
        let url = self.place.url();
        Ok(respond::see_other(&match outcome.left {
            Some((chain, sequence)) => {
                respond::address(&url, &[("checked", &format!("{}:{sequence}", chain.uuid()))])
            }
            None => url,
        }))
    }

    async fn walk(&self, from: Option<(Chain, i64)>) -> Result<Outcome> {
        let end = self.state.now().plus(TimeDelta::seconds(TIMEOUT));
        let mut tx = self.state.db.read().await?;
        let chains = self.place.chains(&mut tx).await?;
        drop(tx);
        let mut outcome = Outcome::default();
        let begin = from.filter(|(chain, _)| chains.contains(chain));
        for chain in chains {
            let behind = match begin {
                Some((first, _)) if chain < first => continue,
                Some((first, sequence)) if chain == first => sequence,
                _ => 0,
            };
            let checked = audit_check::check(self.state, chain, behind, Patience::Until(end)).await?;
            outcome.events += checked.events;
            if let Some(finding) = checked.finding {
                outcome.broken.push((chain, finding));
            } else if !checked.finished {
                outcome.left = Some((chain, checked.at.sequence));
                break;
            }
        }
        Ok(outcome)
    }

    /// Records the check in the audit log.
    async fn note(&self, outcome: &Outcome) -> Result<()> {
        let tenant = self.place.tenant.as_ref().map(|tenant| tenant.id);
        let object = Object { id: tenant.map_or(Uuid::nil(), |tenant| tenant.uuid()), label: "" };
        let after = json!({ "events": outcome.events, "broken": outcome.broken.len(), "whole": outcome.left.is_none() });
        let change = Change { before: None, after: Some(after) };
        let mut tx = self.authority.begin(self.state).await?;
        tx.record(tenant, EventKind::AuditChecked, object, change)?;
        tx.commit().await?;
        Ok(())
    }

    async fn told(&self, outcome: &Outcome) -> Result<String> {
        let locale = self.locale;
        if outcome.broken.is_empty() {
            let key = if outcome.left.is_some() { "audit-part-whole" } else { "audit-whole" };
            return Ok(locale.tn(key, outcome.events));
        }
        let mut texts = Vec::new();
        for (chain, finding) in outcome.broken.iter().take(NAMED) {
            let text = told(locale, finding);
            texts.push(match &self.place.tenant {
                Some(_) => text,
                None => locale.t2("audit-in-chain", "chain", &self.name(*chain).await?, "what", &text),
            });
        }
        if let Some(more) = outcome.broken.len().checked_sub(NAMED).filter(|more| *more > 0) {
            texts.push(locale.tn("audit-more-chains", i64::try_from(more).unwrap_or(i64::MAX)));
        }
        texts.push(locale.t("audit-broken-advice"));
        Ok(texts.join(" "))
    }

    async fn name(&self, chain: Chain) -> Result<String> {
        let Some(tenant) = chain.0 else { return Ok(self.locale.t("audit-no-tenant")) };
        let reach = Reach::Exactly(vec![tenant]);
        let query = tenants::Query { reach: &reach, search: "", after: None, limit: 1 };
        let found = tenants::list(&mut self.state.db.read().await?, &query).await?.into_iter().next();
        Ok(found.map_or_else(|| tenant.to_string(), |found| found.name))
    }
}

/// A chain and the last event in it that was right, as the page's form carries it.
fn position(text: &str) -> Option<(Chain, i64)> {
    let (chain, sequence) = text.split_once(':')?;
    Some((Chain::from_uuid(chain.parse().ok()?), sequence.parse().ok()?))
}

/// What is wrong, in a sentence.
fn told(locale: Locale, finding: &Finding) -> String {
    let number = finding.sequence.map_or_else(|| "?".to_owned(), |sequence| locale.number(sequence));
    let event = match finding.event {
        Some((id, at)) => format!("{number} ({}, {id})", locale.moment_with_zone(at, chrono_tz::UTC)),
        None => number,
    };
    let key = match finding.fault {
        Fault::Changed => "audit-fault-changed",
        Fault::Missing => "audit-fault-missing",
        Fault::Inserted => "audit-fault-inserted",
        Fault::Reordered => "audit-fault-reordered",
        Fault::CutOff => "audit-fault-cut-off",
        Fault::Replaced => "audit-fault-replaced",
    };
    locale.t1(key, "event", &event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_understood_or_left_alone() {
        let chain = Chain::from_uuid(Uuid::from_u128(5));
        assert_eq!(position(&format!("{}:7", chain.uuid())), Some((chain, 7)));
        assert_eq!(position(&format!("{}:7", Uuid::nil())), Some((Chain(None), 7)));
        for odd in ["", ":", "5:7", &Uuid::nil().to_string(), &format!("{}:x", Uuid::nil())] {
            assert_eq!(position(odd), None, "{odd}");
        }
    }

    #[test]
    fn every_fault_has_a_sentence_that_names_the_event() {
        let faults = [
            Fault::Changed,
            Fault::Missing,
            Fault::Inserted,
            Fault::Reordered,
            Fault::CutOff,
            Fault::Replaced,
        ];
        for locale in Locale::ALL {
            for fault in faults {
                let text = told(locale, &Finding::nothing_at(4_711, fault));
                assert!(text.contains(&locale.number(4_711)), "{text}");
            }
        }
    }
}
