//! Paging through the token list, forwards and backwards, while it changes.

use super::{TestDatabase, both, world};
use crate::domain::id::TokenId;
use crate::domain::token::Status;
use crate::store::tokens;
use crate::store::tokens::filter::Filter;
use crate::store::tokens::list::{Cursor, Listing};
use world::{NOW, acme, id, issue, new_token, query};

/// Tokens per page.
const SIZE: usize = 4;

fn after(id: TokenId) -> Cursor {
    Cursor::After(id.into())
}

fn before(id: TokenId) -> Cursor {
    Cursor::Before(id.into())
}

async fn page(base: &TestDatabase, filter: &Filter, cursor: Cursor) -> Listing {
    tokens::list::page(&mut base.reader().await, query(filter, NOW), cursor, SIZE).await.unwrap()
}

fn numbers(listing: &Listing) -> Vec<u128> {
    listing.tokens.iter().map(|token| token.id.uuid().as_u128()).collect()
}

async fn issue_all(base: &TestDatabase, numbers: impl IntoIterator<Item = u128>) {
    let mut tx = base.tx().await;
    for number in numbers {
        issue(&mut tx, &new_token(number, id(1))).await;
    }
    tx.commit().await.unwrap();
}

async fn revoke(base: &TestDatabase, numbers: impl IntoIterator<Item = u128>) {
    let mut tx = base.tx().await;
    for number in numbers {
        assert!(tokens::revoke(&mut tx, id(1), id(number), NOW).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// Follows the links to the end and back again; every page must be the same both ways.
async fn walk(base: &TestDatabase, filter: &Filter, expected: &[u128]) {
    let mut pages = vec![page(base, filter, Cursor::First).await];
    assert!(pages[0].previous.is_none());
    while pages.last().unwrap().next.is_some() {
        let last = pages.last().unwrap().tokens.last().unwrap().id;
        pages.push(page(base, filter, after(last)).await);
        assert!(pages.last().unwrap().previous.is_some());
        assert!(pages.len() < 20, "no end");
    }
    let all: Vec<u128> = pages.iter().flat_map(numbers).collect();
    assert_eq!(all, expected, "{filter:?}");
    assert_eq!(pages.len(), expected.len().div_ceil(SIZE).max(1), "no page is empty or wasted");
    for place in (1..pages.len()).rev() {
        let first = pages[place].tokens[0].id;
        let back = page(base, filter, before(first)).await;
        assert_eq!(numbers(&back), numbers(&pages[place - 1]));
        assert_eq!(back.previous.is_some(), place > 1, "page {place}");
        assert!(back.next.is_some());
    }
}

fn active() -> Filter {
    Filter { search: String::new(), status: Some(Status::Active), ..Filter::default() }
}

both! {
    async fn pages_hold_each_token_once_both_ways(base) {
        acme(base).await;
        let mut have = 0;
        let size = SIZE as u128;
        for total in [0, 1, size - 1, size, size + 1, 2 * size, 2 * size + 1, 3 * size] {
            issue_all(base, have + 1..=total).await;
            have = total;
            walk(base, &Filter::default(), &(1..=total).rev().collect::<Vec<_>>()).await;
        }
    }

    async fn pages_of_a_filter_hold_what_matches_both_ways(base) {
        acme(base).await;
        issue_all(base, 1..=30).await;
        revoke(base, (1..=30).filter(|number| number % 3 == 0)).await;
        let of = |matches: fn(&u128) -> bool| (1..=30).rev().filter(matches).collect::<Vec<u128>>();
        walk(base, &active(), &of(|number| number % 3 != 0)).await;
        let revoked = Filter { status: Some(Status::Revoked), ..Filter::default() };
        walk(base, &revoked, &of(|number| number % 3 == 0)).await;
        let ones = Filter { search: "token 1".to_owned(), status: None, ..Filter::default() };
        walk(base, &ones, &of(|number| *number == 1 || (10..20).contains(number))).await;
        walk(base, &Filter { search: "token 1".to_owned(), ..active() }, &[19, 17, 16, 14, 13, 11, 10, 1]).await;
        walk(base, &Filter { search: "nothing".to_owned(), status: None, ..Filter::default() }, &[]).await;
    }

    async fn tokens_issued_meanwhile_move_no_page_that_was_reached(base) {
        acme(base).await;
        issue_all(base, 1..=10).await;
        let first = page(base, &Filter::default(), Cursor::First).await;
        issue_all(base, 11..=13).await;
        let second = page(base, &Filter::default(), after(first.tokens[SIZE - 1].id)).await;
        assert_eq!(numbers(&second), [6, 5, 4, 3]);
        let back = page(base, &Filter::default(), before(second.tokens[0].id)).await;
        assert_eq!(numbers(&back), [10, 9, 8, 7]);
        assert!(back.previous.is_some() && back.next.is_some());
    }

    async fn the_way_back_to_the_first_page_leads_to_a_full_one(base) {
        acme(base).await;
        issue_all(base, 1..=10).await;
        let second = page(base, &active(), after(id(7))).await;
        assert_eq!(numbers(&second), [6, 5, 4, 3]);
        // Two of the first page have been revoked since.
        revoke(base, [8, 9]).await;
        let back = page(base, &active(), before(id(6))).await;
        assert_eq!(numbers(&back), [10, 7, 6, 5]);
        assert!(back.previous.is_none() && back.next.is_some());
    }

    async fn no_link_leads_to_where_nothing_is_left(base) {
        acme(base).await;
        issue_all(base, 1..=10).await;
        revoke(base, 7..=10).await;
        let page_two = page(base, &active(), after(id(7))).await;
        assert_eq!(numbers(&page_two), [6, 5, 4, 3]);
        assert!(page_two.previous.is_none() && page_two.next.is_some());
        revoke(base, [1, 2, 3]).await;
        issue_all(base, 11..=20).await;
        let back = page(base, &active(), before(id(3))).await;
        assert_eq!(numbers(&back), [11, 6, 5, 4]);
        assert!(back.previous.is_some() && back.next.is_none());
    }

    async fn an_address_beyond_the_end_shows_the_first_page(base) {
        acme(base).await;
        issue_all(base, 1..=6).await;
        for cursor in [after(id(1)), after(id(0)), before(id(6)), before(id(99))] {
            let shown = page(base, &Filter::default(), cursor.clone()).await;
            assert_eq!(numbers(&shown), [6, 5, 4, 3], "{cursor:?}");
            assert!(shown.previous.is_none() && shown.next.is_some(), "{cursor:?}");
        }
        let empty = page(base, &Filter { search: "nothing".to_owned(), status: None, ..Filter::default() }, after(id(3))).await;
        assert!(empty.tokens.is_empty() && empty.previous.is_none() && empty.next.is_none());
    }

    async fn a_cursor_need_not_be_a_token_of_the_list(base) {
        acme(base).await;
        issue_all(base, [10, 20, 30, 40, 50, 60]).await;
        assert_eq!(numbers(&page(base, &Filter::default(), after(id(35))).await), [30, 20, 10]);
        let back = page(base, &Filter::default(), before(id(15))).await;
        assert_eq!((numbers(&back), back.previous.is_some(), back.next.is_some()), (vec![50, 40, 30, 20], true, true));
    }
}
