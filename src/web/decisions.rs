//! `/administration/decisions`: why a request was refused, by the id that the refused caller was given.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::page::Page;
use super::respond;
use super::view::When;
use crate::domain::decision_id::Said;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::visible::{Readable, reach_of};
use crate::store::verification::decisions::Found;
use crate::store::{Tx, tenants, verification::decisions};
use crate::web::cx::AdminCx;

/// The page, with a refusal, without one, or with the news that there is none.
#[derive(Template)]
#[template(path = "decisions/show.html")]
pub struct DecisionPage {
    /// What every page shares.
    pub page: Page,
    /// What was looked up; empty when nothing was.
    pub id: String,
    /// The refusal of that id, if this person may see it.
    pub found: Option<DecisionView>,
}

/// A refusal as a page shows it.
pub struct DecisionView {
    /// When.
    pub at: When,
    /// Why, in a sentence.
    pub reason: String,
    /// What can be done about it.
    pub advice: String,
    /// The token, if the secret led to one: its name and its page.
    pub token: Option<(String, String)>,
    /// Slug of the tenant that was asked for; `None` when none was, empty when it cannot be a slug.
    pub tenant: Option<String>,
    /// Slug of the module that was asked for, or several with commas between them; `None` when none was, empty when it
    /// cannot be a slug.
    pub module: Option<String>,
    /// The method of the request; `None` when it was not told.
    pub method: Option<String>,
    /// Where the request came from; `None` when that is not known.
    pub address: Option<String>,
    /// Whether more is known than what the id itself says: when and why.
    pub kept: bool,
}

/// What the address may carry.
#[derive(Deserialize)]
pub struct DecisionQuery {
    #[serde(default)]
    id: String,
}

/// `GET`: 200 with the refusal, or with the search box alone; 404 when there is none of that id. One that this person
/// may not see gives the same bytes as one that there is not. Whoever sees everything is also told of one that was
/// counted and not kept: when and why, as its id says.
pub async fn show(cx: AdminCx, query: Query<DecisionQuery>) -> Result<HttpResponse> {
    let id = query.id.trim().to_owned();
    if id.is_empty() {
        return respond::page(&DecisionPage { page: cx.page, id, found: None });
    }
    let mut tx = cx.read().await?;
    let mut found = visible(&mut tx, &cx.person, &id).await?;
    if let Some((found, _)) = &mut found {
        redact(&mut tx, cx.page.locale, &cx.person, found).await?;
    }
    drop(tx);
    let locale = cx.page.locale;
    let counted = || {
        let said = cx.state.refusals.said(&id).filter(|_| cx.person.may_everywhere(Action::ReadTokens))?;
        Some(counted(locale, &said))
    };
    let found = found.map(|(found, tenant)| view(locale, found, tenant.as_ref())).or_else(counted);
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    respond::html(status, &DecisionPage { page: cx.page, id, found })
}

/// The refusal, with the tenant whose token it is about. One about no token that is known is no single tenant's
/// affair, and for those who see everything.
async fn visible(tx: &mut Tx, person: &Person, id: &str) -> Result<Option<(Found, Option<Tenant>)>> {
    // What is no id is not asked for: PostgreSQL takes no text with a NUL in it.
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(None);
    }
    let Some(found) = decisions::find(tx, id).await? else { return Ok(None) };
    let tenant = match &found.tenant_slug {
        Some(slug) => tenants::find_by_slug(tx, slug).await?,
        None => None,
    };
    let may = match &tenant {
        Some(tenant) => person.may(Action::ReadTokens, &tenant.lineage),
        None => person.may_everywhere(Action::ReadTokens),
    };
    Ok(may.then_some((found, tenant)))
}

/// The tenant that was asked for is named only to those who may see it. One that does not exist is told likewise, so that
/// nobody learns by trying which ones do.
async fn redact(tx: &mut Tx, locale: Locale, person: &Person, found: &mut Found) -> Result<()> {
    let reach = reach_of(person);
    let Some(asked) =
        found.asked_tenant.as_mut().filter(|asked| !asked.is_empty() && reach != Reach::Everywhere)
    else {
        return Ok(());
    };
    let id = TenantId::from_public(asked);
    let named = Readable::among(tx, &reach, id, [asked.clone()]).await?;
    if !id.map_or_else(|| named.knows_name(asked), |id| named.knows(id)) {
        *asked = locale.t("decision-hidden-tenant");
    }
    Ok(())
}

