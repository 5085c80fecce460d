//! What an edit changes, in plain words, before it is saved.

use std::collections::BTreeSet;

use super::input::Editing;
use crate::domain::grant::is_later;
use crate::domain::id::TenantId;
use crate::domain::permission::Permission;
use crate::domain::token::TenantScope;
use crate::i18n::Locale;
use crate::service::token_spec::CheckedToken;
use crate::store::tokens::ReachedTenant;
use crate::web::look;

/// One thing that changes.
pub struct Change {
    /// Whether the token gets more by it.
    pub more: bool,
    /// The sentence.
    pub text: String,
}

/// Everything that `edited` changes of the token; nothing when it stays as it is.
pub fn list(editing: &Editing<'_>, edited: &CheckedToken) -> Vec<Change> {
    let mut changes = Vec::new();
    texts(editing, edited, &mut changes);
    end(editing, edited, &mut changes);
    tenants(editing, edited, &mut changes);
    areas(editing, edited, &mut changes);
    permissions(editing, edited, &mut changes);
    changes
}

fn note(changes: &mut Vec<Change>, more: bool, text: String) {
    changes.push(Change { more, text });
}

fn texts(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let (locale, token, settings) = (editing.locale, &editing.before.token, &edited.settings);
    if settings.name.as_str() != token.name {
        note(changes, false, locale.t2("edit-renames", "new", settings.name.as_str(), "old", &token.name));
    }
    if settings.description.as_str() != token.description {
        let none = settings.description.as_str().is_empty();
        note(changes, false, locale.t(if none { "edit-no-description" } else { "edit-description" }));
    }
    if settings.logo != token.logo {
        note(changes, false, locale.t(if settings.logo.is_none() { "edit-no-logo" } else { "edit-logo" }));
    }
}

fn end(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let (locale, zone) = (editing.locale, editing.tenant.zone);
    let (old, new) = (editing.before.token.life.expires_at, edited.settings.expires_at);
    let moment = |at| locale.moment_with_zone(at, zone);
    let text = match (old, new) {
        (old, new) if old == new => return,
        (Some(old), Some(new)) => {
            let key = if new > old { "edit-ends-later" } else { "edit-ends-sooner" };
            locale.t2(key, "new", &moment(new), "old", &moment(old))
        }
        (Some(old), None) => locale.t1("edit-ends-never", "old", &moment(old)),
        (None, Some(new)) => locale.t1("edit-ends", "new", &moment(new)),
        (None, None) => return,
    };
    note(changes, is_later(new, old), text);
}

fn tenants(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let locale = editing.locale;
    let home = &editing.tenant.name;
    let before = &editing.before.token.scope;
    let names = |scope: &TenantScope, reached: &[ReachedTenant]| -> Vec<(TenantId, String)> {
        match scope {
            TenantScope::This | TenantScope::ThisAndBelow => vec![(editing.tenant.id, home.clone())],
            _ => reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect(),
        }
    };
    let readable = edited.access.readable.clone().and([editing.tenant.id]);
    let shown = |tenants: Vec<&(TenantId, String)>| -> Vec<String> {
        look::shown(locale, readable.named(tenants.into_iter().map(|(id, name)| (*id, name))))
    };
    let old = names(before, &editing.before.reached);
    let new = names(&edited.settings.scope, &edited.access.reached);
    let only = |one: &[(TenantId, String)], other: &[(TenantId, String)]| -> Vec<String> {
        shown(one.iter().filter(|tenant| !other.contains(tenant)).collect())
    };
    match (before, &edited.settings.scope) {
        (TenantScope::All, TenantScope::All) => {}
        (_, TenantScope::All) => note(changes, true, locale.t("edit-reaches-all")),
        (TenantScope::All, now) => {
            let names = look::names(locale, now, home, shown(new.iter().collect()));
            let names = locale.and_list(&names.unwrap_or_default());
            note(changes, false, locale.t1("edit-reaches-only", "tenants", &names));
        }
        (was, now) => {
            both(
                locale,
                changes,
                ("edit-reaches", "edit-reaches-no-longer", "tenants"),
                (only(&new, &old), only(&old, &new)),
            );
            let below = [was, now].map(|scope| *scope == TenantScope::ThisAndBelow);
            match below {
                [false, true] => note(changes, true, locale.t1("edit-reaches-below", "tenant", home)),
                [true, false] => {
                    note(changes, false, locale.t1("edit-reaches-below-no-longer", "tenant", home));
                }
                _ => {}
            }
        }
    }
}

fn areas(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let locale = editing.locale;
    let (old, new) = (editing.before.app.as_ref(), edited.access.app.as_ref());
    match (old, new) {
        (old, new) if old.map(|app| app.id) == new.map(|app| app.id) => {}
        (Some(old), Some(new)) => {
            note(changes, false, locale.t2("edit-other-app", "new", &new.name, "old", &old.name));
        }
        (None, Some(new)) => note(changes, false, locale.t1("edit-app", "new", &new.name)),
        (Some(old), None) => note(changes, false, locale.t1("edit-no-app", "old", &old.name)),
        (None, None) => {}
    }
    let ids = |modules: &[crate::domain::module::Module]| -> BTreeSet<_> {
        modules.iter().map(|module| module.id).collect()
    };
    let (was, is) = (ids(&editing.before.modules), ids(&edited.access.modules));
    let added = edited.access.modules.iter().filter(|module| !was.contains(&module.id));
    let gone = editing.before.modules.iter().filter(|module| !is.contains(&module.id));
    let names =
        (added.map(|module| module.name.clone()).collect(), gone.map(|module| module.name.clone()).collect());
    both(locale, changes, ("edit-opens", "edit-opens-no-longer", "modules"), names);
}

fn permissions(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let locale = editing.locale;
    let (old, new) = (editing.before.token.permissions, edited.settings.permissions);
    let words = |wanted: &dyn Fn(Permission) -> bool| -> Vec<String> {
        let names = Permission::ALL.into_iter().filter(|permission| wanted(*permission));
        names.map(|permission| word(locale, permission)).collect()
    };
    let added = words(&|permission| new.contains(permission) && !old.contains(permission));
    let gone = words(&|permission| old.contains(permission) && !new.contains(permission));
    both(locale, changes, ("edit-adds", "edit-takes-away", "permissions"), (added, gone));
}

fn word(locale: Locale, permission: Permission) -> String {
    locale.t(match permission {
        Permission::Read => "permission-read",
        Permission::Write => "permission-write",
        Permission::Create => "permission-create",
        Permission::Delete => "permission-delete",
    })
}

/// A sentence for what comes, and one for what goes.
fn both(
    locale: Locale,
    changes: &mut Vec<Change>,
    (comes, goes, argument): (&'static str, &'static str, &'static str),
    (added, gone): (Vec<String>, Vec<String>),
) {
    if !added.is_empty() {
        note(changes, true, locale.t1(comes, argument, &locale.and_list(&added)));
    }
    if !gone.is_empty() {
        note(changes, false, locale.t1(goes, argument, &locale.and_list(&gone)));
    }
}
