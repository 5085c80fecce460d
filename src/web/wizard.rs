//! The wizard that issues a token: General, Access, Overview, Token, and the Summary after it.

pub mod access;
pub(super) mod areas;
mod checked_draft;
pub mod finish;
pub mod general;
pub(super) mod input;
pub mod overview;
pub(super) mod picture;
mod prefill;
pub mod reveal;
mod step;

use askama::Template;
use askama::filters::Safe;

use super::labels;
use super::page::{Errors, Page, strong};
use super::view::{Choice, Permissions, TenantRef};
use crate::domain::labels::Texts;
use crate::i18n::{escape, msg};
use crate::service::token_spec::GeneralInput;

/// Step 1, `/api/new` and `/api/drafts/{draft}/general`.
#[derive(Template)]
#[template(path = "wizard/general.html")]
pub struct GeneralStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token is issued.
    pub tenant: TenantRef,
    /// What is wrong, by field: `logo`, `name`, `description`, `expires_in`, `expires_date`, `expires_time`.
    pub errors: Errors,
    /// Where the form goes.
    pub action: String,
    /// Where Cancel goes (a POST).
    pub cancel_url: String,
    /// The id of a draft that does not exist yet, on `/api/new`: sent back in the hidden field `draft`.
    pub new_draft: Option<String>,
    /// Fields that carry choices of the step Access which the address asked for.
    pub hidden: Vec<(&'static str, String)>,
    /// Whether the address asked for something that was not understood.
    pub odd: bool,
    /// The step's fields.
    pub general: GeneralFields,
}

/// Texts, logo and end of a token.
pub struct GeneralFields {
    /// Whether texts and logo are only shown: of a token that this person could not issue.
    pub locked: bool,
    /// Address of the logo uploaded before, if any.
    pub logo: Option<String>,
    /// What was typed.
    pub input: GeneralInput,
    /// What the choice of keeping the end that there is is called, where there is one.
    pub keep: Option<String>,
    /// The tenant's time zone, `Europe/Berlin`.
    pub time_zone: String,
    /// The moment that the choice leads to.
    pub moment: ExpiryMoment,
    /// Where htmx fetches the resulting time again (GET, with the three expiry fields).
    pub expiry_preview_url: String,
}

/// The line that spells out when the token ends; on its own it answers the preview's GET.
#[derive(Template)]
#[template(path = "wizard/moment.html")]
pub struct ExpiryMoment {
    /// `20 February 2027, 14:00 Europe/Berlin`, or what is wrong with the date; empty while nothing can be said.
    pub text: String,
    /// Whether the text tells of a problem.
    pub problem: bool,
}

/// Step 2, `/api/drafts/{draft}/access`.
#[derive(Template)]
#[template(path = "wizard/access.html")]
pub struct AccessStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token is issued.
    pub tenant: TenantRef,
    /// What is wrong, by field: `tenant_scope`, `tenants`, `app`, `modules`, `permissions`.
    pub errors: Errors,
    /// Where the form goes.
    pub action: String,
    /// Where Cancel goes (a POST).
    pub cancel_url: String,
    /// The step's fields.
    pub access: AccessFields,
}

/// What a token reaches and may do.
pub struct AccessFields {
    /// Whether the app is only shown, the first and only one of `apps`: of a token that this person could not issue.
    pub locked: bool,
    /// `this`, `this_and_subtenants`, `selected` or `all`.
    pub scope: String,
    /// Whether there are tenants below this one, or the choice to include them was made.
    pub may_below: bool,
    /// The tenants to choose from; with none, "Selected tenants" is not offered.
    pub tenants: Vec<Choice>,
    /// Whether this person may issue for all tenants.
    pub may_all: bool,
    /// The tenant's apps, behind "No app"; empty when it has none, then no app is asked for.
    pub apps: Vec<Choice>,
    /// The modules to choose from.
    pub modules: Vec<ModuleChoice>,
    /// What was chosen.
    pub permissions: Permissions,
}

