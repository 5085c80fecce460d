//! Tenants, made up: list, create, Summary, Modules, Settings, the parent.

use super::{
    AttentionItem, FormerSlug, ParentLink, Review, TenantConfirmPage, TenantFields, TenantListPage,
    TenantModule, TenantModulesPage, TenantNewPage, TenantParentPage, TenantRow, TenantSettingsPage,
    TenantSlugPage, TenantSummaryPage, TokenCounts,
};
use crate::i18n::{Counting, Locale, msg};
use crate::web::modules::samples::MODULES;
use crate::web::name_form::{DependentLink, Dependents};
use crate::web::page::{Errors, Page};
use crate::web::samples::{BERLIN, Sample, acme, after, badge, days, errors, sample, signed_in};
use crate::web::view::{BadgeKind, Choice, Paging, TenantRef, When, initials};

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    let without_tenant = || Page { tenant: None, tenants: Vec::new(), ..page() };
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let new_wrong = wrong(&["name", "slug", "time_zone", "language", "parent"]);
    vec![
        sample("tenants", list(page(), true, true, "")),
        sample("tenants-empty", list(without_tenant(), true, false, "")),
        sample("tenants-none-given", list(without_tenant(), false, false, "")),
        sample("tenants-nothing-matches", list(page(), true, false, "umbrella")),
        sample("tenant-new", new(page(), good(), "")),
        sample("tenant-new-wrong", new(page(), new_wrong, "A!")),
        sample("tenant-summary", summary(after(locale, true, "OK"))),
        sample("tenant-settings", settings(page(), good(), false)),
        sample("tenant-settings-disabled", settings(page(), wrong(&["name"]), true)),
        sample("tenant-slug", slug(page())),
        sample("tenant-ask", ask(page())),
        sample("tenant-former", former(page())),
        sample("tenant-parent", parent(page(), good(), false)),
        sample("tenant-parent-wrong", parent(page(), wrong(&["parent"]), false)),
        sample("tenant-parent-review", parent(page(), good(), true)),
        sample("tenant-modules", modules(page(), good(), true, true)),
        sample("tenant-modules-wrong", modules(page(), wrong(&["modules"]), true, false)),
        sample("tenant-modules-read-only", modules(page(), good(), false, false)),
    ]
}

pub fn fields(name: &str, slug: &str) -> TenantFields {
    TenantFields {
        name: name.to_owned(),
        slug: slug.to_owned(),
        time_zones: Choice::time_zones("Europe/Berlin"),
        languages: Choice::languages("de"),
    }
}

fn list(page: Page, can_create: bool, filled: bool, q: &str) -> TenantListPage {
    let locale = page.locale;
    let row = |name: &str, slug: &str, kind| TenantRow {
        tenant: TenantRef { name: name.to_owned(), slug: slug.to_owned() },
        initials: initials(name),
        parent: if kind == BadgeKind::Disabled { "Holding".to_owned() } else { String::new() },
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
        paging: Paging { range: page.t(msg::paging_range("1–2", "2")), ..Paging::default() },
        page,
    }
}

fn matters(locale: Locale) -> Vec<AttentionItem> {
    let matter = |number: i64, message: Counting| AttentionItem {
        number: locale.number(number),
        text: locale.t(message(number)),
        url: "/administration/tenants/acme/api?attention=late".to_owned(),
    };
    vec![matter(2, msg::tenant_late), matter(31, msg::tenant_expiring)]
}

fn settings(page: Page, errors: Errors, disabled: bool) -> TenantSettingsPage {
    TenantSettingsPage {
        page,
        tenant: acme(),
        can_edit_tenant: true,
        can_change_slug: !disabled,
        errors,
        fields: fields("Acme", "acme"),
        disabled,
        disabled_above: disabled,
        parent: if disabled { "Holding".to_owned() } else { String::new() },
        former: if disabled {
            Vec::new()
        } else {
            vec![FormerSlug {
                slug: "acme-gmbh".to_owned(),
                since: When::date(Locale::En, days(-400), BERLIN),
            }]
        },
        stopping: 3,
        stopping_text: String::new(),
        can_move: true,
        can_disable: true,
    }
}

fn slug(page: Page) -> TenantSlugPage {
    TenantSlugPage {
        tenant: acme(),
        can_edit_tenant: true,
        headline: page.t(msg::tenant_slug_headline("Acme", "acme-two")),
        effects: vec![page.t(msg::tenant_slug_tokens(3)), page.t(msg::tenant_slug_alias("acme"))],
        hidden: vec![("name", "Acme".to_owned()), ("slug", "acme-two".to_owned())],
        page,
    }
}

