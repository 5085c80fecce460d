//! The wizard's pages.

use super::{BERLIN, LOGO, SECRET, TOKEN, acme, days, permissions};
use crate::i18n::msg;
use crate::service::token_spec::GeneralInput;
use crate::web::page::{Errors, Page};
use crate::web::view::Choice;
use crate::web::wizard::{
    AccessFields, AccessStep, ExpiryMoment, GeneralFields, GeneralStep, ModuleChoice, OverviewStep,
    SummaryStep, TokenGoneStep, TokenStep, sentence,
};

pub fn general(page: Page, errors: Errors) -> GeneralStep {
    let wrong = !errors.is_empty();
    GeneralStep {
        tenant: acme(),
        errors,
        action: acme().url("/api/new"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        new_draft: Some("0193".to_owned()),
        hidden: vec![("permissions", "read".to_owned())],
        odd: wrong,
        general: general_fields(&page, wrong),
        page,
    }
}

pub fn general_fields(page: &Page, wrong: bool) -> GeneralFields {
    let until = page.locale.moment_with_zone(days(90), BERLIN);
    GeneralFields {
        locked: false,
        keep: None,
        logo: wrong.then(|| LOGO.to_owned()),
        input: GeneralInput {
            labels: super::texts(
                if wrong { "" } else { super::TOKEN_NAME },
                "Handhelds in hall 3, owner: logistics",
            ),
            expires_in: if wrong { "custom" } else { "90d" }.to_owned(),
            expires_date: if wrong { "2027-03-28" } else { "" }.to_owned(),
            expires_time: if wrong { "02:30" } else { "" }.to_owned(),
        },
        time_zone: BERLIN.name().to_owned(),
        moment: ExpiryMoment { text: page.t(msg::wizard_moment(&until)), problem: wrong },
        expiry_preview_url: acme().url("/api/expiry"),
    }
}

pub fn access(page: Page, errors: Errors, scope: &str, tenants: usize) -> AccessStep {
    AccessStep {
        access: access_fields(&page, scope, tenants),
        page,
        tenant: acme(),
        errors,
        action: acme().url("/api/drafts/0193/access"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
    }
}

pub fn access_fields(page: &Page, scope: &str, tenants: usize) -> AccessFields {
    let names = ["Globex", "Hooli", "Initech", "Massive Dynamic", "Soylent", "Stark Industries", "Tyrell"];
    let choices = names.iter().cycle().take(tenants).map(|name| Choice {
        value: name.to_lowercase(),
        text: (*name).to_owned(),
        chosen: *name == "Globex",
    });
    let module = |slug: &str, name: &str, here, somewhere| ModuleChoice {
        slug: slug.to_owned(),
        name: name.to_owned(),
        built_in: slug == "administration",
        here,
        somewhere,
        chosen: slug == "devices",
    };
    let modules = vec![
        module("billing", "Billing", false, true),
        module("devices", "Devices", true, true),
        module("reports", "Reports", false, false),
        module("administration", "Tenant API", true, true),
    ];
    let app =
        |value: &str, text: String| Choice { value: value.to_owned(), text, chosen: value == "grafana" };
    let apps = vec![app("", page.t(msg::WIZARD_APP_NONE)), app("grafana", "Grafana".to_owned())];
    AccessFields {
        locked: false,
        may_below: tenants > 0,
        scope: scope.to_owned(),
        tenants: choices.collect(),
        may_all: tenants > 0,
        apps: if tenants > 0 { apps } else { Vec::new() },
        modules,
        permissions: permissions("RC"),
    }
}

pub fn overview(page: Page, description: &str, everywhere: bool) -> OverviewStep {
    let locale = page.locale;
    let moment = locale.moment(days(90), BERLIN);
    let acme_only = ["Acme".to_owned()];
    let modules = ["Billing".to_owned(), "Devices".to_owned()];
    let modules = if description.is_empty() { &[][..] } else { &modules[..] };
    OverviewStep {
        tenant: acme(),
        action: acme().url("/api/drafts/0193/token"),
        generation: 0,
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        general_url: acme().url("/api/drafts/0193/general"),
        access_url: acme().url("/api/drafts/0193/access"),
        texts: super::texts(super::TOKEN_NAME, description),
        initials: "WS".to_owned(),
        logo: None,
        sentence: sentence(
            &page,
            permissions("RC"),
            modules,
            (!everywhere).then_some(acme_only.as_slice()),
            (!everywhere).then_some((moment.as_str(), BERLIN.name())),
        ),
        expires: if everywhere {
            page.t(msg::WIZARD_NO_EXPIRATION)
        } else {
            page.t(msg::wizard_expires_in_days(90))
        },
        scope: page.t(msg::wizard_scope_only("Acme")),
        app: (!everywhere).then(|| "Grafana".to_owned()),
        modules: modules.join(", "),
        permissions: permissions(if everywhere { "RWCD" } else { "RC" }),
        page,
    }
}

pub fn token(page: Page) -> TokenStep {
    TokenStep {
        page,
        tenant: acme(),
        name: super::TOKEN_NAME.to_owned(),
        generation: 1,
        secret: SECRET.to_owned(),
        public_url: "https://tokens.example.com".to_owned(),
        save_url: acme().url("/api/drafts/0193/save"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
        gone_url: acme().url("/api/drafts/0193/token"),
    }
}

pub fn gone(page: Page) -> TokenGoneStep {
    TokenGoneStep {
        page,
        generation: 1,
        tenant: acme(),
        name: super::TOKEN_NAME.to_owned(),
        action: acme().url("/api/drafts/0193/token"),
        cancel_url: acme().url("/api/drafts/0193/cancel"),
    }
}

pub fn summary(page: Page) -> SummaryStep {
    let locale = page.locale;
    SummaryStep {
        page,
        tenant: acme(),
        id: TOKEN.to_owned(),
        name: super::TOKEN_NAME.to_owned(),
        initials: "WS".to_owned(),
        logo: None,
        masked: "lk_…9fQ2".to_owned(),
        sentence: overview(super::signed_in(locale), "", false).sentence,
    }
}
