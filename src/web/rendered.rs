//! Checks what must hold for every page, on rendered samples.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{ElementRef, Html, Selector};

use super::samples::Sample;
use super::template_fixtures;
use super::{
    account, api_clients, apps, audit, decisions, errors, explorer, modules, notifications, setup, sign_in,
    tenants,
};
use crate::i18n::{Locale, msg};
use crate::service::token_spec::GeneralInput;

/// The samples of each resource. One that is missing is noticed below.
const SAMPLES: &[fn(Locale) -> Vec<Sample>] = &[
    account::samples::pages,
    api_clients::samples::pages,
    apps::samples::pages,
    audit::samples::pages,
    decisions::samples::pages,
    errors::samples::pages,
    explorer::samples::pages,
    modules::samples::pages,
    notifications::samples::pages,
    setup::samples::pages,
    sign_in::samples::pages,
    tenants::samples::pages,
    template_fixtures::pages,
];

/// Every page in that language.
fn pages(locale: Locale) -> Vec<Sample> {
    SAMPLES.iter().flat_map(|samples| samples(locale)).collect()
}

fn all(html: &Html, css: &str) -> Vec<String> {
    let selector = Selector::parse(css).unwrap();
    html.select(&selector).map(|element| element.html()).collect()
}

fn attributes(html: &Html, css: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(css).unwrap();
    html.select(&selector).filter_map(|element| element.value().attr(name)).map(str::to_owned).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs `check` on every page in every language; its first argument names the page.
fn on_every_page(check: impl Fn(&str, &str, &Html)) {
    for locale in Locale::ALL {
        for Sample { name, html, .. } in pages(locale) {
            check(&format!("{name} ({})", locale.tag()), &html, &Html::parse_document(&html));
        }
    }
}

#[test]
fn every_page_renders_with_sample_data() {
    on_every_page(|page, source, html| {
        assert_eq!(all(html, "h1").len(), 1, "{page}: one headline");
        assert_eq!(all(html, "main#main").len(), 1, "{page}");
        assert!(source.len() > 500, "{page}");
        let lang = attributes(html, "html", "lang").concat();
        assert!(page.ends_with(&format!("({lang})")), "{page}: {lang}");
    });
}

/// A template that fills a page says so by extending the layout.
#[test]
fn every_page_has_a_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown: BTreeSet<String> = pages(Locale::En)
        .iter()
        .filter_map(|page| page.view.rsplit("::").next())
        .map(str::to_owned)
        .collect();
    let mut open = vec![root.join("src/web")];
    let mut missing = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        for view in std::fs::read_to_string(&path).unwrap().split("\n#[template(path = \"").skip(1) {
            let (template, rest) = view.split_once('"').unwrap();
            let (_, rest) = rest.split_once("pub struct ").unwrap();
            let name = rest.split([' ', '<', '(']).next().unwrap();
            let source = std::fs::read_to_string(root.join("templates").join(template)).unwrap();
            if source.contains("{% extends") && !shown.contains(name) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(shown.len() > 40, "{shown:?}");
    assert_eq!(missing, Vec::<String>::new(), "without a sample");
}

#[test]
fn a_form_comes_back_with_what_was_typed() {
    let typed = [
        ("wizard-general", "input[name=name]", "Warehouse scanner – production"),
        ("wizard-general-wrong", "input[name=expires_date]", "2027-03-28"),
        ("wizard-general-wrong", "input[name=expires_time]", "02:30"),
        ("token-revoke-wrong", "input[name=name]", "warehouse"),
        ("tenant-settings", "input[name=name]", "Acme"),
        ("module-new-wrong", "input[name=slug]", "A!"),
        ("module-held", "input[name=name]", "Devices"),
        ("app-new-wrong", "input[name=slug]", "A!"),
        ("tenant-settings", "input[name=slug]", "acme"),
        ("setup", "input[name=code]", "7KQ4-M2XD"),
        ("setup-wrong", "input[name=email]", "owner"),
        ("sign-in-wrong", "input[name=email]", "owner@example.com"),
        ("sign-in-wrong", "input[name=next]", "/account"),
        ("tokens-nothing-matches", "input[name=q]", "<b>"),
        ("audit-nothing-matches", "input[name=actor]", "<b>"),
        ("audit-nothing-matches", "input[name=from]", "2026-11-22"),
        ("api-client-new-wrong", "input[name=name]", "A"),
        ("api-client-revoke-wrong", "input[name=name]", "billing"),
        ("decision-none", "input[name=id]", "<b>"),
        ("notifications-wrong", "input[name=webhook]", "http://10.0.0.1/"),
        ("tenants-nothing-matches", "input[name=q]", "umbrella"),
    ];
    for Sample { name, html, .. } in pages(Locale::En) {
        let html = Html::parse_document(&html);
        for (_, field, value) in typed.iter().filter(|(page, ..)| *page == name) {
            assert_eq!(attributes(&html, field, "value"), [*value], "{name}: {field}");
        }
        assert!(attributes(&html, "input[type=password]", "value").concat().is_empty(), "{name}");
    }
}

#[test]
fn a_token_is_asked_for_each_of_its_fields() {
    let general: Vec<_> = GeneralInput::default().pairs().into_iter().map(|(name, _)| name).collect();
    let access = ["tenant_scope", "app", "tenants", "modules", "permissions"];
    let wanted = |page: &str| match page {
        "wizard-general" | "wizard-general-wrong" => general.clone(),
        "wizard-access" => access.to_vec(),
        "token-edit" | "token-edit-locked" => [&general[..], &access].concat(),
        _ => Vec::new(),
    };
    let mut looked_at = 0;
    on_every_page(|page, _, html| {
        for field in wanted(page.split(' ').next().unwrap_or_default()) {
            assert!(!all(html, &format!("main form [name={field}]")).is_empty(), "{page}: no {field}");
        }
    });
    for Sample { name, .. } in pages(Locale::En) {
        looked_at += wanted(&name).len();
    }
    assert_eq!(looked_at, 4 * general.len() + 3 * access.len());
}

#[test]
fn every_changing_form_carries_the_csrf_token_and_no_reading_one_does() {
    on_every_page(|page, _, html| {
        let posts = all(html, "form[method=post]").len();
        assert_eq!(all(html, "form[method=post] input[name=csrf][value]").len(), posts, "{page}");
        assert_eq!(all(html, "form[method=get] input[name=csrf]").len(), 0, "{page}");
        assert_eq!(all(html, "form:not([method])").len(), 0, "{page}");
    });
}

#[test]
fn no_page_carries_script_or_style_of_its_own() {
    on_every_page(|page, source, html| {
        assert_eq!(all(html, "style, script:not([src]), [style], base, object, iframe").len(), 0, "{page}");
        for forbidden in [" onclick", " onload", " onsubmit", "hx-on", "hx-vals", "javascript:"] {
            assert!(!source.contains(forbidden), "{page}: {forbidden}");
        }
    });
}

#[test]
fn labels_hints_and_links_point_at_something() {
    on_every_page(|page, _, html| {
        let ids = attributes(html, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{page}: duplicate ID: {ids:?}");
        let here = attributes(html, "main a[href^='#']", "href").into_iter().map(|href| href[1..].to_owned());
        let named = ["for", "aria-describedby", "aria-labelledby", "form", "data-copy", "data-filter"]
            .into_iter()
            .flat_map(|name| attributes(html, &format!("[{name}]"), name))
            .flat_map(|value| value.split(' ').map(str::to_owned).collect::<Vec<_>>());
        for id in named.chain(here) {
            assert!(ids.contains(&id), "{page}: nothing has the id {id}");
        }
    });
}

#[test]
fn the_names_of_the_main_path_stand_once_on_a_page() {
    let wanted = [
        msg::SHELL_ADMINISTRATION,
        msg::SHELL_TENANT,
        msg::TOKEN_CREATE,
        msg::WIZARD_NEXT,
        msg::WIZARD_BACK,
        msg::WIZARD_CANCEL,
        msg::WIZARD_COPY,
        msg::WIZARD_SAVE,
        msg::WIZARD_DETAILS,
        msg::WIZARD_CLOSE,
        msg::LABEL_NAME,
        msg::LABEL_DESCRIPTION,
        msg::WIZARD_LOGO,
        msg::WIZARD_NO_EXPIRATION,
        msg::WIZARD_SCOPE_ALL,
        msg::PERMISSION_READ,
        msg::PERMISSION_WRITE,
        msg::PERMISSION_DELETE,
        msg::SIGN_IN,
        msg::SHELL_SIGN_OUT,
        msg::SIGN_IN_EMAIL,
        msg::SIGN_IN_PASSWORD,
        msg::API_CLIENT_TITLE,
        msg::DECISION_TITLE,
        msg::TENANT_DISABLE,
        msg::TENANT_ENABLE,
        msg::TOKEN_ROTATE,
        msg::TOKEN_DISABLE,
        msg::TOKEN_ENABLE,
        msg::TOKEN_REVOKE,
        msg::TAB_APPS,
        msg::TAB_MODULES,
        msg::WIZARD_APP,
        msg::MODULES_DELETE,
    ];
    let controls = Selector::parse("a, button, label").unwrap();
    for locale in Locale::ALL {
        for Sample { name, html, .. } in pages(locale) {
            let html = Html::parse_document(&html);
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            // Controls in the rows of a list are distinguished by their row (`aria-describedby`).
            let of_a_row = |control: ElementRef<'_>| {
                control.attr("aria-describedby").is_some_and(|of| of.starts_with("n-"))
            };
            for control in html.select(&controls).filter(|control| !of_a_row(*control)) {
                *counts.entry(text(control)).or_default() += 1;
            }
            for message in wanted {
                let count = counts.get(&locale.t(message)).copied().unwrap_or_default();
                assert!(count <= 1, "{name} ({}): {message:?} appears {count} times", locale.tag());
            }
        }
    }
}

#[test]
fn the_sprite_holds_the_icons_that_the_pages_show_and_no_others() {
    let sprite = include_str!("../../static/icons.svg");
    let held: BTreeSet<&str> =
        sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut shown = BTreeSet::new();
    for Sample { html, .. } in pages(Locale::En) {
        let html = Html::parse_document(&html);
        for href in attributes(&html, "use", "href") {
            shown.insert(href.split('#').nth(1).unwrap().to_owned());
        }
    }
    assert_eq!(shown, held.into_iter().map(str::to_owned).collect());
}

#[test]
fn the_secret_stands_on_one_page_only() {
    for Sample { name, html, .. } in pages(Locale::En) {
        let count = html.matches("lk_7Yq0ZrX3").count();
        assert_eq!(
            count,
            if matches!(name.as_str(), "wizard-token" | "token-rotate-secret") { 2 } else { 0 },
            "{name}"
        );
        let count = html.matches("lki_4Zr8").count();
        assert_eq!(count, if name == "api-client-secret" { 2 } else { 0 }, "{name}");
        let count = html.matches("whsec_9Qz5").count();
        assert_eq!(count, usize::from(name == "notifications-secret"), "{name}");
    }
}

#[test]
fn a_page_that_is_not_there_says_nothing_but_that() {
    let page = pages(Locale::En).into_iter().find(|page| page.name == "error-NotFound").unwrap();
    for telling in ["csrf", "<form", "a-csrf-token", "example.com", "acme", "Acme"] {
        assert!(!page.html.contains(telling), "{telling}");
    }
}

#[test]
fn the_list_is_the_same_alone_and_in_its_page() {
    use super::template_fixtures::token_list;
    use askama::Template as _;
    let list = token_list(Locale::De);
    let part = list.as_list().render().unwrap();
    assert!(part.trim_start().starts_with("<div id=\"list\""), "{part:.60}");
    assert!(list.render().unwrap().contains(part.trim()));
}

#[test]
fn a_row_alone_is_the_one_of_its_list() {
    use super::page::Flash;
    use super::template_fixtures::token_list;
    use super::tokens::row::RowAnswer;
    use askama::Template as _;
    for locale in Locale::ALL {
        let mut list = token_list(locale);
        let page = list.render().unwrap();
        let token = list.rows.remove(0);
        let news = Flash { success: true, text: "OK".to_owned(), undo: None };
        let part = RowAnswer { list, token, gone: false, news }.render().unwrap();
        let row = part.split("<template>").nth(1).unwrap().split("</template>").next().unwrap();
        let row = row.replace(" hx-swap-oob=\"true\"", "").replace(" hx-preserve=\"true\"", "");
        assert!(page.contains(row.trim()), "{row}");
    }
}

/// Writes every page and its assets below `target/preview`, to view them in a browser: `cargo test --lib previews --
/// --ignored`, then any static file server there.
#[test]
#[ignore = "writes files for people to look at"]
fn previews() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/preview");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for locale in Locale::ALL {
        for Sample { name, html, .. } in pages(locale) {
            std::fs::write(folder.join(format!("{name}.{}.html", locale.tag())), html).unwrap();
        }
    }
    for (name, body) in super::assets::contents() {
        let address = super::assets::address(name);
        std::fs::write(folder.join(address.trim_start_matches('/')), body).unwrap();
    }
}
