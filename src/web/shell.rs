//! Collects what every page needs, once per request.

use std::future::Future;
use std::pin::Pin;

use actix_session::SessionExt as _;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};

use super::accept_language;
use super::page::{Flash, Page, SwitcherTenant};
use crate::auth::authz::{CurrentTenant, CurrentUser};
use crate::auth::{csrf, session};
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::state::State;
use crate::store::PauseReason;
use crate::store::tenants;

/// How many tenants the switcher lists; the tenants page lists all.
const SWITCHER: i64 = 100;

impl FromRequest for Page {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { gather(&request).await })
    }
}

async fn gather(request: &HttpRequest) -> Result<Page> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    let session = request.get_session();
    let caller = request.extensions().get::<CurrentUser>().cloned();
    let here = request.extensions().get::<CurrentTenant>().cloned().map(|CurrentTenant(tenant)| tenant);
    let Some(CurrentUser(person)) = caller else { return Ok(Page::bare(language_of(request))) };
    let csrf = csrf::token(&session, &state.entropy)?.unwrap_or_default();
    if person.must_change_password {
        // Before the password is changed, nothing of what they may see is shown.
        return Ok(Page { csrf, ..Page::bare(language_of(request)) });
    }

    let mut tx = state.db.read().await?;
    let reach = person.reach(Action::ReadTenant);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: SWITCHER };
    let visible = tenants::list(&mut tx, &query).await?;
    let tenant = match here {
        Some(tenant) => Some(tenant),
        None => worked_in(&mut tx, &person, &visible, session::tenant(&session)).await?,
    };
    drop(tx);

    if let Some(tenant) = &tenant {
        session::set_tenant(&session, &tenant.slug);
    }
    let locale = person
        .language
        .as_deref()
        .or(tenant.as_ref().map(|tenant| tenant.language.as_str()))
        .and_then(Locale::from_tag)
        .unwrap_or_else(|| language_of(request));
    let disk = match state.db.disk() {
        disk if disk.is_full() => Some(msg::SHELL_DISK_FULL),
        disk if disk.is_reserve_missing() => Some(msg::SHELL_DISK_RESERVE),
        _ => None,
    };
    let disk = disk.filter(|_| person.may_everywhere(Action::ManageModules)).map(|trouble| locale.t(trouble));
    let current = tenant.as_ref().map(|tenant| tenant.id);
    Ok(Page {
        locale,
        csrf,
        person: Some(person),
        tenants: visible
            .into_iter()
            .map(|listed| SwitcherTenant {
                current: Some(listed.id) == current,
                name: listed.name,
                slug: listed.slug,
            })
            .collect(),
        tenant: tenant.map(|tenant| SwitcherTenant { name: tenant.name, slug: tenant.slug, current: true }),
        disk,
        closed: state.lookup.closed().reason().map(|reason| {
            locale.t(match reason {
                PauseReason::Behind => msg::SHELL_CLOSED_BEHIND,
                PauseReason::UnusableHead => msg::SHELL_CLOSED_HEAD,
            })
        }),
        flash: session::take_flash(&session).map(|(flash, undo)| Flash {
            success: flash.success,
            text: flash.text,
            undo,
        }),
        at: session::take_at(&session),
    })
}

/// The current tenant on a page that is about none: the last one worked in, or the only one.
async fn worked_in(
    tx: &mut crate::store::Tx,
    person: &Person,
    visible: &[tenants::ListedTenant],
    last: Option<String>,
) -> Result<Option<Tenant>> {
    let only = || match visible {
        [only] => Some(only.slug.clone()),
        _ => None,
    };
    let Some(slug) = last.or_else(only) else { return Ok(None) };
    let found = tenants::find_by_slug(tx, &slug).await?;
    Ok(found.filter(|tenant| person.may(Action::ReadTenant, &tenant.lineage)))
}

/// The language of a page outside any tenant: the user's own, else the browser's.
pub fn language_of(request: &HttpRequest) -> Locale {
    let own =
        request.extensions().get::<CurrentUser>().and_then(|CurrentUser(person)| person.language.clone());
    own.as_deref().and_then(Locale::from_tag).unwrap_or_else(|| accept_language::preferred(request.headers()))
}
