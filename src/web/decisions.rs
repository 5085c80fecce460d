//! `/administration/decisions`: why a request was refused, by the ID that the caller received.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::page::Page;
use super::respond;
use super::view::When;
use crate::domain::decision_id::DecodedId;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::visible::{Readable, reach_of};
use crate::store::verification::decisions::DecisionRecord;
use crate::store::{Tx, tenants, verification::decisions};
use crate::web::cx::AdminCx;

/// The page: with a refusal, with the search box only, or saying that none was found.
#[derive(Template)]
#[template(path = "decisions/show.html")]
pub struct DecisionPage {
    /// What every page shares.
    pub page: Page,
    /// The ID that was looked up; empty if none was.
    pub id: String,
    /// The refusal with this ID, if this person may see it.
    pub found: Option<DecisionView>,
}

/// A refusal as a page shows it.
pub struct DecisionView {
    /// When it happened.
    pub at: When,
    /// The reason, in a sentence.
    pub reason: String,
    /// What can be done about it.
    pub advice: String,
    /// The name and address of the token, if the secret belonged to one.
    pub token: Option<(String, String)>,
    /// Slug of the requested tenant; `None` if none was requested, empty if it was malformed.
    pub tenant: Option<String>,
    /// Slug of the requested module, or several separated by commas; `None` if none was requested, empty if it was
    /// malformed.
    pub module: Option<String>,
    /// The method of the request; `None` if unknown.
    pub method: Option<String>,
    /// The address of the client; `None` if unknown.
    pub address: Option<String>,
    /// Whether more is known than time and reason, which the ID itself contains.
    pub kept: bool,
}

/// The query parameters.
#[derive(Deserialize)]
pub struct DecisionQuery {
    #[serde(default)]
    id: String,
}

/// `GET`: 200 with the refusal, or with the search box only; 404 if there is none with this ID. One that this person
/// may not see gives the same bytes as one that does not exist. People who may see everything also see time and
/// reason of one that was counted but not stored, which its ID contains.
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

