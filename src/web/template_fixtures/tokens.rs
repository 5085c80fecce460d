//! The list of tokens, details, revoke.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{BERLIN, NOW, TOKEN, acme, badge, days, permissions};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::labels::Texts;
use crate::domain::module::Module;
use crate::domain::permission as domain;
use crate::domain::token::{Life, Status, TenantScope, Token};
use crate::i18n::{Locale, Message, msg};
use crate::store::tokens::list::Listing;
use crate::store::usage::days::{Area, Day};
use crate::web::event_view::{Changed, EventView};
use crate::web::page::{Errors, Page};
use crate::web::token_urls::BackLink;
use crate::web::tokens::bulk::BulkBar;
use crate::web::tokens::filters::{self, FilterOptions, Filters};
use crate::web::tokens::query::{ListQuery, ListRequest};
use crate::web::tokens::revoke::{IssuedRow, IssuedView, RevokePage};
use crate::web::tokens::usage::{self, UsageView};
use crate::web::tokens::{
    AccessTab, AuditTab, Frame, GeneralTab, ListPage, SecretRow, TokenActions, TokenRow, UsageTab,
};
use crate::web::view::{BadgeKind, Paging, When, initials};

fn row(locale: Locale, name: &str, tail: &str, scope: &str, may: &str, kind: BadgeKind) -> TokenRow {
    TokenRow {
        url: "/administration/tenants/acme/api/x".to_owned(),
        home: acme(),
        id: format!("tok_01jd8m4qk7f2v9x3z5c6b8{}", tail.to_lowercase()),
        name: name.to_owned(),
        initials: initials(name),
        logo: None,
        masked: format!("lk_…{tail}"),
        scope: scope.to_owned(),
        permissions: permissions(may),
        status: badge(locale, kind),
        created: When::date(locale, days(-40), BERLIN),
        expires: Some(When::date(locale, days(90), BERLIN)),
        last_used: Some(When::ago(locale, NOW.plus(TimeDelta::minutes(-4)), NOW, BERLIN)),
        acts: acts(kind),
        last_used_from: "10.0.3.7".to_owned(),
    }
}

fn acts(kind: BadgeKind) -> TokenActions {
    let status = match kind {
        BadgeKind::Active | BadgeKind::Expiring => Status::Active,
        BadgeKind::Disabled => Status::Disabled,
        BadgeKind::Expired => Status::Expired,
        BadgeKind::Revoked => Status::Revoked,
    };
    TokenActions::of(status, true, true)
}

pub fn rows(locale: Locale) -> Vec<TokenRow> {
    let all = locale.t(msg::TOKEN_SCOPE_ALL);
    let mut rows = vec![
        row(locale, "Warehouse scanner – production", "9fQ2", "Acme", "RC", BadgeKind::Active),
        row(locale, "Partner integration – vendor", "Tt71", "Acme, Globex", "R", BadgeKind::Expiring),
        row(locale, "CI deploy", "b0Zk", &all, "RWCD", BadgeKind::Disabled),
        row(locale, "Nightly export", "p3Xw", "Acme", "R", BadgeKind::Expired),
        row(locale, "Mobile app – beta", "44xa", "Acme", "R", BadgeKind::Revoked),
    ];
    rows[1].expires = Some(When::date(locale, days(3), BERLIN));
    rows[1].last_used = Some(When::ago(locale, days(-1), NOW, BERLIN));
    rows[2].expires = None;
    rows[3].expires = Some(When::date(locale, days(-2), BERLIN));
    rows[4].last_used = None;
    rows
}

/// With a search, every filter is chosen.
fn understood(q: &str, status: &str) -> ListRequest {
    let more = "scope=all&permission=delete&module=devices&creator=owner%40example.com&expiring=30&unused=90&sort=name";
    let more = if q.is_empty() { "" } else { more };
    let wanted: ListQuery = serde_urlencoded::from_str(&format!("q={q}&status={status}&{more}")).unwrap();
    wanted.resolve(&modules(), &[])
}

fn modules() -> [Module; 1] {
    let (slug, name) = ("devices".to_owned(), "Devices".to_owned());
    [Module { id: Uuid::nil().into(), slug, name, built_in: false, owners_only: false }]
}

