//! Every page with believable data, in every language: what the tests render, and what a designer looks at.

use askama::Template;
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::account::AccountPage;
use super::errors::{ErrorPage, Problem};
use super::page::{Errors, Flash, Page, Signed, SwitcherTenant};
use super::setup::SetupPage;
use super::sign_in::SignInPage;
use super::tenants::{
    TenantFields, TenantListPage, TenantNewPage, TenantRow, TenantSettingsPage, TenantSummaryPage,
    TokenCounts,
};
use super::tokens::{DetailsPage, ListPage, RevokePage, TokenRow};
use super::view::{Badge, BadgeKind, Choice, Paging, Permissions, TenantRef, When, initials};
use super::wizard::{
    AccessStep, ExpiryMoment, GeneralStep, OverviewStep, SummaryStep, TokenGoneStep, TokenStep, sentence,
};
use crate::domain::time::Timestamp;
use crate::i18n::Locale;

const BERLIN: Tz = chrono_tz::Europe::Berlin;
/// 22 November 2026, 10:00 UTC.
const NOW: Timestamp = Timestamp::from_micros(1_795_341_600_000_000);
const TOKEN: &str = "tok_01jd8m4qk7f2v9x3z5c6b8n0rt";
/// Made up, and not of the right checksum: no sample is a token.
const SECRET: &str = "lk_7Yq0ZrX3mBv8Kd1NfTgW5uJhQpEoLsCi2Ra9Ay6Mx4DzbHk0";

/// Any picture.
const LOGO: &str = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path fill='%230b6b5d' d='M0 0h8v8H0z'/><path fill='%23f4b24d' d='M1 7 4 1l3 6z'/></svg>";

fn days(n: i64) -> Timestamp {
    NOW.plus(TimeDelta::days(n))
}

fn acme() -> TenantRef {
    TenantRef { name: "Acme".to_owned(), slug: "acme".to_owned() }
}

/// What a signed-in owner's page shares.
fn signed_in(locale: Locale) -> Page {
    let tenant = |name: &str, slug: &str, current| SwitcherTenant {
        name: name.to_owned(),
        slug: slug.to_owned(),
        current,
    };
    Page {
        locale,
        csrf: "a-csrf-token".to_owned(),
        person: Some(Signed { email: "owner@example.com".to_owned() }),
        tenants: vec![tenant("Acme", "acme", true), tenant("Globex", "globex", false)],
        tenant: Some(tenant("Acme", "acme", true)),
        flash: None,
    }
}

/// What the page of somebody unknown shares.
fn signed_out(locale: Locale) -> Page {
    Page {
        locale,
        csrf: "a-csrf-token".to_owned(),
        person: None,
        tenants: Vec::new(),
        tenant: None,
        flash: None,
    }
}

/// A page that comes after something was done.
fn after(locale: Locale, success: bool, text: &str) -> Page {
    Page { flash: Some(Flash { success, text: text.to_owned() }), ..signed_in(locale) }
}

fn permissions(letters: &str) -> Permissions {
    Permissions {
        read: letters.contains('R'),
        write: letters.contains('W'),
        create: letters.contains('C'),
        delete: letters.contains('D'),
    }
}

fn badge(locale: Locale, kind: BadgeKind) -> Badge {
    let text = match kind {
        BadgeKind::Active => locale.t("status-active"),
        BadgeKind::Expiring => locale.tn("status-expires-in-days", 3),
        BadgeKind::Disabled => locale.t("status-disabled"),
        BadgeKind::Expired => locale.t("status-expired"),
        BadgeKind::Revoked => locale.t("status-revoked"),
    };
    Badge { kind, text }
}

fn row(locale: Locale, name: &str, tail: &str, scope: &str, may: &str, kind: BadgeKind) -> TokenRow {
    TokenRow {
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
        can_revoke: kind != BadgeKind::Revoked,
    }
}

