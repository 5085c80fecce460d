//! Query parameters, checked against the contract.

use actix_web::HttpRequest;

use crate::contract::fields::{Field, Kind, MAX_ITEMS, USUAL_ITEMS};
use crate::error::{Refused, Result, Wrong};

/// Query parameters: each is known, appears once, and has the right type.
#[derive(Debug)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the query of a request that may have `fields`; 422 if it has anything else. Ignoring a filter with a
    /// misspelled name would return everything.
    pub fn read(request: &HttpRequest, fields: &'static [Field]) -> Result<Self> {
        Self::parse(request.query_string(), fields).map_err(|wrong| Refused::fields(wrong).into())
    }

    fn parse(query: &str, fields: &'static [Field]) -> std::result::Result<Self, Vec<Wrong>> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|_| vec![Wrong::new("query", "is malformed")])?;
        let mut wrong: Vec<Wrong> = Vec::new();
        for (place, (name, value)) in pairs.iter().enumerate() {
            let doubled = pairs.iter().take(place).any(|(before, _)| before == name);
            let complaint = match fields.iter().find(|field| field.name == name) {
                None => Some("is unknown".to_owned()),
                Some(_) if doubled => Some("appears more than once".to_owned()),
                Some(field) => misfit(field.kind, value),
            };
            wrong.extend(complaint.map(|detail| Wrong::new(name.clone(), detail)));
        }
        if wrong.is_empty() { Ok(Self(pairs)) } else { Err(wrong) }
    }

    /// The parameter with this name, if present.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The search text; empty if there is none.
    pub fn search(&self) -> &str {
        self.get("q").unwrap_or_default().trim()
    }

    /// How many items a page may have.
    pub fn limit(&self) -> i64 {
        self.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(USUAL_ITEMS).clamp(1, MAX_ITEMS)
    }
}

fn misfit(kind: Kind, value: &str) -> Option<String> {
    match kind {
        Kind::Number { least, most } => {
            let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let fits = digits && value.parse::<i64>().is_ok_and(|number| (least..=most).contains(&number));
            (!fits).then(|| format!("must be an integer from {least} to {most}"))
        }
        Kind::Choice(names) => {
            (!names.contains(&value)).then(|| format!("must be one of {}", names.join(", ")))
        }
        Kind::Text { least, most } => {
            let length = value.chars().count();
            (length < least || length > most).then(|| format!("must have {least} to {most} characters"))
        }
        Kind::Slug | Kind::Slugs | Kind::Choices(_) | Kind::Moment => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fields::TOKEN_PAGE;

    fn wrong(query: &str) -> String {
        let complaints = Query::parse(query, TOKEN_PAGE).err().unwrap_or_default();
        complaints.iter().map(|wrong| wrong.field.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_query_says_what_it_may_say_and_nothing_else() {
        let query = Query::parse("limit=7&q=+a%20b+&status=revoked", TOKEN_PAGE).unwrap();
        assert_eq!((query.limit(), query.search(), query.get("status")), (7, "a b", Some("revoked")));
        let empty = Query::parse("", TOKEN_PAGE).unwrap();
        assert_eq!((empty.limit(), empty.search(), empty.get("after")), (50, "", None));
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=", "limit"),
            ("limit=%2B5", "limit"),
            ("limit=9999999999999999999999", "limit"),
            ("limit=1&limit=1", "limit"),
            ("stats=active", "stats"),
            ("status=", "status"),
            ("status=Active", "status"),
            ("after=", "after"),
            ("x=1&y=2", "x y"),
        ] {
            assert_eq!(wrong(query), field, "{query}");
        }
        assert_eq!(wrong(&format!("q={}", "x".repeat(201))), "q");
    }
}
