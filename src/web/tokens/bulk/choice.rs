//! What was chosen above the list: which tokens, and what to do with them.

use crate::domain::app::App;
use crate::domain::bulk::BulkAction;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::module::Module;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::token_spec::GeneralInput;
use crate::store::Tx;
use crate::store::bulk::chosen::Chosen;
use crate::web::tokens::query::{ListQuery, ListRequest};
use crate::web::view;
use crate::web::view::capped_count;

/// No page has as many rows; a form that says more is none of ours.
const MAX_SELECTED: usize = 500;
/// Everything that the list's filter leaves.
const ALL: &str = "all";
/// The rows that are ticked.
const PAGE: &str = "page";

/// The bulk bar above a tenant's list, for users who manage its tokens.
pub struct BulkBar {
    /// Where it leads.
    pub action: String,
    /// Which tokens: the ticked ones, or all.
    pub rows: [view::Choice; 2],
    /// What to do with them.
    pub actions: [view::Choice; 4],
    /// The filter of this list, and the list itself.
    pub hidden: Vec<(&'static str, String)>,
}

impl BulkBar {
    /// Above a list that was asked for so, and has `total` tokens; `back` is the query of its address.
    pub fn new(locale: Locale, path: &str, asked: &ListRequest, total: i64, back: &str) -> Self {
        let choice =
            |value: &str, text: String, chosen| view::Choice { value: value.to_owned(), text, chosen };
        let number = capped_count(locale, total);
        let all = if asked.narrows() { msg::bulk_rows_matching } else { msg::bulk_rows_all };
        Self {
            action: format!("{path}/bulk"),
            rows: [
                choice(PAGE, locale.t(msg::BULK_ROWS_PAGE), true),
                choice(ALL, locale.t(all(&number)), false),
            ],
            actions: [
                choice(BulkAction::Disable.name(), locale.t(msg::TOKEN_DISABLE), true),
                choice(BulkAction::Enable.name(), locale.t(msg::TOKEN_ENABLE), false),
                choice(BulkAction::Revoke.name(), locale.t(msg::TOKEN_REVOKE), false),
                choice(BulkAction::Expire(None).name(), locale.t(msg::BULK_DEED_EXPIRE), false),
            ],
            hidden: asked.pairs().chain([("back", back.to_owned())]).collect(),
        }
    }
}

/// What was chosen there, as far as it can be understood.
pub struct BulkChoice {
    /// The name of the action.
    pub action: &'static str,
    /// The rows that were ticked; `None` for all that match.
    pub ids: Option<Vec<TokenId>>,
    /// The list's filter.
    pub asked: ListRequest,
    /// The end, as typed; empty when it was not asked for yet.
    pub end: GeneralInput,
    /// The query of the list it came from.
    pub back: String,
}

impl BulkChoice {
    /// What an address or a form says, in a tenant with these modules and apps.
    pub fn parse(pairs: &[(String, String)], modules: &[Module], apps: &[App]) -> Result<Self> {
        let first = |wanted: &str| {
            pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str())
        };
        let action = BulkAction::from_name(first("deed"), None);
        let ids = match (first("rows"), action) {
            // To do nothing in particular is to do it to none.
            (_, None) => Some(Vec::new()),
            (ALL, _) => None,
            _ => {
                let mut ids: Vec<TokenId> = pairs
                    .iter()
                    .filter(|(name, _)| name == "token")
                    .filter_map(|(_, id)| id.parse().ok())
                    .collect();
                ids.sort_unstable();
                ids.dedup();
                Some(ids)
            }
        };
        if ids.as_ref().is_some_and(|ids| ids.len() > MAX_SELECTED) {
            return Err(Error::TooLarge);
        }
        let text = |name: &str| first(name).to_owned();
        Ok(Self {
            action: action.unwrap_or(BulkAction::Disable).name(),
            ids,
            asked: ListQuery::from_pairs(first).resolve(modules, apps),
            end: GeneralInput {
                expires_in: text("expires_in"),
                expires_date: text("expires_date"),
                expires_time: text("expires_time"),
                ..GeneralInput::default()
            },
            back: text("back"),
        })
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.ids.as_ref().is_some_and(Vec::is_empty)
    }

    /// The same, with what is searched for looked for as the tenant's own list does: a tenant that has grown by the time
    /// that it is done does not make it a wider choice.
    pub async fn settled(mut self, tx: &mut Tx, tenant: TenantId) -> Result<Self> {
        self.asked.filter = self.asked.filter.settled(tx, tenant).await?;
        Ok(self)
    }

    /// Which tokens these are.
    pub fn chosen(&self) -> Chosen {
        match &self.ids {
            Some(ids) => Chosen::Tokens(ids.clone()),
            None => Chosen::Matching(self.asked.filter.clone()),
        }
    }

    /// The fields that say so, but for the end.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("deed", self.action.to_owned()), ("back", self.back.clone())];
        match &self.ids {
            Some(ids) => {
                fields.push(("rows", PAGE.to_owned()));
                fields.extend(ids.iter().map(|id| ("token", id.to_string())));
            }
            None => {
                fields.push(("rows", ALL.to_owned()));
                fields.extend(self.asked.pairs());
            }
        }
        fields
    }

    /// The filter as it was understood: a page says what it was made for, so that a module that is called otherwise by
    /// now, or a tenant that has grown, does not make it another one.
    pub fn signature(&self) -> String {
        match &self.ids {
            Some(_) => String::new(),
            None => self.asked.address(if self.asked.filter.beginnings { "beginnings" } else { "" }, &[]),
        }
    }
}
