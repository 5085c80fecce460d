//! What was typed on the edit page. `service::token_spec` checks it.

use crate::domain::id::LogoId;
use crate::i18n::{Locale, msg};
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::{AccessInput, GeneralInput, TokenSpec};
use crate::service::visible::Readable;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::wizard::input;

/// What the field `logo_now` says when the token keeps the picture it has.
const SAME: &str = "same";
/// The value for "no image".
const NONE: &str = "none";

/// Everything on the page, as typed, but for the logo.
pub struct EditInput {
    pub general: GeneralInput,
    pub access: AccessInput,
}

impl EditInput {
    /// The token as it is.
    pub fn of(before: &TokenDetails, readable: &Readable) -> Self {
        Self {
            general: GeneralInput::of_token(&before.token),
            access: AccessInput::of_token(before, readable),
        }
    }

    /// What the form sent; which of its fields were missing or doubled is added to `errors`.
    pub fn sent(form: &Form, locale: Locale, errors: &mut Errors) -> Self {
        let (general, of_general) = input::general(form, locale);
        let (access, of_access) = input::access(form, locale);
        for (field, message) in of_general.iter().chain(of_access.iter()) {
            errors.add(field, message.to_owned());
        }
        Self { general, access }
    }

    /// Puts back what a person may not change of a token that they could not create.
    pub fn keep_labels(&mut self, before: &TokenDetails, readable: &Readable) {
        let Self { general, access } = Self::of(before, readable);
        (self.general.labels, self.access.app) = (general.labels, access.app);
    }

    /// What the token is to become.
    pub fn spec(&self) -> TokenSpec {
        let mut spec = TokenSpec::default();
        self.general.write(&mut spec);
        self.access.write(&mut spec);
        spec
    }

    /// The fields that carry it and the `logo` from the question to Save, as the page sends them.
    pub fn hidden(&self, logo: Option<LogoId>, before: &TokenDetails) -> Vec<(&'static str, String)> {
        let logo = ("logo_now", logo_now(logo, before));
        self.general.pairs().into_iter().chain([logo]).chain(self.access.pairs()).collect()
    }
}

/// What the field `logo_now` says.
pub fn logo_now(logo: Option<LogoId>, before: &TokenDetails) -> String {
    match logo {
        logo if logo == before.token.logo => SAME.to_owned(),
        None => NONE.to_owned(),
        Some(logo) => logo.to_string(),
    }
}

/// The logo that the page had instead of the token's own, as the form says; what is none is added to `errors`.
pub fn logo_sent(form: &Form, locale: Locale, errors: &mut Errors) -> Option<Option<LogoId>> {
    match form.first("logo_now") {
        "" | SAME => None,
        NONE => Some(None),
        id => {
            let id = id.parse().ok();
            if id.is_none() {
                errors.add("logo", locale.t(msg::EDIT_LOGO_GONE));
            }
            id.map(Some)
        }
    }
}
