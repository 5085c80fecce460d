//! The filters above a token list: what may be chosen, what is chosen, and how to take it away again.

use super::home::Home;
use super::query::{Asked, EXPIRING, NEVER_SINCE, ORDERS, UNUSED, natural, sort};
use crate::domain::app::App;
use crate::domain::module::Module;
use crate::domain::token::Status;
use crate::i18n::Locale;
use crate::store::tokens::filter::SortBy;
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
        status: states(locale, asked.filter.status),
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

fn states(locale: Locale, chosen: Option<Status>) -> Vec<Choice> {
    let all =
        Choice { value: "all".to_owned(), text: locale.t("token-status-all"), chosen: chosen.is_none() };
    let states = Status::ALL.into_iter().map(|status| Choice {
        value: status.name().to_owned(),
        text: locale.t(match status {
            Status::Active => "status-active",
            Status::Disabled => "status-disabled",
            Status::Expired => "status-expired",
            Status::Revoked => "status-revoked",
        }),
        chosen: chosen == Some(status),
    });
    std::iter::once(all).chain(states).collect()
}

fn picks(locale: Locale, asked: &Asked, known: &Known<'_>) -> Vec<Pick> {
    let mut picks = Vec::new();
    if !known.tenants.is_empty() {
        let homes = known.tenants.iter().map(|home| (home.slug.clone(), home.name.clone())).collect();
        picks.push(pick(locale, asked, "tenant", "token-home", homes));
    }
    picks.extend([
        pick(
            locale,
            asked,
            "scope",
            "token-tenants",
            worded(
                locale,
                &[
                    ("this", "filter-scope-this"),
                    ("this_and_subtenants", "wizard-scope-this-below"),
                    ("selected", "filter-scope-selected"),
                    ("all", "token-scope-all"),
                ],
            ),
        ),
        pick(
            locale,
            asked,
            "permission",
            "filter-permission",
            worded(
                locale,
                &[
                    ("read", "permission-read"),
                    ("write", "permission-write"),
                    ("create", "permission-create"),
                    ("delete", "permission-delete"),
                ],
            ),
        ),
        pick(
            locale,
            asked,
            "expiring",
            "filter-expiring",
            EXPIRING.map(|days| (days.to_string(), locale.tn("filter-days", days))).to_vec(),
        ),
        pick(
            locale,
            asked,
            "unused",
            "filter-usage",
            UNUSED
                .map(|days| (days.to_string(), locale.tn("filter-unused", days)))
                .into_iter()
                .chain([
                    ("never".to_owned(), locale.t("filter-never")),
                    (format!("never{NEVER_SINCE}"), locale.tn("filter-never-since", NEVER_SINCE)),
                ])
                .collect(),
        ),
    ]);
    let modules = known.modules.iter().map(|module| (module.slug.clone(), module.name.clone())).collect();
    picks.push(pick(locale, asked, "module", "filter-module", modules));
    let apps: Vec<_> = known.apps.iter().map(|app| (app.slug.clone(), app.name.clone())).collect();
    if !apps.is_empty() {
        picks.push(pick(locale, asked, "app", "filter-app", apps));
    }
    let mut creators: Vec<_> = known.creators.iter().map(|label| (label.clone(), label.clone())).collect();
    let chosen = asked.value("creator");
    if !chosen.is_empty() && creators.iter().all(|(label, _)| label != chosen) {
        creators.push((chosen.to_owned(), chosen.to_owned()));
    }
    picks.push(pick(locale, asked, "creator", "token-created-by", creators));
    picks.push(pick(
        locale,
        asked,
        "attention",
        "filter-attention",
        worded(locale, &[("late", "filter-late"), ("orphaned", "filter-orphaned")]),
    ));
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

fn worded(locale: Locale, choices: &[(&str, &str)]) -> Vec<(String, String)> {
    choices.iter().map(|(value, key)| ((*value).to_owned(), locale.t(key))).collect()
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
