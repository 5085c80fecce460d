//! What was typed on the edit page, and what it comes to. What was not touched stays as it was, and is not asked about
//! again: a tenant may have been disabled, or have lost a module, since the token was issued.

use std::collections::BTreeSet;

use crate::domain::app::App;
use crate::domain::expiry::Expiry;
use crate::domain::grant::{Grant, Tenants};
use crate::domain::id::{LogoId, TenantId};
use crate::domain::module::Module;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::choice;
use crate::service::granting::{self, NotTheirs};
use crate::service::token_details::TokenDetails;
use crate::service::visible::Readable;
use crate::state::State;
use crate::store::tokens::ReachedTenant;
use crate::store::tokens::changes::TokenSettings;
use crate::store::{Tx, tokens::logos};
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::wizard::areas;
use crate::web::wizard::input::{AccessInput, GeneralInput, KEEP, KEPT_TENANTS};
use crate::web::wizard::picture;

/// What the field `logo_now` says when the token keeps the picture it has.
const SAME: &str = "same";
/// The value for "no image".
const NONE: &str = "none";

/// Everything on the page, as typed; only a picture is kept already, by its id.
#[derive(Clone)]
pub struct EditInput {
    pub general: GeneralInput,
    pub access: AccessInput,
    /// The token's picture from now on.
    pub logo: Option<LogoId>,
}

/// The edited token.
pub struct Edited {
    pub settings: TokenSettings,
    /// The tenants of the scope "selected", in the order of names.
    pub reached: Vec<ReachedTenant>,
    /// Which of these, and of those before, may be named.
    pub readable: Readable,
    pub app: Option<App>,
    pub modules: Vec<Module>,
}

/// Who edits which token, where and when.
pub struct Editing<'a> {
    pub state: &'a State,
    pub tenant: &'a Tenant,
    pub person: &'a Person,
    pub before: &'a TokenDetails,
    /// Which of the tenants that the token reaches this person may see.
    pub readable: Readable,
    pub locale: Locale,
    pub now: Timestamp,
}

impl EditInput {
    /// The token as it is.
    pub fn of(before: &TokenDetails, readable: &Readable) -> Self {
        let token = &before.token;
        Self {
            general: GeneralInput {
                name: token.name.clone(),
                description: token.description.clone(),
                expires_in: KEEP.to_owned(),
                ..GeneralInput::default()
            },
            access: AccessInput::of_token(before, readable),
            logo: token.logo,
        }
    }

    /// Puts back what a person may not change of a token that they could not issue.
    pub fn keep_labels(&mut self, before: &TokenDetails, readable: &Readable) {
        let Self { general, access, logo } = Self::of(before, readable);
        (self.general.name, self.general.description) = (general.name, general.description);
        (self.access.app, self.logo) = (access.app, logo);
    }

    /// The fields that carry it from the question to Save, as the page sends them.
    pub fn hidden(&self, before: &TokenDetails) -> Vec<(&'static str, String)> {
        let logo = match self.logo {
            logo if logo == before.token.logo => SAME.to_owned(),
            None => NONE.to_owned(),
            Some(logo) => logo.to_string(),
        };
        let (general, access) = (&self.general, &self.access);
        let one = [
            ("name", &general.name),
            ("description", &general.description),
            ("expires_in", &general.expires_in),
            ("expires_date", &general.expires_date),
            ("expires_time", &general.expires_time),
            ("logo_now", &logo),
            ("tenant_scope", &access.tenant_scope),
            ("app", &access.app),
        ];
        let many = [
            ("tenants", &access.tenants),
            ("modules", &access.modules),
            ("permissions", &access.permissions),
        ];
        one.into_iter()
            .map(|(name, value)| (name, value.clone()))
            .chain(
                many.into_iter()
                    .flat_map(|(name, values)| values.iter().map(move |value| (name, value.clone()))),
            )
            .collect()
    }
}

