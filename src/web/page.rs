//! What every page shares: language, who is signed in, the cockpit menu, the CSRF token, the flash.

use askama::filters::Safe;

use crate::auth::session::Undo;
use crate::domain::person::{Action, Person};
use crate::i18n::{Locale, Message, RichMessage, escape};

/// What every template may use, by one road. Each view struct has it as its field `page`.
pub struct Page {
    /// The language of the page.
    pub locale: Locale,
    /// The token that every form sends back in its hidden field `csrf`; empty on pages without a session.
    pub csrf: String,
    /// Who is signed in, if anybody.
    pub person: Option<Person>,
    /// Tenants this person may see, for the switcher, in alphabetical order (at most 100; the rest by the tenants page).
    pub tenants: Vec<SwitcherTenant>,
    /// The tenant one works in: the one of the address, else the one worked in last.
    pub tenant: Option<SwitcherTenant>,
    /// Why verification is closed, if it is, in the person's language.
    pub closed: Option<String>,
    /// What is wrong with the disk of the database, if anything is, in the person's language, for owners.
    pub disk: Option<String>,
    /// A message from the request before, shown once.
    pub flash: Option<Flash>,
    /// The public ID of the item that was just changed; the list scrolls back to it.
    pub at: Option<String>,
}

/// A tenant in the switcher.
#[derive(Clone)]
pub struct SwitcherTenant {
    /// Name as given by people.
    pub name: String,
    /// Slug, for `/administration/tenants/{slug}`.
    pub slug: String,
    /// Whether it is the tenant one works in.
    pub current: bool,
}

/// A message shown once on the next page.
pub struct Flash {
    /// Whether it tells of a success (else of a problem).
    pub success: bool,
    /// The sentence, in the person's language.
    pub text: String,
    /// How to undo it, if that can be done with one click.
    pub undo: Option<Undo>,
}

impl Page {
    /// A page that knows nothing but its language: for people who are not signed in, and for errors.
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

    /// Whether the page begins at what has this public id.
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

    /// A sentence that carries `<strong>`; its arguments are escaped.
    pub fn rich(&self, message: RichMessage<'_>) -> Safe<String> {
        Safe(self.locale.rich(message))
    }

    /// The command that opens verification again.
    pub const fn way_out(&self) -> &'static str {
        "latchkey confirm-restore"
    }

    /// The content-addressed address of an asset: `app.css`, `app.js`, `htmx.js`, `icons.svg`, `favicon.svg`.
    pub fn asset(&self, name: &str) -> String {
        crate::web::assets::address(name)
    }
}

/// Text inside `<strong>`, escaped: an argument for a sentence that is itself markup.
pub fn strong(text: &str) -> String {
    format!("<strong><bdi>{}</bdi></strong>", escape(text))
}

/// What is wrong with a form, field by field, in the person's language.
#[derive(Default)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Notes that `field` (the control's name; its id is `f-` + name) is wrong, and why.
    pub fn add(&mut self, field: &'static str, message: String) {
        self.0.push((field, message));
    }

    /// What is wrong with that field, if anything.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and message, in the order of the form, for the summary on top.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, message)| (*field, message.as_str()))
    }

    /// How many things are wrong.
    pub fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }
}