/// Above the list.
fn filters(locale: Locale, q: &str, status: &str) -> Filters {
    let modules = modules();
    let asked = understood(q, status);
    let known = FilterOptions {
        tenants: &[],
        modules: &modules,
        apps: &[],
        creators: &["owner@example.com".to_owned()],
    };
    filters::view(
        locale,
        "/administration/tenants/acme/api",
        &asked,
        &known,
        &Listing { total: 1_001, ..Listing::default() },
    )
}

pub fn list(page: Page, rows: Vec<TokenRow>, q: &str, status: &str) -> ListPage {
    let locale = page.locale;
    let paging = Paging {
        range: page.t(msg::paging_range("1–5", "5")),
        previous: None,
        next: (rows.len() > 4).then(|| "/administration/tenants/acme/api?after=x".to_owned()),
    };
    ListPage {
        page,
        tenant: Some(acme()),
        can_create: true,
        can_edit_tenant: true,
        tenant_disabled: false,
        filters: filters(locale, q, status),
        bulk: Some(BulkBar::new(
            locale,
            "/administration/tenants/acme/api",
            &understood(q, status),
            1_001,
            "",
        )),
        under_way: Vec::new(),
        rows,
        paging,
        here: BackLink { everywhere: false, query: format!("q={q}") },
    }
}

/// Every kind of day, and with `quiet` none at all.
fn counted(locale: Locale, quiet: bool) -> UsageView {
    let token = Token {
        id: TokenId::from(Uuid::nil()),
        tenant: TenantId::from(Uuid::nil()),
        labels: Texts::default(),
        logo: None,
        scope: TenantScope::This,
        permissions: domain::Permissions::from_bits(15).unwrap(),
        life: Life::default(),
        last_four: String::new(),
        created_at: NOW,
        updated_at: NOW,
        created_by: String::new(),
        issued_by: None,
        last_used_at: (!quiet).then_some(NOW),
        last_used_from: None,
        last_used_permission: None,
        last_used_module: None,
    };
    let day = |back: i64| Day {
        day: NOW.day() - back,
        allowed: 900 * (30 - back) + 70 * (back % 5),
        refused: if back % 4 == 1 { 211 * back } else { 0 },
    };
    let area = |module: &str, permission, allowed, refused| Area {
        module: module.to_owned(),
        permission,
        allowed,
        refused,
    };
    let areas = [area("devices", 1, 402_113, 0), area("reports", 4, 1, 12_871), area("", 0, 0, 1)];
    let days: Vec<_> = (0..27).map(day).collect();
    let shown = if quiet { (&[][..], &[][..]) } else { (&days[..], &areas[..]) };
    usage::view(locale, &token, &[], shown.0, shown.1, NOW)
}

fn frame(locale: Locale, kind: BadgeKind, tab: &'static str) -> Frame {
    Frame {
        tenant: acme(),
        id: TOKEN.to_owned(),
        name: super::TOKEN_NAME.to_owned(),
        initials: "WS".to_owned(),
        logo: None,
        masked: "lk_…9fQ2".to_owned(),
        status: badge(locale, kind),
        acts: acts(kind),
        tab,
    }
}

pub fn general(page: Page, kind: BadgeKind) -> GeneralTab {
    let locale = page.locale;
    let revoked = kind == BadgeKind::Revoked;
    GeneralTab {
        page,
        frame: frame(locale, kind, "general"),
        texts: super::texts(
            super::TOKEN_NAME,
            if revoked { "" } else { "Handhelds in hall 3\nowner: logistics" },
        ),
        created: When::moment(locale, days(-40), BERLIN),
        created_by: "owner@example.com".to_owned(),
        created_with: revoked.then(|| acme().url("/api/tok_0")),
        issued: revoked.then(|| page_issued(locale)),
        issued_url: revoked.then(|| acme().url("/api/tok_0/revoke")),
        expires: (!revoked).then(|| When::moment(locale, days(90), BERLIN)),
        last_used: (!revoked).then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        last_use: if revoked { Vec::new() } else { vec!["10.0.3.7".to_owned(), "Devices".to_owned()] },
        revoked: revoked.then(|| When::moment(locale, days(-1), BERLIN)),
        secrets: if revoked {
            vec![secret(locale, 2)]
        } else {
            (1..=3).rev().map(|n| secret(locale, n)).collect()
        },
    }
}