impl Editing<'_> {
    /// What the form sent. A new picture is kept at once: no form carries it further.
    pub async fn sent(
        &self,
        tx: &mut Tx,
        form: &Form,
        picture: picture::Choice,
        errors: &mut Errors,
    ) -> Result<EditInput> {
        let (general, of_general) = GeneralInput::sent(form, self.locale);
        let (access, of_access) = AccessInput::sent(form, self.locale);
        for (field, message) in of_general.iter().chain(of_access.iter()) {
            errors.add(field, message.to_owned());
        }
        let so_far = match form.first("logo_now") {
            "" | SAME => self.before.token.logo,
            NONE => None,
            id => match id.parse::<LogoId>() {
                Ok(id) if logos::find(tx, self.tenant.id, id).await?.is_some() => Some(id),
                _ => {
                    errors.add("logo", self.locale.t("edit-logo-gone"));
                    self.before.token.logo
                }
            },
        };
        let logo = picture.store(tx, self.state, self.tenant.id, so_far).await?;
        Ok(EditInput { general, access, logo })
    }

    /// What it comes to; what is wrong is added to `errors`.
    pub async fn check(&self, tx: &mut Tx, input: &EditInput, errors: &mut Errors) -> Result<Option<Edited>> {
        let token = &self.before.token;
        let keeps_end = input.general.expires_in == KEEP;
        let mut typed = input.general.clone();
        if keeps_end {
            Expiry::NEVER.clone_into(&mut typed.expires_in);
        }
        let general = typed.check(self.tenant, self.now, self.locale, errors);
        let place = self.place(tx, &input.access, errors).await?;
        let app = match &self.before.app {
            Some(app) if app.slug == input.access.app => Some(app.clone()),
            _ => areas::check_app(&input.access.app, tx, self.tenant, self.locale, errors).await?,
        };
        let permissions = input.access.check_permissions(self.locale, errors);
        let Some((scope, reached)) = place else { return Ok(None) };
        // What was added was chosen by name.
        let had = &self.before.reached;
        let added =
            reached.iter().map(|tenant| tenant.id).filter(|id| had.iter().all(|tenant| tenant.id != *id));
        let readable = self.readable.clone().and(added);
        let modules = self.modules(tx, &input.access, &scope, (&reached, &readable), errors).await?;
        let (Some(general), Some(permissions), true) = (general, permissions, errors.is_empty()) else {
            return Ok(None);
        };
        let expires_at = if keeps_end { token.life.expires_at } else { general.expires_at };
        let grant = Grant {
            tenants: Tenants::of(&scope, self.tenant.id, []),
            app: app.as_ref().map(|app| app.id),
            modules: modules.iter().map(|module| module.id).collect(),
            permissions,
            expires_at,
        };
        let settings = TokenSettings {
            name: general.name,
            description: general.description,
            logo: input.logo,
            scope,
            permissions,
            app: app.as_ref().map(|app| app.id),
            modules: modules.iter().map(|module| module.id).collect(),
            expires_at,
        };
        let sentence =
            match granting::may_edit(tx, self.person, self.before, &settings, (&grant, &reached)).await? {
                None => return Ok(Some(Edited { settings, reached, readable, app, modules })),
                Some(NotTheirs::Label) => "edit-not-yours-to-rename",
                Some(NotTheirs::More) => "edit-not-yours-to-widen",
            };
        errors.add("form", self.locale.t(sentence));
        Ok(None)
    }

    async fn place(
        &self,
        tx: &mut Tx,
        input: &AccessInput,
        errors: &mut Errors,
    ) -> Result<Option<(TenantScope, Vec<ReachedTenant>)>> {
        let was_all = self.before.token.scope == TenantScope::All;
        Ok(match input.tenant_scope.as_str() {
            _ if errors.of("tenant_scope").is_some() => None,
            "this" => Some((TenantScope::This, Vec::new())),
            "this_and_subtenants" => Some((TenantScope::ThisAndBelow, Vec::new())),
            "all" if was_all || self.person.may_everywhere(Action::IssueForAllTenants) => {
                Some((TenantScope::All, Vec::new()))
            }
            "all" => {
                errors.add("tenant_scope", self.locale.t("token-all-not-allowed"));
                None
            }
            "selected" => {
                let (seen, hidden): (Vec<_>, Vec<_>) =
                    self.before.reached.iter().partition(|tenant| self.readable.knows(tenant.id));
                let mut reached: Vec<ReachedTenant> = Vec::new();
                let mut added: Vec<String> = Vec::new();
                for slug in &input.tenants {
                    match seen.iter().find(|tenant| tenant.slug == *slug) {
                        Some(kept) => reached.push((*kept).clone()),
                        None if slug == KEPT_TENANTS && !hidden.is_empty() => {
                            reached.extend(hidden.iter().map(|tenant| (*tenant).clone()));
                        }
                        None => added.push(slug.clone()),
                    }
                }
                if !added.is_empty() || reached.is_empty() {
                    let reach = self.person.reach(Action::ManageTokens);
                    let found = choice::tenants(tx, &reach, &added).await?;
                    let Some(found) = areas::told("tenants", found, self.locale, errors) else {
                        return Ok(None);
                    };
                    reached.extend(found.into_iter().map(|tenant| ReachedTenant {
                        id: tenant.id,
                        name: tenant.name,
                        slug: tenant.slug,
                    }));
                }
                reached.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
                reached.dedup();
                let ids: Vec<TenantId> = reached.iter().map(|tenant| tenant.id).collect();
                Some((TenantScope::Selected(ids), reached))
            }
            _ => {
                errors.add("tenant_scope", self.locale.t("field-unknown-choice"));
                None
            }
        })
    }

    async fn modules(
        &self,
        tx: &mut Tx,
        input: &AccessInput,
        scope: &TenantScope,
        (reached, readable): (&[ReachedTenant], &Readable),
        errors: &mut Errors,
    ) -> Result<Vec<Module>> {
        let home = self.tenant.id;
        let same_place = Tenants::of(scope, home, []) == Tenants::of(&self.before.token.scope, home, []);
        let mut kept: Vec<Module> = self.before.modules.clone();
        kept.retain(|module| same_place && input.modules.contains(&module.slug));
        let known: BTreeSet<&str> = kept.iter().map(|module| module.slug.as_str()).collect();
        let asked: Vec<String> =
            input.modules.iter().filter(|slug| !known.contains(slug.as_str())).cloned().collect();
        let here = match scope {
            TenantScope::This | TenantScope::ThisAndBelow => Some(vec![(home, self.tenant.name.clone())]),
            TenantScope::Selected(_) => {
                Some(reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect())
            }
            TenantScope::All => None,
        };
        let found = choice::modules(tx, &asked, here.as_deref(), readable).await?;
        kept.extend(areas::told("modules", found, self.locale, errors).unwrap_or_default());
        kept.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(kept)
    }
}
