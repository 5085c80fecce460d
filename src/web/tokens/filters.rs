//! The filters above a token list: what may be chosen, what is chosen, and how to take it away again.

use super::home::Home;
use super::query::{Asked, ORDERS, natural, sort};
use crate::domain::app::App;
use crate::domain::module::Module;
use crate::i18n::Locale;
use crate::store::tokens::filter::{self, Entry, SortBy};
use crate::store::tokens::list::Listing;
use crate::web::view::{Choice, capped_count};

/// What there is to choose from.
pub struct Known<'a> {
    /// The tenants, in a list that is one of all tenants.
    pub tenants: &'a [Home],
    /// The modules of the catalogue.
    pub modules: &'a [Module],
    /// The tenant's apps.
    pub apps: &'a [App],
    /// Who issued tokens, by name.
    pub creators: &'a [String],
}

/// Everything above the list.
pub struct Filters {
    /// Where the list is.
    pub action: String,
    /// What was searched for.
    pub q: String,
    /// The states.
    pub status: Vec<Choice>,
    /// The other filters and the order.
    pub picks: Vec<Pick>,
    /// The filters that are chosen, but for search and state.
    pub chips: Vec<Chip>,
    /// Whether anything narrows the list.
    pub active: bool,
    /// How many tokens match, in words; empty when nothing narrows the list.
    pub found: String,
    /// The list as it is here as a file: its address, and the name of its format.
    pub exports: [(String, &'static str); 2],
    /// Columns by which the list can be sorted: token, expires, last used.
    pub columns: [Column; 3],
}

/// One filter.
pub struct Pick {
    /// The control's name.
    pub name: &'static str,
    /// What people read.
    pub label: String,
    /// What may be chosen; the first leaves nothing out.
    pub choices: Vec<Choice>,
}

/// A filter that is chosen.
pub struct Chip {
    /// `Permission: Delete`.
    pub text: String,
    /// Where the list without it is.
    pub without: String,
}

/// A column by which the list can be sorted.
pub struct Column {
    /// Where the list sorted by it is.
    pub address: String,
    /// `ascending`, `descending`, or empty.
    pub sorted: &'static str,
}

/// The filters above the list at `path`, of which `total` tokens match.
pub fn view(locale: Locale, path: &str, asked: &Asked, known: &Known<'_>, listing: &Listing) -> Filters {
    let picks = picks(locale, asked, known);
    let chips = picks
        .iter()
        .filter(|pick| pick.name != "sort")
        .filter_map(|pick| {
            let chosen = pick.choices.iter().find(|choice| choice.chosen && !choice.value.is_empty())?;
            Some(Chip {
                text: locale.t2("filter-chip", "filter", &pick.label, "value", &chosen.text),
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
            (true, false) => locale.t1("filter-found", "number", &capped_count(locale, listing.total)),
            (true, true) => {
                locale.t1("filter-found-beginning", "number", &capped_count(locale, listing.total))
            }
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

/// The first way is what the first click gives, the second what the next one does.
fn column(path: &str, asked: &Asked, by: SortBy, ways: [&'static str; 2]) -> Column {
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

/// A filter, the key of its label, and the keys of its values in the order of the table. A value that ends in a number of
/// days passes it as `$n`.
struct Words(&'static Entry, &'static str, &'static [&'static str]);

const STATUS: Words = Words(
    &filter::STATUS,
    "token-status",
    &["status-active", "status-disabled", "status-expired", "status-revoked"],
);

/// The filters other than search and status, in the order of the page.
const PICKED: &[Words] = &[
    Words(
        &filter::SCOPE,
        "token-tenants",
        &["filter-scope-this", "wizard-scope-this-below", "filter-scope-selected", "token-scope-all"],
    ),
    Words(
        &filter::PERMISSION,
        "filter-permission",
        &["permission-read", "permission-write", "permission-create", "permission-delete"],
    ),
    Words(&filter::EXPIRING, "filter-expiring", &["filter-days"; 3]),
    Words(
        &filter::UNUSED,
        "filter-usage",
        &["filter-unused", "filter-unused", "filter-unused", "filter-never", "filter-never-since"],
    ),
    Words(&filter::MODULE, "filter-module", &[]),
    Words(&filter::APP, "filter-app", &[]),
    Words(&filter::CREATOR, "token-created-by", &[]),
    Words(&filter::ATTENTION, "filter-attention", &["filter-late", "filter-orphaned"]),
];

impl Words {
    fn values(&self, locale: Locale) -> Vec<(String, String)> {
        let Self(entry, _, words) = self;
        let read = |(value, word): (&&str, &&str)| {
            let days = value.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default();
            ((*value).to_owned(), locale.tn(word, days))
        };
        entry.values.iter().zip(*words).map(read).collect()
    }
}

fn states(locale: Locale, asked: &Asked) -> Vec<Choice> {
    let chosen = asked.value(filter::STATUS.name);
    let all = ("all".to_owned(), locale.t("token-status-all"));
    let states = std::iter::once(all).chain(STATUS.values(locale)).map(|(value, text)| {
        let chosen = value == if chosen.is_empty() { "all" } else { chosen };
        Choice { value, text, chosen }
    });
    states.collect()
}

fn picks(locale: Locale, asked: &Asked, known: &Known<'_>) -> Vec<Pick> {
    let mut picks = Vec::new();
    if !known.tenants.is_empty() {
        let homes = known.tenants.iter().map(|home| (home.slug.clone(), home.name.clone())).collect();
        picks.push(pick(locale, asked, "tenant", "token-home", homes));
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
        "filter-sort-newest",
        "filter-sort-oldest",
        "filter-sort-name",
        "filter-sort-name-back",
        "filter-sort-expires",
        "filter-sort-expires-back",
        "filter-sort-used",
        "filter-sort-unused",
    ];
    picks.push(Pick {
        name: "sort",
        label: locale.t("filter-sort"),
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
    asked: &Asked,
    name: &'static str,
    label: &str,
    choices: Vec<(String, String)>,
) -> Pick {
    let chosen = asked.value(name);
    let any = Choice { value: String::new(), text: locale.t("filter-any"), chosen: chosen.is_empty() };
    let choices = choices.into_iter().map(|(value, text)| Choice { chosen: value == chosen, value, text });
    Pick { name, label: locale.t(label), choices: std::iter::once(any).chain(choices).collect() }
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