/// The first has ended, the second is about to, the third is the present one.
fn secret(locale: Locale, generation: i64) -> SecretRow {
    SecretRow {
        generation,
        number: locale.number(generation),
        masked: "lk_…9fQ2".to_owned(),
        created: When::moment(locale, days(generation - 10), BERLIN),
        ends: (generation < 3).then(|| When::moment(locale, days(generation), BERLIN)),
        over: generation == 1,
        last_used: (generation == 2).then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        last_used_from: "10.0.3.7".to_owned(),
        can_end: generation == 2,
        can_extend: generation == 2,
    }
}

pub fn access(page: Page, bare: bool) -> AccessTab {
    AccessTab {
        frame: frame(page.locale, BadgeKind::Active, "access"),
        sentence: super::wizard::overview(super::signed_in(page.locale), "x", bare).sentence,
        scope: "Acme".to_owned(),
        app: if bare { String::new() } else { "Warehouse app".to_owned() },
        modules: if bare { String::new() } else { "Devices, Reports".to_owned() },
        permissions: permissions(if bare { "RWCD" } else { "RC" }),
        page,
    }
}

fn last_use(used: bool) -> Vec<String> {
    if used { vec!["10.0.3.7".to_owned(), "Devices".to_owned()] } else { Vec::new() }
}

pub fn used(page: Page, used: bool) -> UsageTab {
    let locale = page.locale;
    UsageTab {
        page,
        frame: frame(locale, BadgeKind::Active, "usage"),
        last_used: used.then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        last_use: last_use(used),
        usage: counted(locale, !used),
    }
}

pub fn audit(page: Page, filled: bool) -> AuditTab {
    let locale = page.locale;
    let event_view = |what: Message<'_>, by_token, before: Option<&str>, after: &str| EventView {
        what: locale.t(what),
        who: if by_token { "CI deploy".to_owned() } else { "owner@example.com".to_owned() },
        by_token,
        when: When::ago(locale, days(-1), NOW, BERLIN),
        from: if by_token { String::new() } else { "10.0.3.7".to_owned() },
        changes: vec![Changed {
            label: locale.t(msg::TOKEN_NAME),
            before: before.map(ToOwned::to_owned),
            after: after.to_owned(),
        }],
    };
    let event_views = vec![
        event_view(msg::AUDIT_TOKEN_CHANGED, true, Some("Warehouse"), "Warehouse scanner – production"),
        event_view(msg::AUDIT_TOKEN_ISSUED, false, None, "Warehouse"),
    ];
    AuditTab {
        frame: frame(locale, BadgeKind::Active, "audit"),
        paging: Paging { range: page.t(msg::audit_shown(2)), ..Paging::default() },
        event_views: if filled { event_views } else { Vec::new() },
        page,
    }
}

fn page_issued(locale: Locale) -> String {
    locale.t(msg::token_issued_count(12))
}

/// Of a token with which others were issued.
pub fn revoke_along(page: Page, over: bool) -> RevokePage {
    let locale = page.locale;
    let row = |name: &str, tenant: &str, kind, ends: Option<i64>| IssuedRow {
        url: acme().url("/api/tok_1"),
        id: TOKEN.to_owned(),
        name: name.to_owned(),
        tenant: tenant.to_owned(),
        masked: "lk_…7bQ1".to_owned(),
        status: badge(locale, kind),
        expires: ends.map(|ends| When::date(locale, days(ends), BERLIN)),
    };
    let issued = IssuedView {
        rows: vec![
            row("Deploy – night", "Acme", BadgeKind::Active, Some(90)),
            row("Export", "Globex", BadgeKind::Disabled, None),
        ],
        more: locale.t(msg::bulk_more(10)),
        elsewhere: locale.t(msg::token_issued_elsewhere(3)),
        label: locale.t(msg::token_issued_also(12)),
        chosen: over,
    };
    RevokePage { over, issued, ..revoke(page, Errors::default()) }
}

pub fn revoke(page: Page, errors: Errors) -> RevokePage {
    let wrong = !errors.is_empty();
    let locale = page.locale;
    RevokePage {
        page,
        tenant: acme(),
        errors,
        id: TOKEN.to_owned(),
        name: super::TOKEN_NAME.to_owned(),
        masked: "lk_…9fQ2".to_owned(),
        last_used: wrong.then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        over: false,
        issued: IssuedView::default(),
        typed: if wrong { "warehouse".to_owned() } else { String::new() },
        cancel: acme().url("/api"),
        carried: vec![("back".to_owned(), "q=a".to_owned())],
    }
}
