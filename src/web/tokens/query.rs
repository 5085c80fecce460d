//! The query of a token list. Invalid parameters are ignored.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::domain::app::App;
use crate::domain::id::TokenId;
use crate::domain::module::Module;
use crate::domain::token::Status;
use crate::store::tokens::filter::{self, FILTERS, Filter, Order, SortBy};
use crate::store::tokens::list::{Cursor, Key, Position};
use crate::web::respond;

/// The query parameters, unparsed.
#[derive(Default)]
pub struct ListQuery(Vec<(String, String)>);

/// Parameters that are not filters.
const OTHERS: [&str; 4] = ["tenant", "sort", "after", "before"];

impl<'de> Deserialize<'de> for ListQuery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, String)>::deserialize(deserializer)?;
        for known in FILTERS.iter().map(|entry| entry.name).chain(OTHERS) {
            if pairs.iter().filter(|(name, _)| name == known).count() > 1 {
                return Err(D::Error::duplicate_field(known));
            }
        }
        Ok(Self(pairs))
    }
}

/// The same, parsed.
pub struct ListRequest {
    pub filter: Filter,
    /// The sort order.
    pub order: Order,
    /// The position to start from.
    pub cursor: Cursor,
    /// Its query parameters in order, without the cursor.
    pairs: Vec<(&'static str, String)>,
}

impl ListQuery {
    /// From a form; `first` returns the first value of a field, or an empty text.
    pub fn from_pairs<'a>(first: impl Fn(&str) -> &'a str) -> Self {
        Self(FILTERS.iter().map(|entry| (entry.name.to_owned(), first(entry.name).to_owned())).collect())
    }

    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The slug of the only tenant to list, in a list across all tenants; empty for all.
    pub fn tenant(&self) -> &str {
        self.value("tenant")
    }

    /// Parses the query with these modules and apps.
    pub fn resolve(self, modules: &[Module], apps: &[App]) -> ListRequest {
        let mut filter = Filter::read(|entry| self.value(entry.name));
        // Addresses identify modules and apps by slug, the filter by ID.
        let [module, app] = [filter::MODULE.name, filter::APP.name];
        filter.module = modules.iter().find(|known| known.slug == self.value(module)).map(|module| module.id);
        filter.app = apps.iter().find(|known| known.slug == self.value(app)).map(|app| app.id);
        let mut pairs = filter.pairs();
        for (name, value) in pairs.iter_mut().filter(|(name, _)| [module, app].contains(name)) {
            self.value(name).clone_into(value);
        }
        let order = order(self.value("sort")).unwrap_or_else(|| natural(&filter));
        if order != natural(&filter) {
            pairs.push(("sort", sort(order)));
        }
        let cursor = match (place(self.value("after"), order.by), place(self.value("before"), order.by)) {
            (Some(place), _) => Cursor::After(place),
            (None, Some(place)) => Cursor::Before(place),
            (None, None) => Cursor::First,
        };
        ListRequest { filter, order, cursor, pairs }
    }
}

impl ListRequest {
    /// Restricts a list across all tenants to the tenant with this slug.
    #[must_use]
    pub fn within(mut self, slug: &str) -> Self {
        self.pairs.insert(0, ("tenant", slug.to_owned()));
        self
    }

