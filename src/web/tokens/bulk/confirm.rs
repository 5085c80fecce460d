//! `/administration/tenants/{slug}/api/bulk`: previews a bulk action with exact counts and asks for confirmation.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::TimeDelta;

use super::choice::BulkChoice;
use super::{BulkConfirmPage, BulkExpiryPage, progress, wording};
use crate::auth::session::{self, Flash};
use crate::domain::bulk::BulkAction;
use crate::domain::id::BulkId;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::bulk::{self, BulkRequest, Started};
use crate::service::token_spec::GeneralInput;
use crate::state::State;
use crate::store::bulk::jobs as bulk_jobs;
use crate::store::bulk::tokens::{self as bulk_tokens, Forecast, Selection};
use crate::store::{Tx, apps, modules};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::problem::expiry_error;
use crate::web::respond;
use crate::web::token_urls;
use crate::web::tokens::MAX_CHOICES;
use crate::web::wizard::general;

/// Number of tokens named.
const FIRST: i64 = 10;
/// A page older than this has to be confirmed again.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// Who asks for what.
struct BulkConfirmation<'a> {
    state: &'a State,
    tenant: &'a Tenant,
    person: &'a Person,
    choice: &'a BulkChoice,
    /// When the tokens were looked at.
    as_of: Timestamp,
}

/// What is wrong with an end: the field, and a sentence.
type Wrong = (&'static str, String);

/// `GET`: 200 with the question; 303 back to the list when nothing was chosen; 422 for an end that cannot be.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(cx.request.query_string())
        .map_err(|_| Error::Malformed("malformed query"))?;
    let choice = parse_choice(&cx.state, &cx.tenant, &pairs).await?;
    if let Some(answer) = refused(&cx.page, &cx.session(), &cx.tenant, &choice) {
        return Ok(answer);
    }
    let as_of = cx.now();
    let asking =
        BulkConfirmation { state: &cx.state, tenant: &cx.tenant, person: &cx.person, choice: &choice, as_of };
    match asking.action(&cx.page) {
        Err(wrong) => asking.end(cx.page, wrong),
        Ok(action) => {
            let mut tx = cx.read().await?;
            let forecast = asking.forecast(&mut tx, action).await?;
            let question = asking.question(&mut tx, cx.page, action, forecast).await?;
            respond::page(&question)
        }
    }
}

/// `POST`: 303 to the progress once the action is stored and its first batch has run; 422 if the typed number does not
/// match; 409 if the page showed other tokens.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let choice = parse_choice(&cx.state, &cx.tenant, form.texts()).await?;
    if let Some(answer) = refused(&cx.page, &cx.session(), &cx.tenant, &choice) {
        return Ok(answer);
    }
    let id: BulkId = form.first("job").parse().map_err(|_| Error::NotFound)?;
    let now = cx.now();
    let said: Option<Timestamp> = form.first("as_of").parse().ok().map(Timestamp::from_micros);
    let fresh = said.filter(|said| *said <= now && now.since(*said) <= FRESH);
    let as_of = fresh.unwrap_or(now);
    let asking =
        BulkConfirmation { state: &cx.state, tenant: &cx.tenant, person: &cx.person, choice: &choice, as_of };
    let action = match asking.action(&cx.page) {
        Ok(action) => action,
        Err(wrong) => return asking.end(cx.page, wrong),
    };
    let mut tx = cx.read().await?;
    if let Some(answer) = before(&mut tx, &cx.tenant, &cx.person, id).await? {
        return Ok(answer);
    }
    let forecast = asking.forecast(&mut tx, action).await?;
    let same = fresh.is_some()
        && form.first("matching") == choice.signature()
        && form.first("count") == forecast.done.to_string();
    if !same || forecast.done == 0 {
        let question = asking.question(&mut tx, cx.page, action, forecast).await?;
        return respond::html(StatusCode::CONFLICT, &BulkConfirmPage { overtaken: true, ..question });
    }
    if action == BulkAction::Revoke && !is_number(form.first("typed"), forecast.done) {
        let mut errors = Errors::default();
        let number = cx.page.locale.number(forecast.done);
        errors.add("typed", cx.page.t(msg::bulk_type_wrong(&number)));
        let question = asking.question(&mut tx, cx.page, action, forecast).await?;
        let typed = form.first("typed").to_owned();
        return respond::unprocessable(&BulkConfirmPage { errors, typed, ..question });
    }
    let chosen = choice.chosen();
    drop(tx);
    let request = BulkRequest { id, action, chosen, as_of, expected: forecast.all() };
    match bulk::start(&cx.act(), request).await? {
        Started::New(tenant) => Ok(respond::see_other(&progress::address(&tenant.slug, id))),
        // A concurrent request was faster.
        Started::Existing(tenant) => {
            before(&mut cx.read().await?, &tenant, &cx.person, id).await?.ok_or(Error::NotFound)
        }
    }
}

async fn parse_choice(state: &State, tenant: &Tenant, pairs: &[(String, String)]) -> Result<BulkChoice> {
    let mut tx = state.db.read().await?;
    let modules = modules::all(&mut tx).await?;
    let apps = apps::list(&mut tx, tenant.id, None, MAX_CHOICES).await?;
    BulkChoice::parse(pairs, &modules, &apps)?.settled(&mut tx, tenant.id).await
}

