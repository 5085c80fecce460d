//! Searching the token list: by name, by public ID, by the start of one.

use super::token_list::fill;
use super::{Kind, TestDatabase, both, world};
use crate::domain::id::TokenId;
use crate::domain::text::Name;
use crate::domain::token::Status;
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::{self, tokens::Selection};
use crate::store::tokens::filter::Filter;
use crate::store::tokens::{self, list::Cursor};
use world::{NOW, acme, id, issue, new_token, query};

/// Creates a token for each name, numbered from 1.
async fn issue_named(base: &TestDatabase, names: &[&str]) {
    acme(base).await;
    let mut tx = base.tx().await;
    for (number, name) in (1..).zip(names) {
        let mut token = new_token(number, id(1));
        token.labels.name = Name::parse(name).unwrap();
        issue(&mut tx, &token).await;
    }
    tx.commit().await.unwrap();
}

/// The names that a search finds, in order of creation.
async fn found(base: &TestDatabase, search: &str) -> Vec<String> {
    let filter = Filter { search: search.to_owned(), status: None, ..Filter::default() };
    let mut tx = base.reader().await;
    let page = tokens::list::page(&mut tx, query(&filter, NOW), Cursor::First, 100).await.unwrap();
    let count = tokens::list::count(&mut tx, Some(id(1)), &filter, NOW).await.unwrap();
    assert_eq!(count, page.tokens.len() as i64, "list and count search alike: {search:?}");
    page.tokens.into_iter().rev().map(|token| token.labels.name).collect()
}

