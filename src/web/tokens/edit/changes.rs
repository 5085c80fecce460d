//! What an edit changes, in plain words, before it is saved.

use std::collections::BTreeSet;

use crate::domain::grant::is_later;
use crate::domain::id::TenantId;
use crate::domain::permission::Permission;
use crate::domain::tenant::Tenant;
use crate::domain::token::TenantScope;
use crate::i18n::{Locale, Naming, msg};
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::CheckedToken;
use crate::store::tokens::ReachedTenant;
use crate::web::{labels, token_view};

/// One thing that changes.
pub struct Change {
    /// Whether the token gets more by it.
    pub more: bool,
    /// The sentence.
    pub text: String,
}

/// Which token of which tenant is edited.
struct Editing<'a> {
    locale: Locale,
    tenant: &'a Tenant,
    before: &'a TokenDetails,
}

/// Everything that `edited` changes of a token of `tenant`; nothing when it stays as it is.
pub fn list(locale: Locale, tenant: &Tenant, before: &TokenDetails, edited: &CheckedToken) -> Vec<Change> {
    let editing = &Editing { locale, tenant, before };
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
    for (field, new) in settings.labels.texts().iter() {
        let old = token.labels.get(field);
        if new != old {
            note(changes, false, labels::change(locale, field, old, new));
        }
    }
    if settings.logo != token.logo {
        note(
            changes,
            false,
            locale.t(if settings.logo.is_none() { msg::EDIT_NO_LOGO } else { msg::EDIT_LOGO }),
        );
    }
}

fn end(editing: &Editing<'_>, edited: &CheckedToken, changes: &mut Vec<Change>) {
    let (locale, zone) = (editing.locale, editing.tenant.zone);
    let (old, new) = (editing.before.token.life.expires_at, edited.settings.expires_at);
    let moment = |at| locale.moment_with_zone(at, zone);
    let text = match (old, new) {
        (old, new) if old == new => return,
        (Some(old), Some(new)) => {
            let message = if new > old { msg::edit_ends_later } else { msg::edit_ends_sooner };
            locale.t(message(&moment(new), &moment(old)))
        }
        (Some(old), None) => locale.t(msg::edit_ends_never(&moment(old))),
        (None, Some(new)) => locale.t(msg::edit_ends(&moment(new))),
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
        token_view::shown(locale, readable.named(tenants.into_iter().map(|(id, name)| (*id, name))))
    };
    let old = names(before, &editing.before.reached);
    let new = names(&edited.settings.scope, &edited.access.reached);
    let only = |one: &[(TenantId, String)], other: &[(TenantId, String)]| -> Vec<String> {
        shown(one.iter().filter(|tenant| !other.contains(tenant)).collect())
    };
    match (before, &edited.settings.scope) {
        (TenantScope::All, TenantScope::All) => {}
        (_, TenantScope::All) => note(changes, true, locale.t(msg::EDIT_REACHES_ALL)),
        (TenantScope::All, now) => {
            let names = token_view::names(locale, now, home, shown(new.iter().collect()));
            let names = locale.and_list(&names.unwrap_or_default());
            note(changes, false, locale.t(msg::edit_reaches_only(&names)));
        }
        (was, now) => {
            both(
                locale,
                changes,
                (msg::edit_reaches, msg::edit_reaches_no_longer),
                (only(&new, &old), only(&old, &new)),
            );
            let below = [was, now].map(|scope| *scope == TenantScope::ThisAndBelow);
            match below {
                [false, true] => note(changes, true, locale.t(msg::edit_reaches_below(home))),
                [true, false] => {
                    note(changes, false, locale.t(msg::edit_reaches_below_no_longer(home)));
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
            note(changes, false, locale.t(msg::edit_other_app(&new.name, &old.name)));
        }
        (None, Some(new)) => note(changes, false, locale.t(msg::edit_app(&new.name))),
        (Some(old), None) => note(changes, false, locale.t(msg::edit_no_app(&old.name))),
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
    both(locale, changes, (msg::edit_opens, msg::edit_opens_no_longer), names);
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
    both(locale, changes, (msg::edit_adds, msg::edit_takes_away), (added, gone));
}

fn word(locale: Locale, permission: Permission) -> String {
    locale.t(match permission {
        Permission::Read => msg::PERMISSION_READ,
        Permission::Write => msg::PERMISSION_WRITE,
        Permission::Create => msg::PERMISSION_CREATE,
        Permission::Delete => msg::PERMISSION_DELETE,
    })
}

/// A sentence for what comes, and one for what goes.
fn both(
    locale: Locale,
    changes: &mut Vec<Change>,
    (comes, goes): (Naming, Naming),
    (added, gone): (Vec<String>, Vec<String>),
) {
    if !added.is_empty() {
        note(changes, true, locale.t(comes(&locale.and_list(&added))));
    }
    if !gone.is_empty() {
        note(changes, false, locale.t(goes(&locale.and_list(&gone))));
    }
}
