//! The audit log with made-up events.

use super::{AuditPage, EventRow};
use crate::domain::event::EventKind;
use crate::i18n::{Locale, msg};
use crate::web::event_view::{self, Changed, EventView};
use crate::web::page::Page;
use crate::web::samples::{BERLIN, Sample, acme, days, sample, signed_in};
use crate::web::view::{Choice, Paging, TenantRef, When};

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    vec![
        sample("audit", list(page(), false, true, "")),
        sample("audit-all", list(page(), true, true, "")),
        sample("audit-none", list(page(), false, false, "")),
        sample("audit-nothing-matches", list(page(), true, false, "<b>")),
    ]
}

fn row(page: &Page, event: EventKind, name: &str, home: Option<TenantRef>) -> EventRow {
    let (locale, kind) = (page.locale, event.object());
    EventRow {
        event_view: EventView {
            what: event_view::action(locale, event.name()),
            who: "owner@example.com".to_owned(),
            by_token: kind == "app",
            when: When::moment(locale, days(-1), BERLIN),
            from: if kind == "audit" { String::new() } else { "2001:db8::7".to_owned() },
            changes: vec![Changed {
                label: locale.t(msg::TOKEN_NAME),
                before: (kind == "token").then(|| "Warehouse".to_owned()),
                after: "Warehouse scanner – production".to_owned(),
            }],
        },
        kind: event_view::object_kind(locale, kind),
        name: name.to_owned(),
        object_url: "?object=x".to_owned(),
        actor_url: "?actor=x".to_owned(),
        tenant: home,
        sequence: locale.number(1_204),
        id: "01980000-0000-7000-8000-000000000001".to_owned(),
        request: if kind == "audit" { String::new() } else { "Xk29fQ2mBv8K".to_owned() },
    }
}

/// `of_all` is the page over all tenants; `q` is what is looked for.
fn list(page: Page, of_all: bool, filled: bool, q: &str) -> AuditPage {
    let home = || of_all.then(acme);
    let rows = vec![
        row(&page, EventKind::TokenChanged, "Warehouse scanner – production", home()),
        row(&page, EventKind::AppCreated, "Shop", home()),
        row(&page, EventKind::AuditChecked, "", None),
    ];
    let url = if of_all { "/administration/audit".to_owned() } else { acme().url("/audit") };
    AuditPage {
        tenant: (!of_all).then(acme),
        can_edit_tenant: true,
        actor: q.to_owned(),
        actions: vec![Choice { value: String::new(), text: page.t(msg::AUDIT_EVERYTHING), chosen: true }],
        object: String::new(),
        from: if q.is_empty() { String::new() } else { "2026-11-22".to_owned() },
        to: String::new(),
        zone: BERLIN.name().to_owned(),
        filtered: !q.is_empty(),
        rows: if filled { rows } else { Vec::new() },
        paging: Paging {
            range: page.t(msg::audit_shown(3)),
            next: Some("?after=x".to_owned()),
            ..Paging::default()
        },
        exports: ["csv", "json"].map(|format| format!("{url}/export?format={format}")),
        check_from: if of_all {
            "00000000-0000-0000-0000-000000000000:500".to_owned()
        } else {
            String::new()
        },
        url,
        page,
    }
}
