//! The filters above a token list: what can be chosen, what is chosen, and links to remove it.

use super::home::Home;
use super::query::{ListRequest, ORDERS, natural, sort};
use crate::domain::app::App;
use crate::domain::module::Module;
use crate::i18n::{Counting, Locale, Message, msg};
use crate::store::tokens::filter::{self, FilterDef, SortBy};
use crate::store::tokens::list::Listing;
use crate::web::view::{Choice, capped_count};

/// What can be chosen.
pub struct FilterOptions<'a> {
    /// The tenants, in a list across all tenants.
    pub tenants: &'a [Home],
    /// The modules of the catalogue.
    pub modules: &'a [Module],
    /// The tenant's apps.
    pub apps: &'a [App],
    /// Who created tokens, by name.
    pub creators: &'a [String],
}

/// Everything above the list.
pub struct Filters {
    /// The address of the list.
    pub action: String,
    /// The search text.
    pub q: String,
    pub status: Vec<Choice>,
    /// The other filters and the order.
    pub picks: Vec<FilterControl>,
    /// The chosen filters, except search and status.
    pub chips: Vec<Chip>,
    /// Whether a filter is set.
    pub active: bool,
    /// How many tokens match, in words; empty without a filter.
    pub found: String,
    /// The same list as a file: the address and the name of each format.
    pub exports: [(String, &'static str); 2],
    /// Columns by which the list can be sorted: token, expires, last used.
    pub columns: [Column; 3],
}

/// A filter.
pub struct FilterControl {
    /// The control's name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// The options; the first one matches all.
    pub choices: Vec<Choice>,
}

/// A chosen filter.
pub struct Chip {
    /// `Permission: Delete`.
    pub text: String,
    /// The address of the list without it.
    pub without: String,
}

/// A column by which the list can be sorted.
pub struct Column {
    /// The address of the list sorted by it.
    pub address: String,
    /// `ascending`, `descending`, or empty.
    pub sorted: &'static str,
}

/// The filters above the list at `path`, for a `listing` of matches.
pub fn view(
    locale: Locale,
    path: &str,
    asked: &ListRequest,
    known: &FilterOptions<'_>,
    listing: &Listing,
) -> Filters {
    let picks = picks(locale, asked, known);
    let chips = picks
        .iter()
        .filter(|pick| pick.name != "sort")
        .filter_map(|pick| {
            let chosen = pick.choices.iter().find(|choice| choice.chosen && !choice.value.is_empty())?;
            Some(Chip {
                text: locale.t(msg::filter_chip(&pick.label, &chosen.text)),
                without: asked.address(path, &[(pick.name, "")]),
            })
        })
        .collect();
    let active = asked.narrows();
    Filters {
        action: path.to_owned(),
        q: asked.filter.search.clone(),
        status: states(locale, asked),
        picks,
        chips,
        active,
        found: match (active, listing.beginnings) {
            (false, _) => String::new(),
            (true, false) => locale.t(msg::filter_found(&capped_count(locale, listing.total))),
            (true, true) => locale.t(msg::filter_found_beginning(&capped_count(locale, listing.total))),
        },
        exports: [("csv", "CSV"), ("json", "JSON")]
            .map(|(kind, name)| (asked.address(&format!("{path}.{kind}"), &[]), name)),
        columns: [
            column(path, asked, SortBy::Name, ["name", "-name"]),
            column(path, asked, SortBy::Expires, ["expires", "-expires"]),
            column(path, asked, SortBy::Used, ["-used", "used"]),
        ],
    }
}

/// The first order is that of the first click, the second one that of the next.
fn column(path: &str, asked: &ListRequest, by: SortBy, ways: [&'static str; 2]) -> Column {
    let now = sort(asked.order);
    let next = if now == ways[0] { ways[1] } else { ways[0] };
    let next = if next == sort(natural(&asked.filter)) { "" } else { next };
    let sorted = match (asked.order.by == by, asked.order.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Column { address: asked.address(path, &[("sort", next)]), sorted }
}

/// A filter, its label, and the names of its values, in the order of the table.
struct FilterLabels(&'static FilterDef, Message<'static>, &'static [ValueLabel]);

/// The name of a value.
#[derive(Clone, Copy)]
enum ValueLabel {
    /// A fixed text.
    Plain(Message<'static>),
    /// The value ends in a number of days.
    Days(Counting),
}

use ValueLabel::{Days, Plain};

const STATUS: FilterLabels = FilterLabels(
    &filter::STATUS,
    msg::TOKEN_STATUS,
    &[
        Plain(msg::STATUS_ACTIVE),
        Plain(msg::STATUS_DISABLED),
        Plain(msg::STATUS_EXPIRED),
        Plain(msg::STATUS_REVOKED),
    ],
);

/// The filters other than search and status, in the order of the page.
const PICKED: &[FilterLabels] = &[
    FilterLabels(
        &filter::SCOPE,
        msg::TOKEN_TENANTS,
        &[
            Plain(msg::FILTER_SCOPE_THIS),
            Plain(msg::WIZARD_SCOPE_THIS_BELOW),
            Plain(msg::FILTER_SCOPE_SELECTED),
            Plain(msg::TOKEN_SCOPE_ALL),
        ],
    ),
    FilterLabels(
        &filter::PERMISSION,
        msg::FILTER_PERMISSION,
        &[
            Plain(msg::PERMISSION_READ),
            Plain(msg::PERMISSION_WRITE),
            Plain(msg::PERMISSION_CREATE),
            Plain(msg::PERMISSION_DELETE),
        ],
    ),
    FilterLabels(&filter::EXPIRING, msg::FILTER_EXPIRING, &[Days(msg::filter_days); 3]),
    FilterLabels(
        &filter::UNUSED,
        msg::FILTER_USAGE,
        &[
            Days(msg::filter_unused),
            Days(msg::filter_unused),
            Days(msg::filter_unused),
            Plain(msg::FILTER_NEVER),
            Days(msg::filter_never_since),
        ],
    ),
    FilterLabels(&filter::MODULE, msg::FILTER_MODULE, &[]),
    FilterLabels(&filter::APP, msg::FILTER_APP, &[]),
    FilterLabels(&filter::CREATOR, msg::TOKEN_CREATED_BY, &[]),
    FilterLabels(
        &filter::ATTENTION,
        msg::FILTER_ATTENTION,
        &[Plain(msg::FILTER_LATE), Plain(msg::FILTER_ORPHANED)],
    ),
];

impl FilterLabels {
    fn values(&self, locale: Locale) -> Vec<(String, String)> {
        let Self(entry, _, words) = self;
        let read = |(value, word): (&&str, &ValueLabel)| {
            let days = || value.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default();
            let text = match word {
                Plain(message) => locale.t(*message),
                Days(message) => locale.t(message(days())),
            };
            ((*value).to_owned(), text)
        };
        entry.values.iter().zip(*words).map(read).collect()
    }
}

fn states(locale: Locale, asked: &ListRequest) -> Vec<Choice> {
    let chosen = asked.value(filter::STATUS.name);
    let all = ("all".to_owned(), locale.t(msg::TOKEN_STATUS_ALL));
    let states = std::iter::once(all).chain(STATUS.values(locale)).map(|(value, text)| {
        let chosen = value == if chosen.is_empty() { "all" } else { chosen };
        Choice { value, text, chosen }
    });
    states.collect()
}

fn picks(locale: Locale, asked: &ListRequest, known: &FilterOptions<'_>) -> Vec<FilterControl> {
    let mut picks = Vec::new();
    if !known.tenants.is_empty() {
        let homes = known.tenants.iter().map(|home| (home.slug.clone(), home.name.clone())).collect();
        picks.push(pick(locale, asked, "tenant", msg::TOKEN_HOME, homes));
    }
    for words in PICKED {
        let (name, label) = (words.0.name, words.1);
        let choices = match name {
            "module" => {
                known.modules.iter().map(|module| (module.slug.clone(), module.name.clone())).collect()
            }
            "app" if known.apps.is_empty() => continue,
            "app" => known.apps.iter().map(|app| (app.slug.clone(), app.name.clone())).collect(),
            "creator" => creators(asked.value(name), known.creators),
            _ => words.values(locale),
        };
        picks.push(pick(locale, asked, name, label, choices));
    }
    let now = sort(asked.order);
    let words = [
        msg::FILTER_SORT_NEWEST,
        msg::FILTER_SORT_OLDEST,
        msg::FILTER_SORT_NAME,
        msg::FILTER_SORT_NAME_BACK,
        msg::FILTER_SORT_EXPIRES,
        msg::FILTER_SORT_EXPIRES_BACK,
        msg::FILTER_SORT_USED,
        msg::FILTER_SORT_UNUSED,
    ];
    picks.push(FilterControl {
        name: "sort",
        label: locale.t(msg::FILTER_SORT),
        choices: ORDERS
            .into_iter()
            .zip(words)
            .map(|(name, word)| Choice { value: name.to_owned(), text: locale.t(word), chosen: name == now })
            .collect(),
    });
    picks
}

fn creators(chosen: &str, known: &[String]) -> Vec<(String, String)> {
    let other = (!chosen.is_empty() && known.iter().all(|label| label != chosen)).then_some(chosen);
    known.iter().map(String::as_str).chain(other).map(|label| (label.to_owned(), label.to_owned())).collect()
}

fn pick(
    locale: Locale,
    asked: &ListRequest,
    name: &'static str,
    label: Message<'_>,
    choices: Vec<(String, String)>,
) -> FilterControl {
    let chosen = asked.value(name);
    let any = Choice { value: String::new(), text: locale.t(msg::FILTER_ANY), chosen: chosen.is_empty() };
    let choices = choices.into_iter().map(|(value, text)| Choice { chosen: value == chosen, value, text });
    FilterControl { name, label: locale.t(label), choices: std::iter::once(any).chain(choices).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tokens::filter::FILTERS;

    #[test]
    fn every_filter_is_on_the_page_and_each_of_its_values_has_words() {
        for entry in FILTERS.iter().filter(|entry| entry.name != filter::SEARCH.name) {
            let words = PICKED.iter().chain([&STATUS]).find(|words| words.0.name == entry.name);
            assert_eq!(words.map(|words| words.2.len()), Some(entry.values.len()), "{}", entry.name);
        }
    }
}