/// The refusal, with the tenant of its token. One about an unknown token concerns no single tenant, and is for people
/// who may see everything.
async fn visible(tx: &mut Tx, person: &Person, id: &str) -> Result<Option<(DecisionRecord, Option<Tenant>)>> {
    // A malformed ID is not looked up: PostgreSQL rejects text with a NUL.
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

/// Hides the requested tenant from people who may not see it. A tenant that does not exist is treated the same, so
/// that nobody learns by trying which ones do.
async fn redact(tx: &mut Tx, locale: Locale, person: &Person, found: &mut DecisionRecord) -> Result<()> {
    let reach = reach_of(person);
    let Some(asked) =
        found.asked_tenant.as_mut().filter(|asked| !asked.is_empty() && reach != Reach::Everywhere)
    else {
        return Ok(());
    };
    let id = TenantId::from_public(asked);
    let named = Readable::among(tx, &reach, id, [asked.clone()]).await?;
    if !id.map_or_else(|| named.knows_name(asked), |id| named.knows(id)) {
        *asked = locale.t(msg::DECISION_HIDDEN_TENANT);
    }
    Ok(())
}

fn view(locale: Locale, found: DecisionRecord, tenant: Option<&Tenant>) -> DecisionView {
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

/// A refusal of which only the ID is known.
fn counted(locale: Locale, said: &DecodedId) -> DecisionView {
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

/// The reason with this name, and what can be done about it.
pub(crate) fn explain(locale: Locale, reason: &str) -> (String, String) {
    if let Some(permission) = reason.strip_prefix("missing-permission-").and_then(Permission::from_name) {
        let name = locale.t(match permission {
            Permission::Read => msg::PERMISSION_READ,
            Permission::Write => msg::PERMISSION_WRITE,
            Permission::Create => msg::PERMISSION_CREATE,
            Permission::Delete => msg::PERMISSION_DELETE,
        });
        let sentence = locale.t(msg::decision_missing_permission(&name));
        return (sentence, locale.t(msg::DECISION_MISSING_PERMISSION_ADVICE));
    }
    let (sentence, advice) = match reason {
        "unknown" => (msg::DECISION_UNKNOWN, msg::DECISION_UNKNOWN_ADVICE),
        "disabled" => (msg::DECISION_DISABLED, msg::DECISION_DISABLED_ADVICE),
        "expired" => (msg::DECISION_EXPIRED, msg::DECISION_ISSUE_ANOTHER),
        "revoked" => (msg::DECISION_REVOKED, msg::DECISION_ISSUE_ANOTHER),
        "secret-replaced" => (msg::DECISION_SECRET_REPLACED, msg::DECISION_SECRET_REPLACED_ADVICE),
        "tenant-disabled" => (msg::DECISION_TENANT_DISABLED, msg::DECISION_TENANT_DISABLED_ADVICE),
        "wrong-tenant" => (msg::DECISION_WRONG_TENANT, msg::DECISION_WRONG_TENANT_ADVICE),
        "wrong-module" => (msg::DECISION_WRONG_MODULE, msg::DECISION_WRONG_MODULE_ADVICE),
        "no-token" => (msg::DECISION_NO_TOKEN, msg::DECISION_NO_TOKEN_ADVICE),
        "no-method" => (msg::DECISION_NO_METHOD, msg::DECISION_PROXY_ADVICE),
        "unknown-method" => (msg::DECISION_UNKNOWN_METHOD, msg::DECISION_UNKNOWN_METHOD_ADVICE),
        "ambiguous-method" => (msg::DECISION_AMBIGUOUS_METHOD, msg::DECISION_PROXY_ADVICE),
        "ambiguous-path" => (msg::DECISION_AMBIGUOUS_PATH, msg::DECISION_AMBIGUOUS_PATH_ADVICE),
        "unreadable-query" => (msg::DECISION_UNREADABLE_QUERY, msg::DECISION_PROXY_ADVICE),
        "unknown-parameter" => (msg::DECISION_UNKNOWN_PARAMETER, msg::DECISION_UNKNOWN_PARAMETER_ADVICE),
        // A reason of another version of Latchkey, as logged.
        other => return (locale.t(msg::decision_other(other)), String::new()),
    };
    (locale.t(sentence), locale.t(advice))
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::web::samples::{BERLIN, NOW, Sample, TOKEN, acme, sample, signed_in};

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let page = || signed_in(locale);
        vec![
            sample("decisions", decision(page(), "", None)),
            sample("decision", decision(page(), "expired", Some(true))),
            sample("decision-unknown", decision(page(), "unknown", Some(false))),
            sample("decision-counted", decision_counted(page())),
            sample("decision-none", decision(page(), "<b>", None)),
        ]
    }

    /// One of which only the id is left.
    fn decision_counted(page: Page) -> DecisionPage {
        let mut page = decision(page, "unknown", Some(false));
        page.found = page.found.map(|found| DecisionView { kept: false, ..found });
        page
    }

    /// `known` is whether a token was recognised; `None` for no decision at all.
    fn decision(page: Page, text: &str, known: Option<bool>) -> DecisionPage {
        let found = known.map(|known| {
            let (reason, advice) = explain(page.locale, text);
            let token = ("Nightly export".to_owned(), acme().url(&format!("/api/{TOKEN}")));
            let shown = |text: &str| known.then(|| text.to_owned());
            DecisionView {
                at: When::moment(page.locale, NOW, BERLIN),
                reason,
                advice,
                token: known.then_some(token),
                tenant: shown("acme"),
                module: shown("devices"),
                method: Some("GET".to_owned()),
                address: Some("10.0.3.7".to_owned()),
                kept: true,
            }
        });
        let id = if known.is_some() { "Xk29fQ2mBv8Kd1NfTgW5".to_owned() } else { text.to_owned() };
        DecisionPage { page, id, found }
    }
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