fn ask(page: Page) -> TenantConfirmPage {
    let link = |name: &str| DependentLink {
        name: name.to_owned(),
        of: "Acme".to_owned(),
        url: acme().url("/api/x"),
    };
    TenantConfirmPage {
        tenant: acme(),
        can_edit_tenant: true,
        tab: "modules",
        title: page.t(msg::MODULES_DISABLE_TITLE),
        headline: page.t(msg::modules_disable_headline("Devices", "Acme")),
        effects: vec![
            page.t(msg::modules_losing("Devices", &page.t(msg::modules_losing_own(7)))),
            page.t(msg::modules_losing("Devices", &page.t(msg::modules_losing_foreign(1)))),
        ],
        tokens: Dependents { links: vec![link("Deploy"), link("Warehouse scanner")], more: true },
        list: "/api?status=active&module=devices".to_owned(),
        action: "/modules",
        hidden: vec![("seen", "8".to_owned())],
        button: page.t(msg::MODULES_DISABLE),
        page,
    }
}

fn former(page: Page) -> TenantConfirmPage {
    let ask = ask(page);
    let page = &ask.page;
    TenantConfirmPage {
        tab: "settings",
        title: page.t(msg::TENANT_FORMER_REMOVE_TITLE),
        headline: page.t(msg::tenant_former_headline("Acme", "acme-gmbh")),
        effects: vec![
            page.t(msg::tenant_former_refused("acme-gmbh")),
            page.t(msg::tenant_former_kept("Acme")),
        ],
        tokens: Dependents::default(),
        list: String::new(),
        button: page.t(msg::TENANT_FORMER_REMOVE),
        ..ask
    }
}

fn new(page: Page, errors: Errors, slug: &str) -> TenantNewPage {
    TenantNewPage { parents: parents(page.locale), fields: fields("", slug), errors, page }
}

fn parent(page: Page, errors: Errors, chosen: bool) -> TenantParentPage {
    let review = chosen.then(|| Review {
        parent: "holding".to_owned(),
        headline: page.t(msg::tenant_move_below("Acme", "Holding")),
        effects: vec![
            page.t(msg::tenant_move_along(3)),
            page.t(msg::tenant_move_reached_by(2)),
            page.t(msg::tenant_move_lost_by(1)),
            page.t(msg::tenant_move_people("Holding")),
            page.t(msg::tenant_move_disabled("Holding")),
            page.t(msg::tenant_move_people_lost("Umbrella")),
        ],
    });
    let choices = if chosen { Vec::new() } else { parents(page.locale) };
    TenantParentPage { tenant: acme(), can_edit_tenant: true, errors, choices, review, page }
}

fn parents(locale: Locale) -> Vec<Choice> {
    let choice =
        |value: &str, text: String| Choice { value: value.to_owned(), text, chosen: value.is_empty() };
    vec![choice("", locale.t(msg::TENANT_PARENT_NONE)), choice("holding", "Holding".to_owned())]
}

fn summary(page: Page) -> TenantSummaryPage {
    let locale = page.locale;
    let child = |name: &str, slug: &str| TenantRef { name: name.to_owned(), slug: slug.to_owned() };
    TenantSummaryPage {
        tenant: acme(),
        can_edit_tenant: true,
        status: badge(locale, BadgeKind::Active),
        counts: TokenCounts {
            active: locale.number(1_204),
            disabled: locale.number(3),
            expired: locale.number(41),
            revoked: locale.number(0),
        },
        has_tokens: true,
        matters: matters(locale),
        time_zone: "Europe/Berlin".to_owned(),
        language: Locale::De.own_name().to_owned(),
        created: When::date(locale, days(-400), BERLIN),
        parent: Some(ParentLink {
            name: "Holding".to_owned(),
            url: Some("/administration/tenants/holding".to_owned()),
        }),
        children: vec![child("Acme Lyon", "acme-lyon"), child("Acme Oslo", "acme-oslo")],
        page,
    }
}

fn modules(page: Page, errors: Errors, can_edit: bool, can_manage: bool) -> TenantModulesPage {
    let rows = MODULES.map(|(slug, name, built_in)| TenantModule {
        slug: slug.to_owned(),
        name: name.to_owned(),
        built_in,
        tokens: if slug == "devices" { page.t(msg::modules_active_tokens(3)) } else { String::new() },
        status: badge(page.locale, if built_in { BadgeKind::Disabled } else { BadgeKind::Active }),
        shown: !built_in,
        ticked: slug != "reports",
        owners_only: slug == "reports",
        locked: slug == "reports" && !can_manage,
    });
    TenantModulesPage {
        page,
        tenant: acme(),
        can_edit_tenant: can_edit,
        can_manage,
        errors,
        rows: rows.into(),
    }
}