fn rows(locale: Locale) -> Vec<TokenRow> {
    let all = locale.t("token-scope-all");
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

fn list(page: Page, rows: Vec<TokenRow>, q: &str, status: &str) -> ListPage {
    let paging = Paging {
        range: page.t2("paging-range", "range", "1–5", "total", "5"),
        previous: None,
        next: (rows.len() > 4).then(|| "/administration/tenants/acme/api?after=x".to_owned()),
    };
    ListPage {
        page,
        tenant: acme(),
        can_create: true,
        can_edit_tenant: true,
        q: q.to_owned(),
        status: status.to_owned(),
        rows,
        paging,
    }
}

fn general(page: Page, errors: Errors) -> GeneralStep {
    let wrong = !errors.is_empty();
    let until = page.locale.moment_with_zone(days(90), BERLIN);
    GeneralStep {
        tenant: acme(),
        errors,
        action: acme().url("/api/new"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        new_draft: Some("0193".to_owned()),
        logo: wrong.then(|| LOGO.to_owned()),
        name: if wrong { String::new() } else { "Warehouse scanner – production".to_owned() },
        description: "Handhelds in hall 3, owner: logistics".to_owned(),
        expires_in: if wrong { "custom" } else { "90d" }.to_owned(),
        expires_date: if wrong { "2027-03-28" } else { "" }.to_owned(),
        expires_time: if wrong { "02:30" } else { "" }.to_owned(),
        time_zone: BERLIN.name().to_owned(),
        moment: ExpiryMoment { text: page.t1("wizard-moment", "moment", &until), problem: wrong },
        expiry_preview_url: acme().url("/api/expiry"),
        page,
    }
}

fn access(page: Page, errors: Errors, scope: &str, tenants: usize) -> AccessStep {
    let names = ["Globex", "Hooli", "Initech", "Massive Dynamic", "Soylent", "Stark Industries", "Tyrell"];
    let choices = names.iter().cycle().take(tenants).map(|name| Choice {
        value: name.to_lowercase(),
        text: (*name).to_owned(),
        chosen: *name == "Globex",
    });
    AccessStep {
        page,
        tenant: acme(),
        errors,
        action: acme().url("/api/drafts/0193/access"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        scope: scope.to_owned(),
        tenants: choices.collect(),
        may_all: tenants > 0,
        permissions: permissions("RC"),
    }
}

fn overview(page: Page, description: &str, everywhere: bool) -> OverviewStep {
    let locale = page.locale;
    let moment = locale.moment(days(90), BERLIN);
    let acme_only = ["Acme".to_owned()];
    OverviewStep {
        tenant: acme(),
        action: acme().url("/api/drafts/0193/token"),
        generation: 0,
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        general_url: acme().url("/api/drafts/0193/general"),
        access_url: acme().url("/api/drafts/0193/access"),
        name: "Warehouse scanner – production".to_owned(),
        initials: "WS".to_owned(),
        logo: None,
        description: description.to_owned(),
        sentence: sentence(
            &page,
            permissions("RC"),
            (!everywhere).then_some(acme_only.as_slice()),
            (!everywhere).then_some((moment.as_str(), BERLIN.name())),
        ),
        expires: if everywhere {
            page.t("wizard-no-expiration")
        } else {
            page.tn("wizard-expires-in-days", 90)
        },
        scope: page.t1("wizard-scope-only", "tenant", "Acme"),
        permissions: permissions(if everywhere { "RWCD" } else { "RC" }),
        page,
    }
}

fn details(page: Page, kind: BadgeKind) -> DetailsPage {
    let locale = page.locale;
    let revoked = kind == BadgeKind::Revoked;
    DetailsPage {
        page,
        tenant: acme(),
        id: TOKEN.to_owned(),
        name: "Warehouse scanner – production".to_owned(),
        initials: "WS".to_owned(),
        logo: None,
        description: if revoked { String::new() } else { "Handhelds in hall 3\nowner: logistics".to_owned() },
        masked: "lk_…9fQ2".to_owned(),
        scope: "Acme".to_owned(),
        permissions: permissions("RC"),
        status: badge(locale, kind),
        created: When::moment(locale, days(-40), BERLIN),
        created_by: "owner@example.com".to_owned(),
        expires: (!revoked).then(|| When::moment(locale, days(90), BERLIN)),
        last_used: (!revoked).then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        last_used_from: if revoked { String::new() } else { "10.0.3.7".to_owned() },
        revoked: revoked.then(|| When::moment(locale, days(-1), BERLIN)),
        can_revoke: !revoked,
    }
}

fn revoke(page: Page, errors: Errors) -> RevokePage {
    let wrong = !errors.is_empty();
    let locale = page.locale;
    RevokePage {
        page,
        tenant: acme(),
        errors,
        id: TOKEN.to_owned(),
        name: "Warehouse scanner – production".to_owned(),
        masked: "lk_…9fQ2".to_owned(),
        last_used: wrong.then(|| When::ago(locale, days(-1), NOW, BERLIN)),
        typed: if wrong { "warehouse".to_owned() } else { String::new() },
    }
}

fn fields(name: &str, slug: &str) -> TenantFields {
    TenantFields {
        name: name.to_owned(),
        slug: slug.to_owned(),
        time_zones: Choice::time_zones("Europe/Berlin"),
        languages: Choice::languages("de"),
    }
}

fn tenants(page: Page, can_create: bool, filled: bool, q: &str) -> TenantListPage {
    let locale = page.locale;
    let row = |name: &str, slug: &str, kind| TenantRow {
        tenant: TenantRef { name: name.to_owned(), slug: slug.to_owned() },
        initials: initials(name),
        status: badge(locale, kind),
        active_tokens: locale.number(1_204),
        time_zone: "Europe/Berlin".to_owned(),
        language: Locale::De.own_name().to_owned(),
        created: When::date(locale, days(-400), BERLIN),
    };
    let rows = vec![row("Acme", "acme", BadgeKind::Active), row("Globex", "globex", BadgeKind::Disabled)];
    TenantListPage {
        can_create,
        q: q.to_owned(),
        rows: if filled { rows } else { Vec::new() },
        paging: Paging {
            range: page.t2("paging-range", "range", "1–2", "total", "2"), ..Paging::default()
        },
        page,
    }
}

fn settings(page: Page, errors: Errors, disabled: bool) -> TenantSettingsPage {
    TenantSettingsPage {
        page,
        tenant: acme(),
        can_edit_tenant: true,
        errors,
        fields: fields("Acme", "acme"),
        disabled,
        can_disable: true,
    }
}

fn errors(locale: Locale, wrong: &[&'static str]) -> Errors {
    let mut errors = Errors::default();
    for field in wrong {
        // Any sentence will do where a message stands; the real ones are the handlers'.
        errors.add(field, locale.t("error-unprocessable-text"));
    }
    errors
}

fn account(page: Page, errors: Errors) -> AccountPage {
    AccountPage {
        page,
        errors,
        email: "owner@example.com".to_owned(),
        role: "owner".to_owned(),
        languages: Choice::languages("en"),
    }
}

/// The list of tokens, for who wants its parts.
pub fn token_list(locale: Locale) -> ListPage {
    list(signed_in(locale), rows(locale), "", "all")
}

/// Every page in that language, rendered, by a name of its own.
pub fn pages(locale: Locale) -> Vec<(String, String)> {
    let signed = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let mut first = rows(locale);
    let none = || Vec::new();
    first[0].logo = Some(LOGO.to_owned());
    let nobody = Page { tenant: None, tenants: Vec::new(), ..signed() };
    let auditor = Page { tenant: None, tenants: Vec::new(), ..signed() };
    let read_only =
        ListPage { can_create: false, can_edit_tenant: false, ..list(signed(), none(), "", "all") };
    let shown: Vec<(&str, Box<dyn askama::DynTemplate>)> = vec![
        ("tokens", Box::new(list(signed(), rows(locale), "", "all"))),
        ("tokens-logo", Box::new(list(after(locale, true, "OK"), first, "scan", "active"))),
        ("tokens-empty", Box::new(list(signed(), none(), "", "all"))),
        ("tokens-empty-read-only", Box::new(read_only)),
        ("tokens-nothing-matches", Box::new(list(signed(), none(), "<b>", "revoked"))),
        ("token-details", Box::new(details(signed(), BadgeKind::Active))),
        ("token-revoked", Box::new(details(after(locale, false, "!"), BadgeKind::Revoked))),
        ("token-revoke", Box::new(revoke(signed(), good()))),
        ("token-revoke-wrong", Box::new(revoke(signed(), wrong(&["name"])))),
        ("wizard-general", Box::new(general(signed(), good()))),
        ("wizard-general-wrong", Box::new(general(signed(), wrong(&["name", "logo", "expires_date"])))),
        ("wizard-access", Box::new(access(signed(), good(), "this", 3))),
        ("wizard-access-many", Box::new(access(signed(), good(), "selected", 24))),
        ("wizard-access-one", Box::new(access(signed(), good(), "this", 0))),
        (
            "wizard-access-wrong",
            Box::new(access(signed(), wrong(&["tenants", "permissions"]), "selected", 3)),
        ),
        ("wizard-overview", Box::new(overview(signed(), "Handhelds in hall 3, owner: logistics", false))),
        ("wizard-overview-all", Box::new(overview(signed(), "", true))),
        (
            "wizard-token",
            Box::new(TokenStep {
                page: signed(),
                tenant: acme(),
                name: "Warehouse scanner – production".to_owned(),
                generation: 1,
                secret: SECRET.to_owned(),
                public_url: "https://tokens.example.com".to_owned(),
                save_url: acme().url("/api/drafts/0193/save"),
                cancel_url: acme().url("/api/drafts/0193/cancel"),
                gone_url: acme().url("/api/drafts/0193/token"),
            }),
        ),
        (
            "wizard-gone",
            Box::new(TokenGoneStep {
                page: signed(),
                generation: 1,
                tenant: acme(),
                name: "Warehouse scanner – production".to_owned(),
                action: acme().url("/api/drafts/0193/token"),
                cancel_url: acme().url("/api/drafts/0193/cancel"),
            }),
        ),
        (
            "wizard-summary",
            Box::new(SummaryStep {
                page: signed(),
                tenant: acme(),
                id: TOKEN.to_owned(),
                name: "Warehouse scanner – production".to_owned(),
                initials: "WS".to_owned(),
                logo: None,
                masked: "lk_…9fQ2".to_owned(),
                sentence: overview(signed(), "", false).sentence,
            }),
        ),
        ("tenants", Box::new(tenants(signed(), true, true, ""))),
        ("tenants-empty", Box::new(tenants(nobody, true, false, ""))),
        ("tenants-none-given", Box::new(tenants(auditor, false, false, ""))),
        ("tenants-nothing-matches", Box::new(tenants(signed(), true, false, "umbrella"))),
        ("tenant-new", Box::new(TenantNewPage { page: signed(), errors: good(), fields: fields("", "") })),
        (
            "tenant-new-wrong",
            Box::new(TenantNewPage {
                page: signed(),
                errors: wrong(&["name", "slug", "time_zone", "language"]),
                fields: fields("", "A!"),
            }),
        ),
        (
            "tenant-summary",
            Box::new(TenantSummaryPage {
                page: after(locale, true, "OK"),
                tenant: acme(),
                can_edit_tenant: true,
                status: badge(locale, BadgeKind::Active),
                counts: TokenCounts {
                    active: locale.number(1_204),
                    disabled: locale.number(3),
                    expired: locale.number(41),
                    revoked: locale.number(0),
                },
                time_zone: "Europe/Berlin".to_owned(),
                language: Locale::De.own_name().to_owned(),
                created: When::date(locale, days(-400), BERLIN),
            }),
        ),
        ("tenant-settings", Box::new(settings(signed(), good(), false))),
        ("tenant-settings-disabled", Box::new(settings(signed(), wrong(&["slug"]), true))),
        (
            "sign-in",
            Box::new(SignInPage {
                page: signed_out(locale),
                email: String::new(),
                next: "/".to_owned(),
                problem: None,
            }),
        ),
        (
            "sign-in-wrong",
            Box::new(SignInPage {
                page: Page {
                    flash: Some(Flash { success: true, text: "OK".to_owned() }),
                    ..signed_out(locale)
                },
                email: "owner@example.com".to_owned(),
                next: "/account".to_owned(),
                problem: Some(locale.t("error-unprocessable-text")),
            }),
        ),
        (
            "setup",
            Box::new(SetupPage {
                page: signed_out(locale),
                errors: good(),
                code: "7KQ4-M2XD".to_owned(),
                email: String::new(),
                fields: fields("", ""),
            }),
        ),
        (
            "setup-wrong",
            Box::new(SetupPage {
                page: signed_out(locale),
                errors: wrong(&["code", "email", "password", "name"]),
                code: String::new(),
                email: "owner".to_owned(),
                fields: fields("", ""),
            }),
        ),
        ("account", Box::new(account(signed(), good()))),
        ("account-wrong", Box::new(account(signed(), wrong(&["current_password", "new_password"])))),
    ];
    let problems = Problem::ALL.map(|problem| {
        let id = (problem == Problem::Broken).then(|| "0193c2f0-6a1e".to_owned());
        let shown = ErrorPage { page: signed_out(locale), problem, id };
        (format!("error-{problem:?}"), shown.render().unwrap())
    });
    shown
        .into_iter()
        .map(|(name, page)| (name.to_owned(), page.dyn_render().unwrap()))
        .chain(problems)
        .collect()
}
