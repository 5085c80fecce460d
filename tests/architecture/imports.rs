//! Imports run one way: from the top layer down.

use crate::{assert_none, code, files, module_path};

/// The layers from the bottom up. A module may use itself and lower layers, but not its neighbours.
const LAYERS: &[&[&str]] = &[
    &["disk", "domain", "histogram"],
    &["verifier"],
    &["i18n", "metrics", "store"],
    &["key", "error", "contract", "hardening"],
    &["config"],
    &["outbound"],
    &["state"],
    &["trace"],
    &["auth"],
    &["service"],
    &["admin", "demo"],
    &["jobs"],
    &["web", "api"],
    &["routes"],
    &["app"],
    &["command"],
    &["main"],
];

#[test]
fn imports_run_one_way() {
    let sources = files("src", &["rs"]);
    assert_none(sources.iter().flat_map(|(path, text)| upward_imports(path, text)));
}

#[test]
fn an_import_against_the_stream_is_noticed() {
    for (path, text) in [
        ("src/domain/token.rs", "use crate::store::Db;"),
        ("src/domain/token.rs", "use super::super::store::Db;"),
        ("src/domain/mod.rs", "use super::store::Db;"),
        ("src/store/mod.rs", "fn f() -> crate::web::page::Page {}"),
        ("src/store/mod.rs", "use crate::{domain::id, web::page};"),
        ("src/web/page.rs", "use crate::{\n    auth::{csrf, session},\n    api,\n};"),
        ("src/api/me.rs", "use crate::web::page::Page;"),
        ("src/state.rs", "use crate::web::page::Page;"),
        ("src/state.rs", "use crate::auth::Guards;"),
        ("src/web/unheard.rs", "use crate::unheard_of::Thing;"),
        ("src/unheard_of.rs", "use crate::domain::id;"),
    ] {
        assert_eq!(upward_imports(path, text).len(), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/web/page.rs", "use crate::auth::session;\nuse crate::web::assets;\nuse super::form;"),
        ("src/web/tokens/list.rs", "use super::super::page; use super::row;"),
        ("src/store/mod.rs", "// use crate::web::page;\nuse crate::{domain::{id, time}};"),
        ("src/domain/id.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::store::Db;\n}"),
        ("src/auth/session.rs", "use crate::state::State;"),
        ("src/lib.rs", "pub mod web;"),
    ] {
        assert_eq!(upward_imports(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

/// The imports of the file at `path` that go up, or sideways.
fn upward_imports(path: &str, text: &str) -> Vec<String> {
    let place = module_path(path);
    let Some(own) = place.first().cloned() else { return Vec::new() };
    let Some(own_height) = height_of(&own) else {
        return vec![format!("{path}: give `{own}` its place in LAYERS")];
    };
    used_modules(&place, &code(text))
        .into_iter()
        .filter(|used| *used != own && height_of(used).is_none_or(|height| height >= own_height))
        .map(|used| format!("{path}: `{own}` must not use `{used}`"))
        .collect()
}

/// The index of a module's layer.
fn height_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The top modules named by `crate::...`, by `latchkey::...` and by chains of `super::` that reach the root.
fn used_modules(place: &[String], code: &str) -> Vec<String> {
    let to_root = "super::".repeat(place.len());
    let mut used = Vec::new();
    for from_root in ["crate::", "latchkey::", &to_root] {
        for (at, _) in code.match_indices(from_root) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                used.extend(first_names(&code[at + from_root.len()..]));
            }
        }
    }
    // Items of the root itself (a macro, `Result`) are not modules.
    used.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()) && name != "super");
    used
}

/// `web` of `web::page`; `domain` and `web` of `{domain::{id, time}, web::page}`.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()];
    };
    let (mut names, mut depth, mut at_start) = (Vec::new(), 1, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => at_start = true,
            _ if at_start && depth == 1 && !c.is_whitespace() => {
                names.extend(first_names(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}