fn view(locale: Locale, found: Found, tenant: Option<&Tenant>) -> DecisionView {
    let zone = tenant.map_or(chrono_tz::UTC, |tenant| tenant.zone);
    let token = match (found.token_id, found.token_name, tenant) {
        (Some(id), Some(name), Some(tenant)) => {
            let id = TokenId::from(id);
            Some((name, format!("/administration/tenants/{}/api/{id}", tenant.slug)))
        }
        _ => None,
    };
    let (reason, advice) = explain(locale, &found.reason);
    DecisionView {
        at: When::moment(locale, Timestamp::from_micros(found.at), zone),
        reason,
        advice,
        token,
        tenant: found.asked_tenant,
        module: found.asked_module,
        method: found.method,
        address: found.address,
        kept: true,
    }
}

/// A refusal of which only the id is left.
fn counted(locale: Locale, said: &Said) -> DecisionView {
    let (reason, advice) = explain(locale, said.reason);
    DecisionView {
        at: When::moment(locale, said.at, chrono_tz::UTC),
        reason,
        advice,
        token: None,
        tenant: None,
        module: None,
        method: None,
        address: None,
        kept: false,
    }
}

/// The reason of that name, and what can be done about it.
pub(crate) fn explain(locale: Locale, reason: &str) -> (String, String) {
    if let Some(permission) = reason.strip_prefix("missing-permission-").and_then(Permission::from_name) {
        let name = locale.t(match permission {
            Permission::Read => "permission-read",
            Permission::Write => "permission-write",
            Permission::Create => "permission-create",
            Permission::Delete => "permission-delete",
        });
        let sentence = locale.t1("decision-missing-permission", "permission", &name);
        return (sentence, locale.t("decision-missing-permission-advice"));
    }
    let (sentence, advice) = match reason {
        "unknown" => ("decision-unknown", "decision-unknown-advice"),
        "disabled" => ("decision-disabled", "decision-disabled-advice"),
        "expired" => ("decision-expired", "decision-issue-another"),
        "revoked" => ("decision-revoked", "decision-issue-another"),
        "secret-replaced" => ("decision-secret-replaced", "decision-secret-replaced-advice"),
        "tenant-disabled" => ("decision-tenant-disabled", "decision-tenant-disabled-advice"),
        "wrong-tenant" => ("decision-wrong-tenant", "decision-wrong-tenant-advice"),
        "wrong-module" => ("decision-wrong-module", "decision-wrong-module-advice"),
        "no-token" => ("decision-no-token", "decision-no-token-advice"),
        "no-method" => ("decision-no-method", "decision-proxy-advice"),
        "unknown-method" => ("decision-unknown-method", "decision-unknown-method-advice"),
        "ambiguous-method" => ("decision-ambiguous-method", "decision-proxy-advice"),
        "ambiguous-path" => ("decision-ambiguous-path", "decision-ambiguous-path-advice"),
        "unreadable-query" => ("decision-unreadable-query", "decision-proxy-advice"),
        "unknown-parameter" => ("decision-unknown-parameter", "decision-unknown-parameter-advice"),
        // A reason of another version of Latchkey, as in its log.
        other => return (locale.t1("decision-other", "reason", other), String::new()),
    };
    (locale.t(sentence), locale.t(advice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decision::REASONS;

    #[test]
    fn every_reason_has_a_sentence_of_its_own_and_says_what_to_do() {
        for locale in Locale::ALL {
            let mut sentences: Vec<String> = Vec::new();
            for reason in REASONS {
                let (sentence, advice) = explain(locale, reason);
                assert!(!sentence.contains("decision-") && !advice.is_empty(), "{} {reason}", locale.tag());
                assert!(!sentences.contains(&sentence), "{} {reason}", locale.tag());
                sentences.push(sentence);
            }
            assert!(explain(locale, "of-tomorrow").0.contains("of-tomorrow"));
        }
    }
}