both! {
    async fn a_name_is_found_by_any_part_of_it_whatever_the_case(base) {
        issue_named(base, &["Till South", "TILL north", "Scanner"]).await;
        assert_eq!(found(base, "till").await, ["Till South", "TILL north"]);
        assert_eq!(found(base, "TILL").await, ["Till South", "TILL north"]);
        assert_eq!(found(base, "l s").await, ["Till South"]);
        assert_eq!(found(base, "  scan ").await, ["Scanner"], "without the spaces around it");
        assert_eq!(found(base, "").await.len(), 3);
        assert_eq!(found(base, "   ").await.len(), 3);
        assert_eq!(found(base, "till  south").await, [""; 0]);
    }

    async fn signs_that_mean_something_to_sql_mean_nothing_here(base) {
        let names = ["100 %", "100 x", "a_b", "axb", r"c\d", r"c\\d", "it's", "\"quoted\"", "50%_\\"];
        issue_named(base, &names).await;
        assert_eq!(found(base, "%").await, ["100 %", "50%_\\"]);
        assert_eq!(found(base, "_").await, ["a_b", "50%_\\"]);
        assert_eq!(found(base, "a_b").await, ["a_b"]);
        assert_eq!(found(base, r"\").await, [r"c\d", r"c\\d", "50%_\\"]);
        assert_eq!(found(base, r"\\").await, [r"c\\d"]);
        assert_eq!(found(base, r"%_\").await, ["50%_\\"]);
        assert_eq!(found(base, "'").await, ["it's"]);
        assert_eq!(found(base, "\"").await, ["\"quoted\""]);
        assert_eq!(found(base, "' OR 1=1 --").await, [""; 0]);
        assert_eq!(found(base, "%%").await, [""; 0]);
    }

    async fn letters_with_accents_are_found_whatever_their_case(base) {
        issue_named(base, &["Ärger ÜBER Öl", "Straße", "ÉTÉ", "ОТЧЁТ", "ΟΔΟΣ", "ΟΔΟΣΤΡΩΜΑ", "東京", "İstanbul"]).await;
        assert_eq!(found(base, "ärger über ÖL").await, ["Ärger ÜBER Öl"]);
        assert_eq!(found(base, "STRASSE").await, [""; 0], "as it is typed: ß is not ss");
        assert_eq!(found(base, "straße").await, ["Straße"]);
        assert_eq!(found(base, "été").await, ["ÉTÉ"]);
        assert_eq!(found(base, "отчёт").await, ["ОТЧЁТ"]);
        for odos in ["ΟΔΟΣ", "οδος", "οδοσ"] {
            assert_eq!(found(base, odos).await, ["ΟΔΟΣ", "ΟΔΟΣΤΡΩΜΑ"], "{odos}: the last sigma looks different");
        }
        assert_eq!(found(base, "京").await, ["東京"]);
        assert_eq!(found(base, "İST").await, ["İstanbul"]);
    }

    async fn what_no_name_can_hold_finds_nothing_and_breaks_nothing(base) {
        issue_named(base, &["Till"]).await;
        for search in ["\0", "Ti\0ll", "\u{202e}", "\u{fffd}"] {
            assert_eq!(found(base, search).await, [""; 0], "{search:?}");
        }
        assert_eq!(found(base, &"t".repeat(60_000)).await, [""; 0]);
        assert_eq!(found(base, &"%".repeat(60_000)).await, [""; 0]);
        assert_eq!(found(base, &format!("tok_{}", "0".repeat(60_000))).await, [""; 0]);
    }

    async fn the_longest_name_is_found_by_itself(base) {
        let name = "İ".repeat(100);
        issue_named(base, &[&name]).await;
        assert_eq!(found(base, &name).await, [name.as_str()]);
        assert_eq!(found(base, &format!("{name}İ")).await, [""; 0]);
    }

    async fn a_token_is_found_by_its_public_id_and_by_the_beginning_of_it(base) {
        acme(base).await;
        // Realistic IDs: created at the same time, so that their first ten characters are equal.
        let ids = [0x0197_0000_0000_7000_8000_0000_0000_0001, 0x0197_0000_0000_7000_8fff_0000_0000_0002,
                   0x0198_0000_0000_7000_8000_0000_0000_0003_u128];
        let mut tx = base.tx().await;
        for number in ids {
            let mut token = new_token(number, id(1));
            token.labels.name = Name::parse(&format!("Number {}", number % 16)).unwrap();
            issue(&mut tx, &token).await;
        }
        tx.commit().await.unwrap();
        let public = |number: u128| id::<TokenId>(number).to_string();
        for (number, name) in ids.into_iter().zip(["Number 1", "Number 2", "Number 3"]) {
            assert_eq!(found(base, &public(number)).await, [name]);
            assert_eq!(found(base, &format!(" tok_{} ", public(number)[4..].to_lowercase())).await, [name]);
        }
        assert_eq!(found(base, &public(ids[0])[..14]).await, ["Number 1", "Number 2"]);
        assert_eq!(found(base, "tok_0").await.len(), 3);
        assert_eq!(found(base, "tok_7").await, [""; 0]);
        assert_eq!(found(base, &format!("{}0", public(ids[0]))).await, [""; 0], "too long for an id");
        assert_eq!(found(base, &public(ids[0])[4..]).await, [""; 0], "the id begins with tok_");
    }

    async fn a_name_that_looks_like_an_id_is_found_as_well(base) {
        issue_named(base, &["copy of tok_7zz", "tok_uuu"]).await;
        assert_eq!(found(base, "tok_7").await, ["copy of tok_7zz"]);
        assert_eq!(found(base, "TOK_7ZZ").await, ["copy of tok_7zz"]);
        assert_eq!(found(base, "tok_u").await, ["tok_uuu"]);
        assert_eq!(found(base, "tok_").await, ["copy of tok_7zz", "tok_uuu"]);
    }

    async fn among_very_many_a_part_of_a_name_is_found_as_well(base) {
        let names = ["Till South", "TILL north", "50%_\\", "\"quoted\"", "copy of tok_7zz", "Ärger ÜBER Öl", "東京都庁", "it's"];
        issue_named(base, &names).await;
        fill(base, 1_000).await;
        assert_eq!(found(base, "till").await, ["Till South", "TILL north"]);
        assert_eq!(found(base, " ILL S ").await, ["Till South"]);
        assert_eq!(found(base, "l  s").await, [""; 0]);
        assert_eq!(found(base, "%_\\").await, ["50%_\\"]);
        assert_eq!(found(base, "___").await, [""; 0]);
        assert_eq!(found(base, "\"quo").await, ["\"quoted\""]);
        assert_eq!(found(base, "t's").await, ["it's"]);
        assert_eq!(found(base, "' OR 1=1 --").await, [""; 0]);
        assert_eq!(found(base, "til* NOT x").await, [""; 0]);
        assert_eq!(found(base, "name : till").await, [""; 0]);
        assert_eq!(found(base, "RGER über").await, ["Ärger ÜBER Öl"]);
        assert_eq!(found(base, "京都庁").await, ["東京都庁"]);
        assert_eq!(found(base, "tok_7").await, ["copy of tok_7zz"]);
        assert_eq!(found(base, &id::<TokenId>(1).to_string()).await, ["Till South"]);
        assert_eq!(found(base, "Ti\0ll").await, [""; 0]);
        assert_eq!(found(base, &"t".repeat(60_000)).await, [""; 0]);
        // Each part of three letters occurs, but not in sequence.
        assert_eq!(found(base, "til south").await, [""; 0]);
        base.execute("UPDATE tokens SET revoked_at = 1 WHERE id = {2} OR name = 'x'").await;
        let gone = Filter { search: "till".to_owned(), status: Some(Status::Revoked), ..Filter::default() };
        let page = tokens::list::page(&mut base.reader().await, query(&gone, NOW), Cursor::First, 10).await.unwrap();
        assert_eq!(page.tokens.iter().map(|token| token.labels.name.as_str()).collect::<Vec<_>>(), ["TILL north"]);
    }

    async fn among_very_many_two_letters_find_what_begins_with_them(base) {
        issue_named(base, &["Till", "Still", "TIP", "tj", "%"]).await;
        fill(base, 1_000).await;
        for (search, expected, only) in [("ti", &["Till", "TIP"][..], true), ("%", &["%"], true), ("til", &["Till", "Still"], false)] {
            assert_eq!(found(base, search).await, expected);
            let filter = Filter { search: search.to_owned(), ..Filter::default() };
            let page = tokens::list::page(&mut base.reader().await, query(&filter, NOW), Cursor::First, 1).await.unwrap();
            assert_eq!(page.beginnings, only, "{search}");
            // An action on all matches affects no more than the list contains.
            let kept = filter.settled(&mut base.reader().await, id(1)).await.unwrap();
            assert_eq!(kept.beginnings, only, "{search}");
            let selection = Selection { tenant: id(1), chosen: &Chosen::Matching(kept), as_of: NOW };
            let ids = bulk::tokens::portion(&mut base.reader().await, selection, None, 10).await.unwrap();
            assert_eq!(ids.len(), expected.len(), "{search}");
        }
    }

    async fn among_very_many_it_is_found_by_what_it_is_called_now_and_where_it_is(base) {
        issue_named(base, &["Till South", "Till North", "Till West"]).await;
        world::tenant(base, 2, "Other", "other").await;
        fill(base, 1_000).await;
        base.execute("UPDATE tokens SET name = 'Scanner', search_name = 'scanner' WHERE id = {1}").await;
        base.execute("UPDATE tokens SET tenant_id = {2} WHERE id = {2}").await;
        assert_eq!(found(base, "till").await, ["Till West"]);
        assert_eq!(found(base, "scanner").await, ["Scanner"]);
        base.execute("DELETE FROM token_secrets").await;
        base.execute("DELETE FROM tokens WHERE id = {1}").await;
        assert_eq!(found(base, "scanner").await, [""; 0]);
        let all = Filter { search: "till".to_owned(), ..Filter::default() };
        assert_eq!(tokens::list::count(&mut base.reader().await, None, &all, NOW).await.unwrap(), 2);
        if base.kind == Kind::Sqlite {
            assert_eq!(base.number("SELECT COUNT(*) FROM search_rows").await, base.number("SELECT COUNT(*) FROM tokens").await);
            assert_eq!(base.number("SELECT COUNT(*) FROM search_names").await, base.number("SELECT COUNT(*) FROM tokens").await);
        }
    }
}
