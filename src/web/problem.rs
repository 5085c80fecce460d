//! Sentences for what is wrong with a field.

use super::form::Form;
use super::look;
use super::page::Errors;
use crate::domain::expiry::ExpiryError;
use crate::domain::text::{Name, Slug, TextError};
use crate::i18n::Locale;
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::granting::NotTheirs;
use crate::service::token_spec::{PermissionsError, ScopeError, SpecError};

/// Reads the text field `name` with `parse`; what is wrong with it is added to `errors`.
pub fn text<T>(
    form: &Form,
    name: &'static str,
    locale: Locale,
    errors: &mut Errors,
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Option<T> {
    let outcome = match form.one(name) {
        Ok(typed) => parse(typed).map_err(|error| text_error(locale, name, error)),
        Err(misfit) => Err(locale.t(misfit.key())),
    };
    outcome.map_err(|message| errors.add(name, message)).ok()
}

/// Reads the field `name`, of which only certain values are possible; what is wrong with it is added to `errors`.
pub fn choice<T>(
    form: &Form,
    name: &'static str,
    locale: Locale,
    errors: &mut Errors,
    find: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let outcome = match form.one(name) {
        Ok(value) => find(value).ok_or_else(|| locale.t("field-unknown-choice")),
        Err(misfit) => Err(locale.t(misfit.key())),
    };
    outcome.map_err(|message| errors.add(name, message)).ok()
}

/// Reads the field `slug`; left empty, it is made from `name`. What is wrong with it is added to `errors`.
pub fn slug(form: &Form, name: Option<&Name>, locale: Locale, errors: &mut Errors) -> Option<Slug> {
    match form.one("slug") {
        Ok(typed) if typed.trim().is_empty() => {
            let made = Slug::from_name(name?);
            if made.is_none() {
                errors.add("slug", locale.t("tenant-slug-needed"));
            }
            made
        }
        _ => text(form, "slug", locale, errors, |typed| {
            // Everything that is not of the form gets the one sentence that says what the form is.
            Slug::parse(typed).map_err(|_| TextError::Malformed)
        }),
    }
}

/// What is wrong with a text.
pub fn text_error(locale: Locale, field: &str, error: TextError) -> String {
    match (error, field) {
        (TextError::Empty, _) => locale.t("field-empty"),
        (TextError::TooLong(limit), _) => {
            locale.tn("field-too-long", i64::try_from(limit).unwrap_or(i64::MAX))
        }
        (TextError::Invisible, _) => locale.t("field-invisible"),
        (TextError::Markup, _) => locale.t("field-markup"),
        (TextError::Malformed, "slug") => locale.t("field-slug"),
        (TextError::Malformed, _) => locale.t("field-email"),
    }
}

/// What is wrong with a chosen end, and the field it is wrong in.
pub fn expiry_error(locale: Locale, error: ExpiryError) -> (&'static str, String) {
    match error {
        ExpiryError::Unknown => ("expires_in", locale.t("field-unknown-choice")),
        ExpiryError::NoSuchDate => ("expires_date", locale.t("expiry-no-such-date")),
        ExpiryError::NoSuchTime => ("expires_time", locale.t("expiry-no-such-time")),
        ExpiryError::Skipped => ("expires_time", locale.t("expiry-skipped")),
        ExpiryError::Past => ("expires_date", locale.t("expiry-past")),
        ExpiryError::TooFar => ("expires_date", locale.t("expiry-too-far")),
    }
}

/// Adds what is wrong with a token to `errors`, at most one sentence a field.
pub fn spec_errors(locale: Locale, wrong: Vec<SpecError>, errors: &mut Errors) {
    for error in wrong {
        let (field, sentence) = spec_error(locale, error);
        if errors.of(field).is_none() {
            errors.add(field, sentence);
        }
    }
}

/// What is wrong with a token: the field, and a sentence.
fn spec_error(locale: Locale, error: SpecError) -> (&'static str, String) {
    let (field, key) = match error {
        SpecError::Name(error) => return ("name", text_error(locale, "name", error)),
        SpecError::Description(error) => return ("description", text_error(locale, "description", error)),
        SpecError::Expiry(error) => return expiry_error(locale, error),
        SpecError::Tenants(TenantsError::Disabled(name)) => {
            return ("tenants", locale.t1("token-tenants-disabled", "name", &name));
        }
        SpecError::Modules(ModulesError::NotEnabled { module, tenants }) => {
            let names = locale.and_list(&look::shown(locale, tenants));
            return ("modules", locale.t2("wizard-module-not-enabled", "module", &module, "tenants", &names));
        }
        SpecError::TenantDisabled => ("form", "token-disabled-tenant"),
        SpecError::NotTheirs(NotTheirs::Label) => ("form", "edit-not-yours-to-rename"),
        SpecError::NotTheirs(NotTheirs::More) => ("form", "edit-not-yours-to-widen"),
        // Pages offer every later moment.
        SpecError::ExpiryLater => ("expires_in", "field-unknown-choice"),
        SpecError::Scope(ScopeError::Unknown) => ("tenant_scope", "field-unknown-choice"),
        SpecError::Scope(ScopeError::AllNotAllowed) => ("tenant_scope", "token-all-not-allowed"),
        SpecError::Tenants(TenantsError::Empty) => ("tenants", "token-tenants-none"),
        SpecError::Tenants(TenantsError::Unknown) => ("tenants", "token-tenants-unknown"),
        SpecError::Tenants(TenantsError::NotSelected) => ("tenants", "field-unknown-choice"),
        SpecError::App(AppError) => ("app", "wizard-app-unknown"),
        SpecError::Modules(ModulesError::Unknown) => ("modules", "wizard-module-unknown"),
        SpecError::Permissions(PermissionsError::Unknown) => ("permissions", "field-unknown-choice"),
        SpecError::Permissions(PermissionsError::Empty) => ("permissions", "token-permissions-none"),
    };
    (field, locale.t(key))
}
