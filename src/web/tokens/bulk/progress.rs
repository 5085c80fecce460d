//! `/administration/tenants/{slug}/api/bulk/{job}`: how far it got, and a button that stops it.

use actix_web::HttpResponse;

use super::{BulkProgressPage, wording};
use crate::auth::session::{self, Flash};
use crate::domain::id::{BulkId, TenantId};
use crate::domain::person::Action;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::bulk::{self, Stop};
use crate::store::bulk::jobs::{self as bulk_jobs, Job};
use crate::store::{Tx, bulk::jobs::JobState as Standing};
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
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
            let text = format!("{} – {}", wording::doing(locale, job.action), wording::progress(locale, job));
            (text, address(slug, job.id))
        })
        .collect()
}

/// `GET`: 200 with how far it got. While it goes on, htmx asks for it again and again.
pub async fn show(cx: TenantCx, Id(job_id): Id<BulkId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let job = find(&mut tx, cx.tenant.id, job_id).await?;
    drop(tx);
    let locale = cx.page.locale;
    let running = job.state == Standing::Running;
    let seen = job.so_far.all();
    let mut left = wording::left(locale, job.action, &job.so_far);
    // What was changed meanwhile, so that it is none of them any more.
    let gone = job.expected.saturating_sub(seen);
    if job.state == Standing::Done && gone > 0 {
        left.push(locale.t(msg::bulk_left_changed(gone)));
    }
    respond::page(&BulkProgressPage {
        tenant: (&cx.tenant).into(),
        title: wording::doing(locale, job.action),
        url: address(&cx.tenant.slug, job.id),
        running,
        finished: job.state == Standing::Done,
        seen: if job.state == Standing::Done { job.expected.max(1) } else { seen },
        all: job.expected.max(1),
        progress: wording::progress(locale, &job),
        done: wording::done(locale, job.action, job.so_far.done),
        left,
        stopped: wording::stopped(locale, job.state),
        begun: When::moment(locale, job.created_at, cx.tenant.zone),
        by: job.by_label,
        can_stop: running && cx.person.may(Action::ManageTokens, &cx.tenant.lineage),
        page: cx.page,
    })
}

/// `POST .../stop`: 303 to the same page. What is done stays done; from the commit on nothing more is.
pub async fn stop(cx: TenantCx, Id(job_id): Id<BulkId>, _form: Form) -> Result<HttpResponse> {
    let Stop { tenant, stopped } = bulk::stop(&cx.act(), job_id).await?;
    if !stopped {
        session::set_flash(&cx.session(), &Flash { success: false, text: cx.page.t(msg::BULK_OVER_FLASH) });
    }
    Ok(respond::see_other(&address(&tenant.slug, job_id)))
}

async fn find(tx: &mut Tx, tenant: TenantId, id: BulkId) -> Result<Job> {
    bulk_jobs::find(tx, tenant, id).await?.ok_or(Error::NotFound)
}
