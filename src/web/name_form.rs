//! What modules and apps have in common: a name, a slug that is chosen once, and tokens that use them.

use super::form::Form;
use super::page::Errors;
use super::problem;
use crate::domain::id::ApiClientId;
use crate::domain::text::{Name, Slug};
use crate::i18n::Locale;
use crate::store::modules::in_use::Dependent;

/// How many tokens a page names to explain why something can't be deleted.
pub const MAX_DEPENDENTS: usize = 20;

/// The form's values for a new module or app.
#[derive(Default)]
pub struct NamedFields {
    /// The typed name.
    pub name: String,
    /// The typed slug; if empty, it is derived from the name.
    pub slug: String,
}

impl NamedFields {
    /// The submitted values, to be shown again.
    pub fn typed(form: &Form) -> Self {
        Self { name: form.first("name").to_owned(), slug: form.first("slug").to_owned() }
    }
}

/// The submitted values, checked.
pub struct Named {
    pub name: Name,
    pub slug: Slug,
}

/// Reads the form of a new module or app. Adds errors to `errors`; then returns `None`.
pub fn read(form: &Form, locale: Locale, errors: &mut Errors) -> Option<Named> {
    let name = problem::text(form, "name", locale, errors, Name::parse);
    let slug = problem::slug(form, name.as_ref(), locale, errors);
    Some(Named { name: name?, slug: slug? })
}

/// The tokens and API clients that use something, as a page names them.
#[derive(Default)]
pub struct Dependents {
    /// The newest of each kind.
    pub links: Vec<DependentLink>,
    /// Whether there are more.
    pub more: bool,
}

/// A token or an API client that uses something.
pub struct DependentLink {
    /// Its display name.
    pub name: String,
    /// The name of its home tenant, or what else it is.
    pub of: String,
    /// Its details page.
    pub url: String,
}

impl From<Vec<Dependent>> for Dependents {
    /// `dependents` were queried with a limit of [`MAX_DEPENDENTS`] plus one.
    fn from(dependents: Vec<Dependent>) -> Self {
        let more = dependents.len() > MAX_DEPENDENTS;
        let links = dependents.into_iter().take(MAX_DEPENDENTS).map(|dependent| DependentLink {
            url: format!("/administration/tenants/{}/api/{}", dependent.tenant_slug, dependent.id),
            name: dependent.name,
            of: dependent.tenant_name,
        });
        Self { links: links.collect(), more }
    }
}

impl Dependents {
    /// Adds API clients, which were queried with the same limit; `of` is what the page calls them.
    #[must_use]
    pub fn and_clients(mut self, clients: Vec<(ApiClientId, String)>, of: &str) -> Self {
        self.more |= clients.len() > MAX_DEPENDENTS;
        self.links.extend(clients.into_iter().take(MAX_DEPENDENTS).map(|(id, name)| DependentLink {
            name,
            of: of.to_owned(),
            url: format!("/administration/api-clients/{id}"),
        }));
        self
    }
}

/// How many to query: one more than shown.
pub fn dependents_limit() -> i64 {
    i64::try_from(MAX_DEPENDENTS).unwrap_or(i64::MAX - 1) + 1
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::web::samples::{TOKEN, acme};

    pub fn typed() -> NamedFields {
        NamedFields { name: String::new(), slug: "A!".to_owned() }
    }

    pub fn dependents(more: bool) -> Dependents {
        let url = acme().url(&format!("/api/{TOKEN}"));
        let token = DependentLink { name: "Warehouse scanner".to_owned(), of: "Acme".to_owned(), url };
        Dependents { links: vec![token], more }
    }
}
