//! What was typed on the edit page. `service::token_spec` checks it.

use crate::domain::id::LogoId;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::{Base, CheckedToken, Given, Rejected, Requester, Resolver, TokenSpec};
use crate::service::visible::Readable;
use crate::state::State;
use crate::store::{Tx, tokens::logos};
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::problem::spec_errors;
use crate::web::wizard::input::{AccessInput, GeneralInput, KEEP};
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

    /// The edited token; what is wrong is added to `errors`.
    pub async fn check(
        &self,
        tx: &mut Tx,
        input: &EditInput,
        errors: &mut Errors,
    ) -> Result<Option<CheckedToken>> {
        let mut spec = TokenSpec::default();
        input.general.write(&mut spec);
        input.access.write(&mut spec);
        if input.general.expires_in == KEEP {
            spec.expiry = Given::Absent;
        }
        let resolver = Resolver {
            tenant: self.tenant,
            by: Requester::Person(self.person),
            base: Some(Base { token: self.before, readable: &self.readable }),
            now: self.now,
        };
        match resolver.resolve(tx, &spec, input.logo).await? {
            Ok(checked) => return Ok(Some(checked).filter(|_| errors.is_empty())),
            Err(Rejected::Invalid(wrong)) => spec_errors(self.locale, wrong, errors),
            Err(Rejected::Denied(_)) => return Err(Error::Forbidden),
        }
        Ok(None)
    }
}
