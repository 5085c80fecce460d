//! `.../audit/verify`: verifies that nobody changed events bypassing Latchkey.

use actix_web::HttpResponse;
use chrono::TimeDelta;

use super::AuditScope;
use crate::auth::session::{self, Flash};
use crate::domain::chain::{Chain, Fault, Finding};
use crate::domain::person::Reach;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::audit_check::{self, Outcome, Scope, TimeLimit};
use crate::state::State;
use crate::store::tenants;
use crate::web::cx::{AdminCx, Cx, TenantCx};
use crate::web::form::Form;
use crate::web::respond;

/// Maximum duration of a check in seconds; pressing the button again continues it.
const TIMEOUT: i64 = 5;
/// How many broken chains are named.
const NAMED: usize = 3;

/// `POST .../tenants/{slug}/audit/verify`: 303 back to the page, which shows the result. The check and its result are
/// recorded as an audit event.
pub async fn of_tenant(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    run(&cx, AuditScope::of_tenant(cx.tenant.clone()), &form).await
}

/// `POST /administration/audit/verify`: the same for all chains that this person may see.
pub async fn of_all(cx: AdminCx, form: Form) -> Result<HttpResponse> {
    run(&cx, AuditScope::of_all(&cx.person), &form).await
}

async fn run<T>(cx: &Cx<T>, place: AuditScope, form: &Form) -> Result<HttpResponse> {
    let scope = Scope {
        tenant: place.tenant.as_ref().map(|tenant| tenant.id),
        chains: place.chains(&mut cx.read().await?).await?,
        from: position(form.first("behind")),
    };
    let limit = TimeLimit::Until(cx.now().plus(TimeDelta::seconds(TIMEOUT)));
    let outcome = audit_check::check_recorded(&cx.act(), &scope, limit).await?;
    let success = outcome.broken.is_empty();
    let report = Report { state: &cx.state, locale: cx.page.locale, place: &place };
    let text = report.text(&outcome).await?;
    session::set_flash(&cx.session(), &Flash { success, text });
    let url = place.url();
    Ok(respond::see_other(&match outcome.rest {
        Some((chain, sequence)) => {
            respond::address(&url, &[("checked", &format!("{}:{sequence}", chain.uuid()))])
        }
        None => url,
    }))
}

/// The result in sentences.
struct Report<'a> {
    state: &'a State,
    locale: Locale,
    place: &'a AuditScope,
}

impl Report<'_> {
    async fn text(&self, outcome: &Outcome) -> Result<String> {
        let locale = self.locale;
        if outcome.broken.is_empty() {
            let message = if outcome.rest.is_some() { msg::audit_part_whole } else { msg::audit_whole };
            return Ok(locale.t(message(outcome.events)));
        }
        let mut texts = Vec::new();
        for (chain, finding) in outcome.broken.iter().take(NAMED) {
            let text = sentence(locale, finding);
            texts.push(match &self.place.tenant {
                Some(_) => text,
                None => locale.t(msg::audit_in_chain(&self.name(*chain).await?, &text)),
            });
        }
        if let Some(more) = outcome.broken.len().checked_sub(NAMED).filter(|more| *more > 0) {
            texts.push(locale.t(msg::audit_more_chains(i64::try_from(more).unwrap_or(i64::MAX))));
        }
        texts.push(locale.t(msg::AUDIT_BROKEN_ADVICE));
        Ok(texts.join(" "))
    }

    async fn name(&self, chain: Chain) -> Result<String> {
        let Some(tenant) = chain.0 else { return Ok(self.locale.t(msg::AUDIT_NO_TENANT)) };
        let reach = Reach::Exactly(vec![tenant]);
        let query = tenants::Query { reach: &reach, search: "", after: None, limit: 1 };
        let found = tenants::list(&mut self.state.db.read().await?, &query).await?.into_iter().next();
        Ok(found.map_or_else(|| tenant.to_string(), |found| found.name))
    }
}

/// A chain and its last verified event, as in the page's form.
fn position(text: &str) -> Option<(Chain, i64)> {
    let (chain, sequence) = text.split_once(':')?;
    Some((Chain::from_uuid(chain.parse().ok()?), sequence.parse().ok()?))
}

/// A sentence that describes a fault.
fn sentence(locale: Locale, finding: &Finding) -> String {
    let number = finding.sequence.map_or_else(|| "?".to_owned(), |sequence| locale.number(sequence));
    let event = match finding.event {
        Some((id, at)) => format!("{number} ({}, {id})", locale.moment_with_zone(at, chrono_tz::UTC)),
        None => number,
    };
    let message = match finding.fault {
        Fault::Changed => msg::audit_fault_changed,
        Fault::Missing => msg::audit_fault_missing,
        Fault::Inserted => msg::audit_fault_inserted,
        Fault::Reordered => msg::audit_fault_reordered,
        Fault::CutOff => msg::audit_fault_cut_off,
        Fault::Replaced => msg::audit_fault_replaced,
    };
    locale.t(message(&event))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

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
                let text = sentence(locale, &Finding::nothing_at(4_711, fault));
                assert!(text.contains(&locale.number(4_711)), "{text}");
            }
        }
    }
}
