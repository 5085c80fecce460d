//! The fields of a tenant's form, shared by the create page, Settings and the first-run setup.

use chrono_tz::Tz;

use crate::domain::tenant::{Tenant, TenantSettings};
use crate::domain::text::{Name, Slug};
use crate::i18n::{Locale, msg};
use crate::service::tenants::Problem;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::problem;
use crate::web::tenants::TenantFields;
use crate::web::view::Choice;

impl TenantFields {
    /// An empty form; `locale` is the preselected language.
    pub fn empty(locale: Locale) -> Self {
        Self::filled("", "", "UTC", locale.tag())
    }

    /// The submitted values, to be shown again.
    pub fn typed(form: &Form) -> Self {
        Self::filled(form.first("name"), form.first("slug"), form.first("time_zone"), form.first("language"))
    }

    /// The values of a stored tenant.
    pub fn stored(tenant: &Tenant) -> Self {
        Self::filled(&tenant.name, &tenant.slug, tenant.zone.name(), &tenant.language)
    }

    fn filled(name: &str, slug: &str, zone: &str, language: &str) -> Self {
        Self {
            name: name.to_owned(),
            slug: slug.to_owned(),
            time_zones: Choice::time_zones(zone),
            languages: Choice::languages(language),
        }
    }
}

/// Reads a tenant's form. An empty slug is derived from the name; `fixed` is the slug if the form has none, because
/// this person may not change it. Adds errors to `errors`; then returns `None`.
pub fn read(form: &Form, fixed: Option<&str>, locale: Locale, errors: &mut Errors) -> Option<TenantSettings> {
    let name = problem::text(form, "name", locale, errors, Name::parse);
    let slug = match fixed {
        Some(slug) => Slug::parse(slug).ok(),
        None => problem::slug(form, name.as_ref(), locale, errors),
    };
    let zone = problem::choice(form, "time_zone", locale, errors, |value| value.parse::<Tz>().ok());
    let language = problem::choice(form, "language", locale, errors, Locale::from_tag);
    Some(TenantSettings { name: name?, slug: slug?, zone: zone?, language: language?.tag() })
}

/// Adds to `errors` why a tenant can't be saved.
pub(super) fn explain(locale: Locale, problem: Problem, errors: &mut Errors) {
    match problem {
        Problem::NameTaken => errors.add("name", locale.t(msg::TENANT_NAME_TAKEN)),
        Problem::SlugTaken => errors.add("slug", locale.t(msg::TENANT_SLUG_TAKEN)),
        Problem::UnknownParent => errors.add("parent", locale.t(msg::FIELD_UNKNOWN_CHOICE)),
        Problem::TooDeep => errors.add("parent", locale.t(msg::TENANT_PARENT_TOO_DEEP)),
    }
}
