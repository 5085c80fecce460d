//! Sentences for invalid fields.

use super::form::Form;
use super::page::Errors;
use super::token_view;
use crate::domain::expiry::ExpiryError;
use crate::domain::text::{Name, Slug, TextError};
use crate::i18n::{Locale, msg};
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::granting::NotTheirs;
use crate::service::token_spec::{PermissionsError, ScopeError, SpecError};

/// Reads the text field `name` with `parse`; adds an error to `errors`.
pub fn text<T>(
    form: &Form,
    name: &'static str,
    locale: Locale,
    errors: &mut Errors,
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Option<T> {
    let outcome = match form.one(name) {
        Ok(typed) => parse(typed).map_err(|error| text_error(locale, name, error)),
        Err(error) => Err(locale.t(error.message())),
    };
    outcome.map_err(|message| errors.add(name, message)).ok()
}

/// Reads the field `name`, which allows certain values only; adds an error to `errors`.
pub fn choice<T>(
    form: &Form,
    name: &'static str,
    locale: Locale,
    errors: &mut Errors,
    find: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let outcome = match form.one(name) {
        Ok(value) => find(value).ok_or_else(|| locale.t(msg::FIELD_UNKNOWN_CHOICE)),
        Err(error) => Err(locale.t(error.message())),
    };
    outcome.map_err(|message| errors.add(name, message)).ok()
}

/// Reads the field `slug`, which is derived from `name` if empty; adds an error to `errors`.
pub fn slug(form: &Form, name: Option<&Name>, locale: Locale, errors: &mut Errors) -> Option<Slug> {
    match form.one("slug") {
        Ok(typed) if typed.trim().is_empty() => {
            let made = Slug::from_name(name?);
            if made.is_none() {
                errors.add("slug", locale.t(msg::TENANT_SLUG_NEEDED));
            }
            made
        }
        _ => text(form, "slug", locale, errors, |typed| {
            // All errors have the same sentence, which describes the format.
            Slug::parse(typed).map_err(|_| TextError::Malformed)
        }),
    }
}

/// The sentence for an invalid text.
pub fn text_error(locale: Locale, field: &str, error: TextError) -> String {
    match (error, field) {
        (TextError::Empty, _) => locale.t(msg::FIELD_EMPTY),
        (TextError::TooLong(limit), _) => {
            locale.t(msg::field_too_long(i64::try_from(limit).unwrap_or(i64::MAX)))
        }
        (TextError::Invisible, _) => locale.t(msg::FIELD_INVISIBLE),
        (TextError::Markup, _) => locale.t(msg::FIELD_MARKUP),
        (TextError::Malformed, "slug") => locale.t(msg::FIELD_SLUG),
        (TextError::Malformed, _) => locale.t(msg::FIELD_EMAIL),
    }
}

/// The sentence for an invalid expiration, and the field it belongs to.
pub fn expiry_error(locale: Locale, error: ExpiryError) -> (&'static str, String) {
    match error {
        ExpiryError::Unknown => ("expires_in", locale.t(msg::FIELD_UNKNOWN_CHOICE)),
        ExpiryError::NoSuchDate => ("expires_date", locale.t(msg::EXPIRY_NO_SUCH_DATE)),
        ExpiryError::NoSuchTime => ("expires_time", locale.t(msg::EXPIRY_NO_SUCH_TIME)),
        ExpiryError::Skipped => ("expires_time", locale.t(msg::EXPIRY_SKIPPED)),
        ExpiryError::Past => ("expires_date", locale.t(msg::EXPIRY_PAST)),
        ExpiryError::TooFar => ("expires_date", locale.t(msg::EXPIRY_TOO_FAR)),
    }
}

/// Adds the errors of a token to `errors`, at most one per field.
pub fn spec_errors(locale: Locale, wrong: Vec<SpecError>, errors: &mut Errors) {
    for error in wrong {
        let (field, sentence) = spec_error(locale, error);
        if errors.of(field).is_none() {
            errors.add(field, sentence);
        }
    }
}

/// The field and the sentence for an error of a token.
fn spec_error(locale: Locale, error: SpecError) -> (&'static str, String) {
    let (field, message) = match error {
        SpecError::Text(field, error) => return (field.name(), text_error(locale, field.name(), error)),
        SpecError::Expiry(error) => return expiry_error(locale, error),
        SpecError::Tenants(TenantsError::Disabled(name)) => {
            return ("tenants", locale.t(msg::token_tenants_disabled(&name)));
        }
        SpecError::Modules(ModulesError::NotEnabled { module, tenants }) => {
            let names = locale.and_list(&token_view::shown(locale, tenants));
            return ("modules", locale.t(msg::wizard_module_not_enabled(&module, &names)));
        }
        SpecError::TenantDisabled => ("form", msg::TOKEN_DISABLED_TENANT),
        SpecError::NotTheirs(NotTheirs::Label) => ("form", msg::LABEL_NOT_YOURS),
        SpecError::NotTheirs(NotTheirs::More) => ("form", msg::EDIT_NOT_YOURS_TO_WIDEN),
        // The pages allow every later time.
        SpecError::ExpiryLater => ("expires_in", msg::FIELD_UNKNOWN_CHOICE),
        SpecError::Scope(ScopeError::Unknown) => ("tenant_scope", msg::FIELD_UNKNOWN_CHOICE),
        SpecError::Scope(ScopeError::AllNotAllowed) => ("tenant_scope", msg::TOKEN_ALL_NOT_ALLOWED),
        SpecError::Tenants(TenantsError::Empty) => ("tenants", msg::TOKEN_TENANTS_NONE),
        SpecError::Tenants(TenantsError::Unknown) => ("tenants", msg::TOKEN_TENANTS_UNKNOWN),
        SpecError::Tenants(TenantsError::NotSelected) => ("tenants", msg::FIELD_UNKNOWN_CHOICE),
        SpecError::App(AppError) => ("app", msg::WIZARD_APP_UNKNOWN),
        SpecError::Modules(ModulesError::Unknown) => ("modules", msg::WIZARD_MODULE_UNKNOWN),
        SpecError::Permissions(PermissionsError::Unknown) => ("permissions", msg::FIELD_UNKNOWN_CHOICE),
        SpecError::Permissions(PermissionsError::Empty) => ("permissions", msg::TOKEN_PERMISSIONS_NONE),
    };
    (field, locale.t(message))
}
