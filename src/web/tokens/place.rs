//! Where the pages of a token are, and the way back to where somebody came from.

use crate::web::respond;

/// The address of a token's details.
pub fn details(slug: &str, id: impl std::fmt::Display) -> String {
    format!("/administration/tenants/{}/api/{id}", slug)
}

/// The address of the token list with that query, as a form sent it: whatever it says, the address is one of the list.
pub fn list(slug: &str, query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let plain =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, value)| plain(name) && !value.is_empty())
        .collect();
    respond::address(&format!("/administration/tenants/{}/api", slug), &pairs)
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
        }
    }
}
