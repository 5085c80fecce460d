//! The addresses of a token's pages, and the way back to the list.

use actix_web::http::header::{HeaderMap, REFERER};
use url::Url;

use super::form::Form;
use super::respond;

/// The address of the list across all tenants.
pub(crate) const EVERYWHERE: &str = "/administration/tokens";

/// The list to return to, from an address or a form. Any value leads to a list of tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackLink {
    /// Whether it is the list across all tenants instead of the token's tenant.
    pub everywhere: bool,
    /// The query of its address.
    pub query: String,
}

impl BackLink {
    /// The names of the fields with the query, and with the kind of list; `all` is the one across all tenants.
    const FIELDS: [&'static str; 2] = ["back", "list"];

    /// From a form; `None` if it was not on a list.
    pub fn of(form: &Form) -> Option<Self> {
        let [query, list] = Self::FIELDS;
        let query = form.one(query).ok()?.to_owned();
        Some(Self { everywhere: form.first(list) == "all", query })
    }

    /// From the browser: the page it came from, if that was this tenant's list, or the one across all tenants.
    pub fn of_browser(headers: &HeaderMap, slug: &str) -> Option<Self> {
        let page = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
        let everywhere = page.path() == EVERYWHERE;
        let query = page.query().unwrap_or_default().to_owned();
        (everywhere || page.path() == list(slug, "")).then_some(Self { everywhere, query })
    }

    /// The form fields for it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let [query, list] = Self::FIELDS;
        let mut fields = vec![(query.to_owned(), self.query.clone())];
        if self.everywhere {
            fields.push((list.to_owned(), "all".to_owned()));
        }
        fields
    }

    /// The address of the list; `slug` is the token's tenant.
    pub fn address(&self, slug: &str) -> String {
        if self.everywhere { with_query(EVERYWHERE, &self.query) } else { list(slug, &self.query) }
    }

    /// The same, scrolled to the token's row.
    pub fn row(&self, slug: &str, id: impl std::fmt::Display) -> String {
        format!("{}#n-{id}", self.address(slug))
    }
}

/// The address of a token's details.
pub fn details(slug: &str, id: impl std::fmt::Display) -> String {
    format!("/administration/tenants/{}/api/{id}", slug)
}

/// The address of the token list with this query from a form. Any value gives an address of the list.
pub fn list(slug: &str, query: &str) -> String {
    with_query(&format!("/administration/tenants/{slug}/api"), query)
}

fn with_query(path: &str, query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let plain =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, value)| plain(name) && !value.is_empty())
        .collect();
    respond::address(path, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_form_sends_leads_to_the_list() {
        for (query, expected) in [
            ("", ""),
            ("q=a+b&status=active", "?q=a%20b&status=active"),
            ("q=&after=tok_1", "?after=tok_1"),
            ("//evil.example", ""),
            ("q=%0d%0aX:y", "?q=%0D%0AX%3Ay"),
            ("%2f..=x&Q=y&=z", ""),
        ] {
            assert_eq!(list("acme", query), format!("/administration/tenants/acme/api{expected}"), "{query}");
            let back = BackLink { everywhere: true, query: query.to_owned() };
            assert_eq!(back.address("acme"), format!("/administration/tokens{expected}"), "{query}");
        }
    }

    #[test]
    fn only_a_list_is_a_way_back() {
        use actix_web::http::header::HeaderValue;

        let from = |page: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(REFERER, HeaderValue::from_static(page));
            BackLink::of_browser(&headers, "acme").map(|back| back.address("acme"))
        };
        for (page, expected) in [
            ("http://h/administration/tenants/acme/api", Some("/administration/tenants/acme/api")),
            (
                "http://h/administration/tenants/acme/api?q=a#n-x",
                Some("/administration/tenants/acme/api?q=a"),
            ),
            ("http://h/administration/tokens?sort=name", Some("/administration/tokens?sort=name")),
            ("http://evil.example/administration/tokens", Some("/administration/tokens")),
            ("http://h/administration/tenants/acme/api/tok_1", None),
            ("http://h/administration/tenants/globex/api", None),
            ("nonsense", None),
        ] {
            assert_eq!(from(page).as_deref(), expected, "{page}");
        }
        assert_eq!(BackLink::of_browser(&HeaderMap::new(), "acme"), None);
    }
}
