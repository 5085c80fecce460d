//! Cursor pagination: each page starts where the previous one ended, even if items were added or removed meanwhile.

use crate::contract::shape::Page;
use crate::error::{Error, Refused, Result, Wrong};

use super::query::Query;

/// Where the previous page ended, read by `parse`. 422 if `after` is not the `next` of any page.
pub fn after<T>(query: &Query, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>> {
    let Some(text) = query.get("after") else { return Ok(None) };
    let wrong =
        || Error::from(Refused::fields(vec![Wrong::new("after", "must be the `next` of an earlier page")]));
    parse(text).map(Some).ok_or_else(wrong)
}

/// One more than the page holds: if that item exists, there is a next page.
pub const fn requested(limit: i64) -> i64 {
    limit + 1
}

/// A page of at most `limit` items of `found`, which was queried with [`requested`].
pub fn page<F, T>(
    mut found: Vec<F>,
    limit: i64,
    place: impl FnOnce(&F) -> String,
    view: impl FnMut(F) -> T,
) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(place);
    Page { items: found.into_iter().map(view).collect(), next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_says_that_it_is_the_last() {
        let of = |found: Vec<i64>| page(found, 2, ToString::to_string, |item| item);
        assert_eq!(of(vec![1, 2, 3]).next.as_deref(), Some("2"));
        assert_eq!(of(vec![1, 2, 3]).items, [1, 2]);
        assert_eq!(of(vec![1, 2]).next, None);
        assert_eq!(of(vec![]).items, Vec::<i64>::new());
    }
}
