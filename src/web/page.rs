//! What every page needs: the language, the signed-in person, the menu, the CSRF token, the message.

use askama::filters::Safe;

use crate::auth::session::Undo;
use crate::domain::person::{Action, Person};
use crate::i18n::{Locale, Message, RichMessage, escape};

/// What every template can use, as the field `page` of its view struct.
pub struct Page {
    /// The language of the page.
    pub locale: Locale,
    /// The token that every form sends back in its hidden field `csrf`; empty on pages without a session.
    pub csrf: String,
    /// Who is signed in, if anybody.
    pub person: Option<Person>,
    /// Tenants this person may see, for the switcher, in alphabetical order (at most 100; the rest by the tenants page).
    pub tenants: Vec<SwitcherTenant>,
    /// The current tenant: the one in the address, else the last one worked in.
    pub tenant: Option<SwitcherTenant>,
    /// Why verification is paused, if it is, in the person's language.
    pub closed: Option<String>,
    /// What is wrong with the database's disk, if anything, in the person's language. For owners.
    pub disk: Option<String>,
    /// The message of the previous request, shown once.
    pub flash: Option<Flash>,
    /// The public ID of the item that was just changed, to which the list scrolls back.
    pub at: Option<String>,
}

/// A tenant in the switcher.
#[derive(Clone)]
pub struct SwitcherTenant {
    /// Its display name.
    pub name: String,
    /// Slug, for `/administration/tenants/{slug}`.
    pub slug: String,
    /// Whether it is the current tenant.
    pub current: bool,
}

/// A message shown once on the next page.
pub struct Flash {
    /// Whether it reports a success rather than a problem.
    pub success: bool,
    /// The sentence, in the person's language.
    pub text: String,
    /// How to undo it, if that can be done with one click.
    pub undo: Option<Undo>,
}

impl Page {
    /// A page with nothing but its language, for people who are not signed in and for errors.
    pub const fn bare(locale: Locale) -> Self {
        Self {
            locale,
            csrf: String::new(),
            person: None,
            tenants: Vec::new(),
            tenant: None,
            closed: None,
            disk: None,
            flash: None,
            at: None,
        }
    }

    /// Whether the page should scroll to the item with this public ID.
    pub fn begins_at(&self, id: &str) -> bool {
        self.at.as_deref() == Some(id)
    }

    /// Whether the person may do `action` in at least one tenant; visitors never.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.person.as_ref().is_some_and(|person| person.may_somewhere(action))
    }

    /// Whether the person may do `action` where no single tenant is concerned; visitors never.
    pub fn may_everywhere(&self, action: Action) -> bool {
        self.person.as_ref().is_some_and(|person| person.may_everywhere(action))
    }

    /// A sentence.
    pub fn t(&self, message: Message<'_>) -> String {
        self.locale.t(message)
    }

    /// Renders a sentence that contains `<strong>`, with its arguments escaped.
    pub fn rich(&self, message: RichMessage<'_>) -> Safe<String> {
        Safe(self.locale.rich(message))
    }

    /// The command that resumes verification.
    pub const fn way_out(&self) -> &'static str {
        "latchkey confirm-restore"
    }

    /// The address of an asset, with its hash: `app.css`, `app.js`, `htmx.js`, `icons.svg`, `favicon.svg`.
    pub fn asset(&self, name: &str) -> String {
        crate::web::assets::address(name)
    }
}

/// Escaped text inside `<strong>`, as an argument for a sentence that is markup.
pub fn strong(text: &str) -> String {
    format!("<strong><bdi>{}</bdi></strong>", escape(text))
}

/// The errors of a form, by field, in the person's language.
#[derive(Default)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Adds an error of `field`, the name of a control (its ID is `f-` + name).
    pub fn add(&mut self, field: &'static str, message: String) {
        self.0.push((field, message));
    }

    /// The error of this field, if any.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str())
    }

    /// Whether there are no errors.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and message, in the order of the form, for the summary at the top.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, message)| (*field, message.as_str()))
    }

    /// The number of errors.
    pub fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }
}