/// The answer when there is nothing to ask: the list, with the reason.
fn refused(page: &Page, session: &Session, tenant: &Tenant, choice: &BulkChoice) -> Option<HttpResponse> {
    let gives = BulkAction::from_name(choice.action, None).is_some_and(BulkAction::gives);
    let sentence = if choice.is_empty() {
        msg::BULK_NONE_CHOSEN
    } else if gives && tenant.is_disabled() {
        msg::BULK_TENANT_DISABLED
    } else {
        return None;
    };
    session::set_flash(session, &Flash { success: false, text: page.t(sentence) });
    Some(respond::see_other(&token_urls::list(&tenant.slug, &choice.back)))
}

/// The response if this user has already started this bulk action. Those of other users or tenants don't count.
async fn before(tx: &mut Tx, tenant: &Tenant, person: &Person, id: BulkId) -> Result<Option<HttpResponse>> {
    Ok(match bulk_jobs::find(tx, tenant.id, id).await? {
        None => None,
        Some(job) if job.by == Some(person.id) => {
            Some(respond::see_other(&progress::address(&tenant.slug, id)))
        }
        Some(_) => return Err(Error::NotFound),
    })
}

/// Whether that number was typed, however it is grouped.
fn is_number(typed: &str, number: i64) -> bool {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let grouping = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’');
    typed.chars().all(|c| c.is_ascii_digit() || grouping(c)) && digits == number.to_string()
}

impl BulkConfirmation<'_> {
    /// The action, or the error in the expiration; no error before it was entered.
    fn action(&self, page: &Page) -> std::result::Result<BulkAction, Option<Wrong>> {
        let typed = &self.choice.end;
        let end = match self.choice.action {
            "expire" if typed.expires_in.is_empty() => return Err(None),
            "expire" => {
                let end = typed.expiry().resolve(self.as_of, self.tenant.zone);
                end.map_err(|error| Some(expiry_error(page.locale, error)))?.1
            }
            _ => None,
        };
        BulkAction::from_name(self.choice.action, end).ok_or(None)
    }

    async fn forecast(&self, tx: &mut Tx, action: BulkAction) -> Result<Forecast> {
        let chosen = self.choice.chosen();
        let manages = self.person.reach(Action::ManageTokens);
        let plan = bulk::plan(self.state, self.person, &manages, action);
        let selection = Selection { tenant: self.tenant.id, chosen: &chosen, as_of: self.as_of };
        Ok(bulk_tokens::forecast(tx, selection, plan).await?)
    }

    async fn question(
        &self,
        tx: &mut Tx,
        page: Page,
        action: BulkAction,
        forecast: Forecast,
    ) -> Result<BulkConfirmPage> {
        let locale = page.locale;
        let chosen = self.choice.chosen();
        let manages = self.person.reach(Action::ManageTokens);
        let plan = bulk::plan(self.state, self.person, &manages, action);
        let selection = Selection { tenant: self.tenant.id, chosen: &chosen, as_of: self.as_of };
        let first = bulk_tokens::first(tx, selection, plan, FIRST).await?;
        let more = forecast.done.saturating_sub(i64::try_from(first.len()).unwrap_or(0));
        let job = BulkId::new(self.state.now(), &self.state.entropy)?;
        let mut hidden = self.choice.fields();
        hidden.extend([
            ("job", job.to_string()),
            ("as_of", self.as_of.micros().to_string()),
            ("count", forecast.done.to_string()),
            ("matching", self.choice.signature()),
        ]);
        if matches!(action, BulkAction::Expire(_)) {
            let end = &self.choice.end;
            hidden.extend([
                ("expires_in", end.expires_in.clone()),
                ("expires_date", end.expires_date.clone()),
                ("expires_time", end.expires_time.clone()),
            ]);
        }
        Ok(BulkConfirmPage {
            tenant: self.tenant.into(),
            errors: Errors::default(),
            title: wording::title(locale, action, forecast.done),
            what: wording::what(locale, action, self.tenant),
            grave: action == BulkAction::Revoke,
            first: first
                .into_iter()
                .map(|(id, name)| (name, id.to_string(), token_urls::details(&self.tenant.slug, id)))
                .collect(),
            more: if more > 0 { locale.t(msg::bulk_more(more)) } else { String::new() },
            left: wording::left(locale, action, &forecast),
            nothing: forecast.done == 0,
            overtaken: false,
            number: (action == BulkAction::Revoke).then(|| locale.number(forecast.done)),
            typed: String::new(),
            hidden,
            back: token_urls::list(&self.tenant.slug, &self.choice.back),
            page,
        })
    }

    /// The page that asks for the end.
    fn end(&self, page: Page, wrong: Option<Wrong>) -> Result<HttpResponse> {
        let mut errors = Errors::default();
        let fine = wrong.is_none();
        let mut typed = self.choice.end.clone();
        match wrong {
            None => typed = GeneralInput::default(),
            Some((field, message)) => errors.add(field, message),
        }
        let view = BulkExpiryPage {
            tenant: self.tenant.into(),
            general: general::fields(page.locale, self.tenant, typed, None, fine, self.as_of),
            errors,
            hidden: self.choice.fields(),
            back: token_urls::list(&self.tenant.slug, &self.choice.back),
            page,
        };
        if fine { respond::page(&view) } else { respond::unprocessable(&view) }
    }
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn a_number_may_be_grouped_as_any_language_does() {
        for typed in ["12345", "12,345", "12.345", "12\u{202f}345", " 12 345 ", "12’345"] {
            assert!(is_number(typed, 12_345), "{typed}");
        }
        for typed in ["", "1234", "123450", "12a345", "-12345", "12345 tokens", "0x12345"] {
            assert!(!is_number(typed, 12_345), "{typed}");
        }
    }
}
