//! `/administration/tenants/{slug}/api/bulk/{job}`: how far it got, and a button that stops it.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{BulkProgress, told};
use crate::auth::authority::Authority;
use crate::auth::authz::{CurrentTenant, CurrentUser};
use crate::auth::session::{self, Flash};
use crate::domain::id::{BulkId, TenantId};
use crate::domain::person::Action;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::service::bulk;
use crate::state::State;
use crate::store::bulk::jobs::{self as bulk_jobs, Job, Stopped};
use crate::store::{Tx, bulk::jobs::State as Standing};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::When;

/// Where it is.
pub fn address(slug: &str, id: BulkId) -> String {
    format!("/administration/tenants/{slug}/api/bulk/{id}")
}

/// What goes on in a tenant, for the list of its tokens: a sentence and an address.
pub fn under_way(locale: Locale, slug: &str, jobs: &[Job]) -> Vec<(String, String)> {
    jobs.iter()
        .map(|job| {
            let text = format!("{} – {}", told::doing(locale, job.deed), told::progress(locale, job));
            (text, address(slug, job.id))
        })
        .collect()
}

/// `GET`: 200 with how far it got. While it goes on, htmx asks for it again and again.
pub async fn show(
    state: Data<State>,
    page: Page,
    CurrentUser(person): CurrentUser,
    CurrentTenant(tenant): CurrentTenant,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let job = find(&mut tx, tenant.id, &path.1).await?;
    drop(tx);
    let locale = page.locale;
    let running = job.state == Standing::Running;
    let seen = job.so_far.all();
    let mut left = told::left(locale, job.deed, &job.so_far);
    // What was changed meanwhile, so that it is none of them any more.
    let gone = job.expected.saturating_sub(seen);
    if job.state == Standing::Done && gone > 0 {
        left.push(locale.tn("bulk-left-changed", gone));
    }
    respond::page(&BulkProgress {
        tenant: (&tenant).into(),
        title: told::doing(locale, job.deed),
        url: address(&tenant.slug, job.id),
        running,
        finished: job.state == Standing::Done,
        seen: if job.state == Standing::Done { job.expected.max(1) } else { seen },
        all: job.expected.max(1),
        progress: told::progress(locale, &job),
        done: told::done(locale, job.deed, job.so_far.done),
        left,
        stopped: told::stopped(locale, job.state),
        begun: When::moment(locale, job.created_at, tenant.zone),
        by: job.by_label,
        can_stop: running && person.may(Action::ManageTokens, &tenant.lineage),
        page,
    })
}

/// `POST .../stop`: 303 to the same page. What is done stays done; from the commit on nothing more is.
pub async fn stop(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    path: Path<(String, String)>,
    _form: Form,
) -> Result<HttpResponse> {
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    let job = find(&mut tx, tenant.id, &path.1).await?;
    let stopped =
        bulk::stop(&mut tx, &state, authority.origin(), (tenant.id, job.id), Stopped::Asked).await?;
    tx.commit().await?;
    if !stopped {
        session::set_flash(&session, &Flash { success: false, text: page.t("bulk-over-flash") });
    }
    Ok(respond::see_other(&address(&tenant.slug, job.id)))
}

async fn find(tx: &mut Tx, tenant: TenantId, id: &str) -> Result<Job> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    bulk_jobs::find(tx, tenant, id).await?.ok_or(Error::NotFound)
}
