//! How tenants, app, modules and permissions are checked.

use std::collections::BTreeSet;

use super::errors::noted;
use super::{
    Access, KEPT_TENANTS, Patch, PermissionsError, Requester, Resolver, ScopeError, SpecError, TokenSpec,
};
use crate::domain::app::App;
use crate::domain::grant::Tenants;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::person::{Action, Reach};
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::service::choice::{self, TenantsError};
use crate::service::visible::Readable;
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, sort_key};

/// The tenants of a token: its scope, those of the scope "selected", and whether the input says anything about them.
struct ResolvedTenants {
    scope: TenantScope,
    reached: Vec<ReachedTenant>,
    given: bool,
}

impl Resolver<'_> {
    /// Tenants, app, modules and permissions; what is wrong is added to `errors`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn access(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        errors: &mut Vec<SpecError>,
    ) -> Result<Option<Access>> {
        self.refuse_disabled(errors);
        let place = self.place(tx, spec, errors).await?;
        let app = self.app(tx, spec, errors).await?;
        let readable = self.readable(tx, place.as_ref()).await?;
        let modules = self.modules(tx, spec, (place.as_ref(), &readable), errors).await?;
        let permissions = self.permissions(spec, errors);
        let (Some(place), Some(app), Some(modules), Some(permissions)) = (place, app, modules, permissions)
        else {
            return Ok(None);
        };
        let ResolvedTenants { scope, reached, .. } = place;
        Ok(Some(Access { scope, reached, readable, app, modules, permissions }))
    }

    async fn place(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        errors: &mut Vec<SpecError>,
    ) -> Result<Option<ResolvedTenants>> {
        let given = !spec.scope.is_absent() || matches!(spec.tenants, Patch::Value(_));
        let before = self.before().map_or(&TenantScope::This, |before| &before.token.scope);
        let scope = match &spec.scope {
            Patch::Value(scope) => scope,
            Patch::Absent | Patch::Null => before.name(),
        };
        let scope = match scope {
            "this" => TenantScope::This,
            "this_and_subtenants" => TenantScope::ThisAndBelow,
            "all" if self.may_choose_all(before) => TenantScope::All,
            "all" => {
                errors.push(SpecError::Scope(ScopeError::AllNotAllowed));
                return Ok(None);
            }
            "selected" => {
                let Some(reached) = self.selected(tx, spec, errors).await? else { return Ok(None) };
                let scope = TenantScope::Selected(reached.iter().map(|tenant| tenant.id).collect());
                return Ok(Some(ResolvedTenants { scope, reached, given }));
            }
            _ => {
                errors.push(SpecError::Scope(ScopeError::Unknown));
                return Ok(None);
            }
        };
        // A form always sends the tenants along; a program means something by them.
        if let (Requester::Token(_), Patch::Value(slugs)) = (self.by, &spec.tenants)
            && !slugs.is_empty()
        {
            errors.push(SpecError::Tenants(TenantsError::NotSelected));
        }
        Ok(Some(ResolvedTenants { scope, reached: Vec::new(), given }))
    }

    /// What a token may grant is compared with what it has once all fields are valid.
    fn may_choose_all(&self, before: &TenantScope) -> bool {
        match self.by {
            Requester::Person(person) => {
                *before == TenantScope::All || person.may_everywhere(Action::IssueForAllTenants)
            }
            Requester::Token(_) | Requester::Operator => true,
        }
    }

    async fn selected(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        errors: &mut Vec<SpecError>,
    ) -> Result<Option<Vec<ReachedTenant>>> {
        let slugs = match (&spec.tenants, self.before()) {
            (Patch::Value(slugs), _) => slugs.as_slice(),
            (_, Some(before)) if matches!(before.token.scope, TenantScope::Selected(_)) => {
                return Ok(Some(before.reached.clone()));
            }
            _ => &[],
        };
        let (mut reached, added) = self.kept(slugs);
        let kept = !reached.is_empty();
        if !added.is_empty() || !kept {
            let found = choice::tenants(tx, &self.reach(), &added).await?;
            let Some(found) = noted(found, SpecError::Tenants, errors) else { return Ok(None) };
            reached.extend(found.into_iter().map(|tenant| ReachedTenant {
                id: tenant.id,
                name: tenant.name,
                slug: tenant.slug,
            }));
        }
        if kept {
            reached.sort_by_cached_key(|tenant| (sort_key(&tenant.name), tenant.id));
            reached.dedup();
        }
        Ok(Some(reached))
    }

    /// Those of `slugs` that a token edited by a person already reaches, and the slugs of the others. What was not touched
    /// is not asked about again: a tenant may have been disabled since.
    fn kept(&self, slugs: &[String]) -> (Vec<ReachedTenant>, Vec<String>) {
        let (Requester::Person(_), Some(base)) = (self.by, self.base) else {
            return (Vec::new(), slugs.to_vec());
        };
        let (seen, hidden): (Vec<_>, Vec<_>) =
            base.token.reached.iter().partition(|tenant| base.readable.knows(tenant.id));
        let (mut kept, mut added) = (Vec::new(), Vec::new());
        for slug in slugs {
            match seen.iter().find(|tenant| tenant.slug == *slug) {
                Some(tenant) => kept.push((*tenant).clone()),
                None if slug == KEPT_TENANTS && !hidden.is_empty() => {
                    kept.extend(hidden.iter().map(|tenant| (*tenant).clone()));
                }
                None => added.push(slug.clone()),
            }
        }
        (kept, added)
    }

    /// The tenants that can be chosen.
    fn reach(&self) -> Reach {
        match self.by {
            Requester::Person(person) => person.reach(Action::ManageTokens),
            Requester::Token(own) => own.reach(),
            Requester::Operator => Reach::Everywhere,
        }
    }

    /// Which tenants may be named. A person chose the added ones by name.
    async fn readable(&self, tx: &mut Tx, place: Option<&ResolvedTenants>) -> Result<Readable> {
        let reached = || place.into_iter().flat_map(|place| &place.reached);
        match (self.by, self.base) {
            (Requester::Token(_), _) => {
                Ok(Readable::among(tx, &self.reach(), reached().map(|tenant| tenant.id), []).await?)
            }
            (Requester::Person(_), Some(base)) => {
                let had: BTreeSet<TenantId> = base.token.reached.iter().map(|tenant| tenant.id).collect();
                let added = reached().map(|tenant| tenant.id).filter(|id| !had.contains(id));
                Ok(base.readable.clone().and(added))
            }
            (Requester::Person(_), None) | (Requester::Operator, _) => Ok(Readable::everything()),
        }
    }

    async fn app(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        errors: &mut Vec<SpecError>,
    ) -> Result<Option<Option<App>>> {
        let before = self.before().and_then(|before| before.app.as_ref());
        let slug = match (&spec.app, self.by) {
            (Patch::Null, _) => return Ok(Some(None)),
            (Patch::Absent, _) if self.base.is_some() => return Ok(Some(before.cloned())),
            (Patch::Absent, Requester::Token(own)) => {
                return Ok(Some(own.details.app.clone().filter(|app| app.tenant == self.tenant.id)));
            }
            (Patch::Absent, _) => return Ok(Some(None)),
            (Patch::Value(slug), _) => slug,
        };
        if let Some(app) = before.filter(|app| app.slug == *slug) {
            return Ok(Some(Some(app.clone())));
        }
        let found = choice::app(tx, self.tenant.id, slug).await?;
        Ok(noted(found, SpecError::App, errors).map(Some))
    }

    async fn modules(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        (place, readable): (Option<&ResolvedTenants>, &Readable),
        errors: &mut Vec<SpecError>,
    ) -> Result<Option<Vec<Module>>> {
        let before = self.before().map(|before| before.modules.clone()).unwrap_or_default();
        if !matches!(spec.modules, Patch::Value(_)) && place.is_some_and(|place| !place.given) {
            return Ok(Some(before));
        }
        let slugs = match &spec.modules {
            Patch::Value(slugs) => slugs.clone(),
            Patch::Absent | Patch::Null => before.iter().map(|module| module.slug.clone()).collect(),
        };
        let mut kept = if place.is_some_and(|place| self.keeps_modules(place)) { before } else { Vec::new() };
        kept.retain(|module| slugs.contains(&module.slug));
        let known: BTreeSet<&str> = kept.iter().map(|module| module.slug.as_str()).collect();
        let added: Vec<String> =
            slugs.iter().filter(|slug| !known.contains(slug.as_str())).cloned().collect();
        let reached: Option<Vec<(TenantId, String)>> = match place.map(|place| (&place.scope, &place.reached))
        {
            // A module opens what is enabled in a subtenant, which decides that for itself.
            Some((TenantScope::This | TenantScope::ThisAndBelow, _)) => {
                Some(vec![(self.tenant.id, self.tenant.name.clone())])
            }
            Some((TenantScope::Selected(_), reached)) => {
                Some(reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect())
            }
            Some((TenantScope::All, _)) => None,
            // As long as the tenants are wrong, only whether there are such modules.
            None => Some(Vec::new()),
        };
        let found = choice::modules(tx, &added, reached.as_deref(), readable).await?;
        let Some(found) = noted(found, SpecError::Modules, errors) else { return Ok(None) };
        if kept.is_empty() {
            return Ok(Some(found));
        }
        kept.extend(found);
        kept.sort_by_cached_key(|module| (sort_key(&module.name), module.id));
        Ok(Some(kept))
    }

    /// Whether modules that a token has are kept without a question: a person edits it, and it reaches the same tenants.
    fn keeps_modules(&self, place: &ResolvedTenants) -> bool {
        let (Requester::Person(_), Some(before)) = (self.by, self.before()) else { return false };
        let home = self.tenant.id;
        Tenants::of(&place.scope, home, []) == Tenants::of(&before.token.scope, home, [])
    }

    fn permissions(&self, spec: &TokenSpec, errors: &mut Vec<SpecError>) -> Option<Permissions> {
        let names: &[String] = match (&spec.permissions, self.before()) {
            (Patch::Absent, Some(before)) => return Some(before.token.permissions),
            (Patch::Value(names), _) => names,
            _ => &[],
        };
        let known: Option<Vec<Permission>> = names.iter().map(|name| Permission::from_name(name)).collect();
        let checked = known.ok_or(PermissionsError::Unknown);
        let checked = checked.and_then(|known| Permissions::of(known).ok_or(PermissionsError::Empty));
        noted(checked, SpecError::Permissions, errors)
    }
}
