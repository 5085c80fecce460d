//! The tokens that work on many is about: what is counted beforehand is what is held later, and by the rule of the domain.

use super::{TestDatabase, both, world};
use crate::domain::bulk::{BulkAction, Candidate, Shift};
use crate::domain::id::TokenId;
use crate::domain::person::Reach;
use crate::domain::token::{Status, TenantScope};
use crate::store::bulk::chosen::Chosen;
use crate::store::bulk::{
    self,
    tokens::{BulkPlan, Forecast, Selection},
};
use crate::store::tokens;
use crate::store::tokens::filter::Filter;
use world::{NOW, acme, id, issue, later, new_token, put_below, tenant};

fn all() -> Chosen {
    Chosen::Matching(Filter::default())
}

fn selection(chosen: &Chosen) -> Selection<'_> {
    Selection { tenant: id(1), chosen, as_of: NOW }
}

fn numbers(ids: &[TokenId]) -> Vec<u128> {
    ids.iter().map(|id| id.uuid().as_u128()).collect()
}

/// Tokens of every life and scope, of the tenant 1, which has the tenant 2 below it and the tenant 3 beside it.
async fn grid(base: &TestDatabase) {
    acme(base).await;
    for (number, slug) in [(2, "below"), (3, "beside")] {
        tenant(base, number, slug, slug).await;
    }
    put_below(base, 2, 1).await;
    let ends = [None, Some(later(-1)), Some(later(5)), Some(later(6)), Some(later(7))];
    let scopes = [
        TenantScope::This,
        TenantScope::ThisAndBelow,
        TenantScope::All,
        TenantScope::Selected(vec![id(1)]),
        TenantScope::Selected(vec![id(1), id(2)]),
        TenantScope::Selected(vec![id(2), id(3)]),
    ];
    let mut tx = base.tx().await;
    let mut number = 0;
    for end in ends {
        for scope in &scopes {
            for mark in ["", "disabled_at = 1", "revoked_at = 1", "disabled_at = 1, revoked_at = 1"] {
                number += 1;
                let mut token = new_token(number, id(1));
                (token.expires_at, token.scope) = (end, scope.clone());
                issue(&mut tx, &token).await;
                let (disabled, revoked) = (mark.contains("disabled"), mark.contains("revoked"));
                if disabled {
                    tokens::changes::disable(&mut tx, id(1), id(number), NOW).await.unwrap();
                }
                if revoked {
                    tokens::revoke(&mut tx, id(1), id(number), NOW).await.unwrap();
                }
            }
        }
    }
    tx.commit().await.unwrap();
}

both! {
    async fn what_is_forecast_is_what_the_rule_says_of_each(base) {
        grid(base).await;
        let mut tx = base.tx().await;
        let reaches = [Reach::Everywhere, Reach::Below(vec![id(1)]), Reach::Exactly(vec![id(1)]), Reach::Below(vec![])];
        let managed: [&[u128]; 4] = [&[1, 2, 3], &[1, 2], &[1], &[]];
        let deeds = [BulkAction::Disable, BulkAction::Enable, BulkAction::Revoke, BulkAction::Expire(None), BulkAction::Expire(Some(later(6)))];
        let chosen = all();
        let held = bulk::tokens::portion(&mut tx, selection(&chosen), None, 1_000).await.unwrap();
        let held = bulk::tokens::hold(&mut tx, selection(&chosen), &held).await.unwrap();
        assert_eq!(held.len(), 120);
        for action in deeds {
            for (manages, managed) in reaches.iter().zip(managed) {
                for gives_all in [false, true] {
                    let plan = BulkPlan { action, gives_all, manages, now: NOW };
                    let mut expected = Forecast::default();
                    let mut names = Vec::new();
                    for token in &held {
                        let givable = match &token.scope {
                            TenantScope::This | TenantScope::ThisAndBelow => true,
                            TenantScope::All => gives_all,
                            TenantScope::Selected(ids) => ids.iter().all(|id| managed.contains(&id.uuid().as_u128())),
                        };
                        let shift = match action {
                            BulkAction::Expire(end) => Shift::from(token.life.expires_at, end),
                            _ => Shift::Same,
                        };
                        let verdict = action.allows(Candidate { status: token.life.status(NOW), shift, givable });
                        expected.add(verdict, 1);
                        if verdict.is_ok() {
                            names.push(token.id);
                        }
                    }
                    let forecast = bulk::tokens::forecast(&mut tx, selection(&chosen), plan).await.unwrap();
                    assert_eq!(forecast, expected, "{action:?} {manages:?} {gives_all}");
                    assert_eq!(forecast.all(), 120);
                    names.reverse();
                    names.truncate(10);
                    let first = bulk::tokens::first(&mut tx, selection(&chosen), plan, 10).await.unwrap();
                    let first: Vec<_> = first.into_iter().map(|(id, _)| id).collect();
                    assert_eq!(first, names, "{action:?} {manages:?} {gives_all}");
                }
            }
        }
    }

    async fn portions_hold_each_once_and_none_that_came_later_or_is_anothers(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        for number in 1..=9 {
            let mut token = new_token(number, id(if number == 4 { 2 } else { 1 }));
            token.created_at = if number == 6 { later(1) } else { NOW };
            issue(&mut tx, &token).await;
        }
        let everything = all();
        let picked = Chosen::Tokens((1..=7).map(id).collect());
        let revoked = Chosen::Matching(Filter { status: Some(Status::Revoked), ..Filter::default() });
        tokens::revoke(&mut tx, id(1), id(2), NOW).await.unwrap();
        tokens::revoke(&mut tx, id(1), id(8), NOW).await.unwrap();
        for (chosen, expected) in [(&everything, &[1, 2, 3, 5, 7, 8, 9][..]), (&picked, &[1, 2, 3, 5, 7]), (&revoked, &[2, 8])] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let portion = bulk::tokens::portion(&mut tx, selection(chosen), after, 2).await.unwrap();
                let held = bulk::tokens::hold(&mut tx, selection(chosen), &portion).await.unwrap();
                assert_eq!(held.iter().map(|token| token.id).collect::<Vec<_>>(), portion);
                let Some(last) = portion.last() else { break };
                after = Some(*last);
                found.extend(portion);
            }
            assert_eq!(numbers(&found), expected);
            let plan = BulkPlan { action: BulkAction::Disable, gives_all: true, manages: &Reach::Everywhere, now: NOW };
            let forecast = bulk::tokens::forecast(&mut tx, selection(chosen), plan).await.unwrap();
            assert_eq!(forecast.all(), expected.len() as i64);
        }
        // What no longer is among them is not held.
        let held = bulk::tokens::hold(&mut tx, selection(&revoked), &[id(1), id(2), id(4)]).await.unwrap();
        assert_eq!(held.iter().map(|token| token.id).collect::<Vec<_>>(), [id(2)]);
    }
}