    /// The query parameters of the filter, without the sort order.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.pairs.iter().filter(|(name, _)| *name != "sort").cloned()
    }

    /// Whether a filter is set.
    pub fn narrows(&self) -> bool {
        !self.filter.is_empty() || !self.value("tenant").is_empty()
    }

    /// The value of the query parameter `name`; empty if absent.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The address of this list at `path`, with the parameters in `other` replaced; empty ones are left out. It
    /// starts at the first page.
    pub fn address(&self, path: &str, other: &[(&'static str, &str)]) -> String {
        let kept = self.pairs.iter().map(|(name, value)| (*name, value.as_str()));
        let kept = kept.filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
        let pairs: Vec<(&str, &str)> =
            kept.chain(other.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        respond::address(path, &pairs)
    }

    /// The address of a neighbouring page: `name` is `after` or `before`.
    pub fn page(&self, path: &str, name: &'static str, place: &Position) -> String {
        let key = match &place.key {
            None => String::new(),
            Some(Key::Int(int)) => format!("~{int}"),
            Some(Key::Text(text)) => format!("~{text}"),
        };
        self.address(path, &[(name, &format!("{}{key}", place.id))])
    }
}

/// The names of all sort orders in addresses.
pub const ORDERS: [&str; 8] =
    ["-created", "created", "name", "-name", "expires", "-expires", "-used", "used"];

const SORTED_BY: [(&str, SortBy); 4] = [
    ("created", SortBy::Created),
    ("name", SortBy::Name),
    ("expires", SortBy::Expires),
    ("used", SortBy::Used),
];

fn order(name: &str) -> Option<Order> {
    let (descending, word) = name.strip_prefix('-').map_or((false, name), |word| (true, word));
    let (_, by) = SORTED_BY.into_iter().find(|(known, _)| *known == word)?;
    Some(Order { by, descending })
}

/// The name of a sort order in addresses.
pub fn sort(order: Order) -> String {
    let word = SORTED_BY.into_iter().find(|(_, by)| *by == order.by).map_or("", |(word, _)| word);
    format!("{}{word}", if order.descending { "-" } else { "" })
}

/// The default sort order: a filter by expiration or use is sorted by that.
pub fn natural(filter: &Filter) -> Order {
    if filter.expiring_within.is_some() {
        Order { by: SortBy::Expires, descending: false }
    } else if filter.usage.is_some() {
        Order { by: SortBy::Used, descending: false }
    } else if filter.status == Some(Status::Expired) {
        Order { by: SortBy::Expires, descending: true }
    } else {
        Order::default()
    }
}

fn place(text: &str, by: SortBy) -> Option<Position> {
    let (id, key) = text.split_once('~').map_or((text, None), |(id, key)| (id, Some(key)));
    let id: TokenId = id.parse().ok()?;
    let key = match (by, key) {
        (SortBy::Created, _) => None,
        (SortBy::Name, key) => Some(Key::Text(key?.to_owned())),
        (SortBy::Expires | SortBy::Used, key) => Some(Key::Int(key?.parse().ok()?)),
    };
    Some(Position { id, key })
}

#[cfg(test)]
mod tests {
    use std::slice;

    use uuid::Uuid;

    use super::*;
    use crate::domain::time::Timestamp;

    fn asked(query: &str) -> ListRequest {
        serde_urlencoded::from_str::<ListQuery>(query).unwrap().resolve(&[], &[])
    }

    #[test]
    fn what_is_understood_stands_in_the_address_and_nothing_else_does() {
        for (query, expected) in [
            ("", ""),
            ("q=+a+b+&status=all&scope=&sort=", "?q=a%20b"),
            ("status=active&permission=delete&scope=all", "?status=active&scope=all&permission=delete"),
            ("expiring=30&unused=never&sort=name", "?expiring=30&unused=never&sort=name"),
            ("expiring=31&unused=1&attention=x&module=none&app=none&permission=x&sort=x", ""),
            ("sort=-created&after=tok_x&before=y", ""),
            ("scope=this_and_subtenants", "?scope=this_and_subtenants"),
            ("creator=a%40b&attention=late", "?creator=a%40b&attention=late"),
            ("status=expired&sort=-expires", "?status=expired"),
            ("status=expired&sort=-created", "?status=expired&sort=-created"),
        ] {
            assert_eq!(asked(query).address("", &[]), expected, "{query}");
        }
    }

    #[test]
    fn every_filter_stands_in_the_address_as_it_was_asked_for() {
        let module = Module {
            id: Uuid::nil().into(),
            slug: "x".to_owned(),
            name: String::new(),
            built_in: false,
            owners_only: false,
        };
        let (created_at, updated_at) = (Timestamp::from_micros(1), Timestamp::from_micros(1));
        let app = App {
            id: Uuid::nil().into(),
            tenant: Uuid::nil().into(),
            slug: "x".to_owned(),
            name: String::new(),
            created_at,
            updated_at,
        };
        for entry in FILTERS {
            let any = if entry.values.is_empty() { &["x"] } else { entry.values };
            for value in any {
                let query = format!("?{}={value}", entry.name);
                let wanted: ListQuery = serde_urlencoded::from_str(&query[1..]).unwrap();
                let asked = wanted.resolve(slice::from_ref(&module), slice::from_ref(&app));
                assert!(!asked.filter.is_empty(), "{query}");
                assert_eq!(asked.address("", &[]), query);
            }
        }
    }

    #[test]
    fn what_is_asked_for_twice_is_malformed() {
        let read = serde_urlencoded::from_str::<ListQuery>;
        assert!(read("status=active&status=revoked").is_err() && read("sort=name&sort=").is_err());
        assert!(read("x=1&x=2&status=active").is_ok());
    }

    #[test]
    fn every_order_has_a_name_of_its_own() {
        for name in ORDERS {
            assert_eq!(order(name).map(sort).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_place_reads_back_as_it_was_written_and_fits_its_order_only() {
        let id = TokenId::from(Uuid::from_u128(7));
        for (by, key) in [
            ("created", None),
            ("name", Some(Key::Text("a~b c&é".to_owned()))),
            ("name", Some(Key::Text(String::new()))),
            ("-expires", Some(Key::Int(i64::MAX))),
            ("used", Some(Key::Int(0))),
        ] {
            let before = asked(&format!("sort={by}"));
            let place = Position { id, key };
            let address = before.page("", "after", &place);
            assert_eq!(asked(&address[1..]).cursor, Cursor::After(place), "{address}");
        }
        let id = id.to_string();
        for query in ["after=tok_", &format!("sort=name&after={id}"), &format!("sort=used&before={id}~x")] {
            assert_eq!(asked(query).cursor, Cursor::First, "{query}");
        }
    }

    #[test]
    fn a_filter_is_changed_and_taken_away_and_the_page_is_the_first_again() {
        let asked = asked("q=a&status=active&after=tok_00000000000000000000000007");
        assert_eq!(asked.address("/x", &[("status", "")]), "/x?q=a");
        assert_eq!(asked.address("/x", &[("sort", "name")]), "/x?q=a&status=active&sort=name");
        assert_eq!(asked.value("status"), "active");
    }
}
