//! Tenants: list, create, Summary, Settings, the tenant above.

use super::{BERLIN, acme, badge, days};
use crate::i18n::Locale;
use crate::web::named::{HolderLink, Holders};
use crate::web::page::{Errors, Page};
use crate::web::tenants::{
    FormerSlug, Linked, Matter, Review, TenantAskPage, TenantFields, TenantListPage, TenantNewPage,
    TenantParentPage, TenantRow, TenantSettingsPage, TenantSlugPage, TenantSummaryPage, TokenCounts,
};
use crate::web::view::{BadgeKind, Choice, Paging, TenantRef, When, initials};

pub fn fields(name: &str, slug: &str) -> TenantFields {
    TenantFields {
        name: name.to_owned(),
        slug: slug.to_owned(),
        time_zones: Choice::time_zones("Europe/Berlin"),
        languages: Choice::languages("de"),
    }
}

pub fn list(page: Page, can_create: bool, filled: bool, q: &str) -> TenantListPage {
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
        paging: Paging {
            range: page.t2("paging-range", "range", "1–2", "total", "2"), ..Paging::default()
        },
        page,
    }
}

fn matters(locale: Locale) -> Vec<Matter> {
    let matter = |number: i64, key: &str| Matter {
        number: locale.number(number),
        text: locale.tn(key, number),
        url: "/administration/tenants/acme/api?attention=late".to_owned(),
    };
    vec![matter(2, "tenant-late"), matter(31, "tenant-expiring")]
}

pub fn settings(page: Page, errors: Errors, disabled: bool) -> TenantSettingsPage {
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

pub fn slug(page: Page) -> TenantSlugPage {
    TenantSlugPage {
        tenant: acme(),
        can_edit_tenant: true,
        headline: page.t2("tenant-slug-headline", "name", "Acme", "slug", "acme-two"),
        effects: vec![page.tn("tenant-slug-tokens", 3), page.t1("tenant-slug-alias", "slug", "acme")],
        hidden: vec![("name", "Acme".to_owned()), ("slug", "acme-two".to_owned())],
        page,
    }
}

pub fn ask(page: Page) -> TenantAskPage {
    let link =
        |name: &str| HolderLink { name: name.to_owned(), of: "Acme".to_owned(), url: acme().url("/api/x") };
    TenantAskPage {
        tenant: acme(),
        can_edit_tenant: true,
        tab: "modules",
        title: page.t("modules-disable-title"),
        headline: page.t2("modules-disable-headline", "modules", "Devices", "tenant", "Acme"),
        effects: vec![
            page.t2("modules-losing", "module", "Devices", "text", &page.tn("modules-losing-own", 7)),
            page.t2("modules-losing", "module", "Devices", "text", &page.tn("modules-losing-foreign", 1)),
        ],
        tokens: Holders { links: vec![link("Deploy"), link("Warehouse scanner")], more: true },
        list: "/api?status=active&module=devices".to_owned(),
        action: "/modules",
        hidden: vec![("seen", "8".to_owned())],
        button: page.t("modules-disable"),
        page,
    }
}

pub fn former(page: Page) -> TenantAskPage {
    let ask = ask(page);
    let page = &ask.page;
    TenantAskPage {
        tab: "settings",
        title: page.t("tenant-former-remove-title"),
        headline: page.t2("tenant-former-headline", "name", "Acme", "slug", "acme-gmbh"),
        effects: vec![
            page.t1("tenant-former-refused", "slug", "acme-gmbh"),
            page.t1("tenant-former-kept", "name", "Acme"),
        ],
        tokens: Holders::default(),
        list: String::new(),
        button: page.t("tenant-former-remove"),
        ..ask
    }
}

pub fn new(page: Page, errors: Errors, slug: &str) -> TenantNewPage {
    TenantNewPage { parents: parents(page.locale), fields: fields("", slug), errors, page }
}

pub fn parent(page: Page, errors: Errors, chosen: bool) -> TenantParentPage {
    let review = chosen.then(|| Review {
        parent: "holding".to_owned(),
        headline: page.t2("tenant-move-below", "name", "Acme", "parent", "Holding"),
        effects: vec![
            page.tn("tenant-move-along", 3),
            page.tn("tenant-move-reached-by", 2),
            page.tn("tenant-move-lost-by", 1),
            page.t1("tenant-move-people", "parent", "Holding"),
            page.t1("tenant-move-disabled", "parent", "Holding"),
            page.t1("tenant-move-people-lost", "parent", "Umbrella"),
        ],
    });
    let choices = if chosen { Vec::new() } else { parents(page.locale) };
    TenantParentPage { tenant: acme(), can_edit_tenant: true, errors, choices, review, page }
}

fn parents(locale: Locale) -> Vec<Choice> {
    let choice =
        |value: &str, text: String| Choice { value: value.to_owned(), text, chosen: value.is_empty() };
    vec![choice("", locale.t("tenant-parent-none")), choice("holding", "Holding".to_owned())]
}

pub fn summary(page: Page) -> TenantSummaryPage {
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
        parent: Some(Linked {
            name: "Holding".to_owned(),
            url: Some("/administration/tenants/holding".to_owned()),
        }),
        children: vec![child("Acme Lyon", "acme-lyon"), child("Acme Oslo", "acme-oslo")],
        page,
    }
}