/// A module to choose from.
pub struct ModuleChoice {
    /// What gateways and the API call it.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Whether it is the built-in module for the Tenant API.
    pub built_in: bool,
    /// Whether the token's own tenant has it.
    pub here: bool,
    /// Whether one of the tenants to choose from has it.
    pub somewhere: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Step 3, `/api/drafts/{draft}/overview`.
#[derive(Template)]
#[template(path = "wizard/overview.html")]
pub struct OverviewStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token is issued.
    pub tenant: TenantRef,
    /// Where Next goes (a POST that answers with the token).
    pub action: String,
    /// Where Cancel goes (a POST).
    pub cancel_url: String,
    /// Step 1, for its Edit links.
    pub general_url: String,
    /// Step 2, for its Edit links and for Back.
    pub access_url: String,
    /// What people read of it.
    pub texts: Texts<String>,
    /// Initials shown instead of a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// What the token may do, where and until when; see [`sentence`].
    pub sentence: Safe<String>,
    /// `in 90 days`, `No expiration`, a moment.
    pub expires: String,
    /// `Acme only`, `Acme, Globex`, `All tenants, including future ones`.
    pub scope: String,
    /// The app it is bound to, empty when to none; nothing when its tenant has no apps.
    pub app: Option<String>,
    /// `devices, billing`; empty when it opens none.
    pub modules: String,
    /// What it may do.
    pub permissions: Permissions,
    /// How many secrets were made for the draft so far: sent back, so that of two submissions only one counts.
    pub generation: i64,
}

/// Step 4, the only answer that ever carries the secret.
#[derive(Template)]
#[template(path = "wizard/token.html")]
pub struct TokenStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token is issued.
    pub tenant: TenantRef,
    /// Name as given by people.
    pub name: String,
    /// The plaintext.
    pub secret: String,
    /// Origin of the Tenant API, from the setting `LATCHKEY_PUBLIC_URL`: `https://tokens.example.com`.
    pub public_url: String,
    /// Where Save goes (a POST).
    pub save_url: String,
    /// Where Cancel goes (a POST).
    pub cancel_url: String,
    /// This step's address for GET, which says that the secret is gone.
    pub gone_url: String,
    /// How many secrets were made for the draft so far: sent back, so that of two submissions only one counts.
    pub generation: i64,
}

/// Step 4 when it is looked at again: the secret is gone, another one can be generated.
#[derive(Template)]
#[template(path = "wizard/gone.html")]
pub struct TokenGoneStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token is issued.
    pub tenant: TenantRef,
    /// Name as given by people.
    pub name: String,
    /// Where "Generate another one" goes (a POST that answers with the token).
    pub action: String,
    /// Where Cancel goes (a POST).
    pub cancel_url: String,
    /// How many secrets were made for the draft so far: sent back, so that of two submissions only one counts.
    pub generation: i64,
}

/// After Save.
#[derive(Template)]
#[template(path = "wizard/summary.html")]
pub struct SummaryStep {
    /// What every page shares.
    pub page: Page,
    /// Where the token was issued.
    pub tenant: TenantRef,
    /// Public id, `tok_...`.
    pub id: String,
    /// Name as given by people.
    pub name: String,
    /// Initials shown instead of a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// What it may do, where and until when; see [`sentence`].
    pub sentence: Safe<String>,
}

/// "Can **read** and **create** in **devices** for **Acme** until **20 February 2027, 14:00** Europe/Berlin."
///
/// `modules` holds names, and may be empty; `tenants` holds names, or nothing for all tenants; `until` a moment and its
/// time zone, or nothing when the token never ends.
pub fn sentence(
    page: &Page,
    permissions: Permissions,
    modules: &[String],
    tenants: Option<&[String]>,
    until: Option<(&str, &str)>,
) -> Safe<String> {
    let locale = page.locale;
    let strong_list =
        |items: &[String]| locale.and_list(&items.iter().map(|item| strong(item)).collect::<Vec<_>>());
    let verbs = strong_list(&permissions.verbs(locale));
    let place = |tenants: &str| {
        if modules.is_empty() {
            return tenants.to_owned();
        }
        locale.t(msg::wizard_modules_of(&strong_list(modules), tenants))
    };
    let what = match tenants {
        Some(names) => locale.t(msg::wizard_may_in(&place(&strong_list(names)), &verbs)),
        None => {
            let all = place(&strong(&page.t(msg::WIZARD_ALL_TENANTS)));
            locale.t(msg::wizard_may_everywhere(&all, &verbs))
        }
    };
    Safe(match until {
        Some((moment, zone)) => {
            let until = format!("{} {}", strong(moment), escape(zone));
            locale.t(msg::wizard_sentence_until(&until, &what))
        }
        None => locale.t(msg::wizard_sentence_forever(&what)),
    })
}
