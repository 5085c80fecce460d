//! Notices: with their change or not at all, once per expiration, and only for subscribers.

use chrono::TimeDelta;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{TestDatabase, at_once, both, world};
use crate::domain::audit::{Event, Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::notice::{Kind, Kinds, Notice, Window, due};
use crate::domain::time::Timestamp;
use crate::store::notices::settings::{Recipients, Secret};
use crate::store::{Tx, audit, notices, tokens};
use world::{NOW, acme, id, issue, key, later, new_token, tenant};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Two people and a webhook.
pub fn recipients() -> Recipients {
    Recipients {
        kinds: Kinds::all(),
        emails: vec!["ops@example.org".to_owned(), "it@example.org".to_owned()],
        webhook: Some("https://hooks.example.org/".to_owned()),
        secret: Some(Secret { id: Uuid::from_u128(1), made_at: NOW }),
        old_secret: None,
    }
}

/// Sets the tenant's recipients.
pub async fn tell(base: &TestDatabase, tenant: u128, recipients: &Recipients) {
    let mut tx = base.tx().await;
    notices::settings::save(&mut tx, id(tenant), recipients, NOW).await.unwrap();
    tx.commit().await.unwrap();
}

/// Records that `action` was done to a token of the tenant 1.
pub fn note(tx: &mut Tx, number: u128, kind: EventKind, token: u128) {
    let origin = Origin::system("test");
    let object = Object { id: id(token), label: "x" };
    let event =
        Event { at: NOW, tenant: Some(id(1)), origin: &origin, kind, object, before: None, after: None };
    audit::record(tx, &key(), Uuid::from_u128(number), &event);
}

async fn notices(base: &TestDatabase) -> i64 {
    base.number("SELECT COUNT(*) FROM notices").await
}

async fn deliveries(base: &TestDatabase) -> i64 {
    base.number("SELECT COUNT(*) FROM deliveries").await
}

/// A token of the tenant 1 that was created a year ago and expires then.
async fn ends(base: &TestDatabase, number: u128, at: Timestamp) -> TokenId {
    let mut tx = base.tx().await;
    let mut token = new_token(number, id(1));
    token.expires_at = Some(at);
    token.created_at = later(-365 * DAY);
    issue(&mut tx, &token).await;
    tx.commit().await.unwrap();
    token.id
}

fn window(kind: Kind, last: i64, now: i64) -> Window {
    due(Kinds::of([kind]), later(last), later(now))[0]
}

async fn found(base: &TestDatabase, window: &Window) -> Vec<u128> {
    let mut tx = base.reader().await;
    let found = notices::ending(&mut tx, id(1), window, None, 100).await.unwrap();
    found.into_iter().map(|token| token.id.uuid().as_u128()).collect()
}

both! {
    async fn a_notice_is_there_when_its_change_is_and_only_then(base) {
        acme(base).await;
        tell(base, 1, &recipients()).await;
        let mut tx = base.tx().await;
        let mut token = new_token(1, id(1));
        token.expires_at = Some(later(DAY));
        issue(&mut tx, &token).await;
        note(&mut tx, 8, EventKind::TokenIssued, 1);
        drop(tx);
        assert_eq!((notices(base).await, deliveries(base).await), (0, 0));

        let mut tx = base.tx().await;
        issue(&mut tx, &token).await;
        note(&mut tx, 8, EventKind::TokenIssued, 1);
        tx.commit().await.unwrap();
        assert_eq!((notices(base).await, deliveries(base).await), (1, 3));
        let (told, event) = ("SELECT COUNT(*) FROM notices WHERE id = {8} AND token_id = {1} AND token_name = 'Token 1'
            AND kind = 'token.issued'", "SELECT COUNT(*) FROM audit_events WHERE id = {8}");
        assert_eq!((base.number(told).await, base.number(event).await), (1, 1));
        assert_eq!(base.number("SELECT expires_at FROM notices").await, later(DAY).micros());

        // A failed commit leaves neither.
        let mut tx = base.tx().await;
        tokens::revoke(&mut tx, id(1), id(1), NOW).await.unwrap();
        note(&mut tx, 51, EventKind::TokenRevoked, 1);
        note(&mut tx, 8, EventKind::TokenChanged, 1);
        tx.commit().await.unwrap_err();
        assert_eq!((notices(base).await, deliveries(base).await), (1, 3));
    }

    async fn only_who_wants_to_hear_of_it_is_told(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        // Nothing is set.
        note(&mut tx, 50, EventKind::TokenIssued, 1);
        tx.commit().await.unwrap();
        assert_eq!(notices(base).await, 0);
        let nobody = Recipients { kinds: Kinds::all(), ..Recipients::default() };
        tell(base, 1, &nobody).await;
        let change = async |number, action| {
            let mut tx = base.tx().await;
            note(&mut tx, number, action, 1);
            tx.commit().await.unwrap();
        };
        change(51, EventKind::TokenRotated).await;
        assert_eq!(notices(base).await, 0);
        tell(base, 1, &Recipients { kinds: Kinds::of([Kind::Revoked]), ..recipients() }).await;
        change(52, EventKind::TokenRotated).await;
        change(53, EventKind::TokenChanged).await;
        assert_eq!(notices(base).await, 0);
        change(54, EventKind::TokenRevoked).await;
        assert_eq!(base.texts("SELECT kind FROM notices").await, ["token.revoked"]);
        assert_eq!(
            base.texts("SELECT channel || ' ' || target FROM deliveries ORDER BY 1").await,
            ["email it@example.org", "email ops@example.org", "webhook "],
        );
    }

    async fn settings_read_back_as_they_were_saved(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let find = async |tenant| {
            notices::settings::find(&mut base.reader().await, id::<TenantId>(tenant)).await.unwrap()
        };
        assert_eq!(find(1).await, Recipients::default());
        tell(base, 1, &recipients()).await;
        assert_eq!((find(1).await, find(2).await), (recipients(), Recipients::default()));
        let fewer = Recipients { emails: vec![], webhook: None, kinds: Kinds::default(), ..recipients() };
        tell(base, 1, &fewer).await;
        assert_eq!(find(1).await, fewer);
        let other = Recipients { secret: Some(Secret { id: Uuid::from_u128(7), made_at: later(1) }), ..recipients() };
        tell(base, 1, &other).await;
        assert_eq!(find(1).await, recipients());

        let mut tx = base.tx().await;
        let (one, two, three) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        assert!(notices::settings::replace_secret(&mut tx, id(1), one, two, later(9), later(1)).await.unwrap());
        // Someone who saw the first one is too late.
        assert!(!notices::settings::replace_secret(&mut tx, id(1), one, three, later(9), later(1)).await.unwrap());
        assert!(!notices::settings::replace_secret(&mut tx, id(2), one, three, later(9), later(1)).await.unwrap());
        tx.commit().await.unwrap();
        let after = find(1).await;
        assert_eq!(after.secret, Some(Secret { id: two, made_at: later(1) }));
        assert_eq!((after.signing(later(8)), after.signing(later(9))), (vec![two, one], vec![two]));
    }

    async fn an_end_is_told_once_however_many_look(base) {
        acme(base).await;
        tell(base, 1, &recipients()).await;
        let token = ends(base, 1, later(7 * DAY)).await;
        let processes = base.processes(4).await;
        let notice = |number: u128, expires_at| Notice {
            id: Uuid::from_u128(number), tenant: id(1), kind: Kind::Expires7,
            token: Some((token, "Token 1".to_owned())), expires_at: Some(expires_at), occurred_at: NOW,
        };
        let told = at_once(12, |n| {
            let (db, notice) = (processes[n % 4].clone(), notice(100 + n as u128, later(7 * DAY)));
            async move {
                let mut tx = db.write().await.unwrap();
                let told = notices::insert(&mut tx, &notice, &recipients()).await.unwrap();
                tx.commit().await.unwrap();
                told
            }
        }).await;
        assert_eq!(told.into_iter().filter(|told| *told).count(), 1);
        assert_eq!((notices(base).await, deliveries(base).await), (1, 3));
        // A moved expiration is a different one, and so is another kind.
        let mut tx = base.tx().await;
        assert!(notices::insert(&mut tx, &notice(200, later(9 * DAY)), &recipients()).await.unwrap());
        let other = Notice { kind: Kind::Expired, ..notice(201, later(7 * DAY)) };
        assert!(notices::insert(&mut tx, &other, &recipients()).await.unwrap());
        let test = Notice { kind: Kind::Test, token: None, expires_at: None, ..notice(202, NOW) };
        assert!(notices::insert(&mut tx, &test, &recipients()).await.unwrap());
        let again = Notice { id: Uuid::from_u128(203), ..test };
        assert!(notices::insert(&mut tx, &again, &recipients()).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn tokens_are_found_when_they_are_due(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        for (number, at) in [(1, DAY), (2, DAY + 1), (3, 2 * DAY), (4, DAY)] {
            ends(base, number, later(at)).await;
        }
        base.execute("UPDATE tokens SET tenant_id = {2} WHERE id = {4}").await;
        let day = window(Kind::Expires1, -1, 0);
        assert_eq!(found(base, &day).await, [1]);
        assert_eq!(found(base, &window(Kind::Expires1, -1, 1)).await, [1, 2]);
        assert_eq!(found(base, &window(Kind::Expires1, 0, DAY)).await, [2, 3]);
        assert_eq!(found(base, &window(Kind::Expired, 0, 2 * DAY)).await, [1, 2, 3]);
        // A token that never expires has no notice.
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(5, id(1))).await;
        // Created with exactly that time left, or less: nothing to announce.
        let mut short = new_token(6, id(1));
        short.expires_at = Some(later(DAY));
        issue(&mut tx, &short).await;
        // Neither the disabled nor the revoked one.
        assert!(tokens::changes::disable(&mut tx, id(1), id(2), NOW).await.unwrap());
        assert!(tokens::revoke(&mut tx, id(1), id(3), NOW).await.unwrap());
        tx.commit().await.unwrap();
        let forever = Window { until: Timestamp::from_micros(i64::MAX), ..window(Kind::Expires30, -400 * DAY, 0) };
        assert_eq!(found(base, &forever).await, [1]);
        assert_eq!(found(base, &window(Kind::Expires1, -1, DAY)).await, [1]);
    }

    async fn many_that_end_at_once_come_in_portions(base) {
        acme(base).await;
        for number in 1..=7 {
            ends(base, number, later(DAY + i64::from(number > 4))).await;
        }
        let window = window(Kind::Expires1, -1, 5);
        let mut tx = base.reader().await;
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let portion = notices::ending(&mut tx, id(1), &window, after.as_ref(), 3).await.unwrap();
            let Some(last) = portion.last().cloned() else { break };
            seen.extend(portion.into_iter().map(|token| token.id.uuid().as_u128()));
            after = Some(last);
        }
        assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
    }

    async fn looking_for_ends_walks_the_index_of_ends(base) {
        let (_, text) = notices::ALL.iter().find(|(name, _)| *name == "ENDING").unwrap();
        let mut tx = base.reader().await;
        if let Tx::Sqlite(tx, ..) = &mut tx {
            let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
            let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(&mut **tx).await.unwrap();
            let steps: Vec<String> = plan.into_iter().map(|(.., step)| step).collect();
            assert_eq!(steps, ["SEARCH tokens USING INDEX tokens_by_expiry (tenant_id=? AND <expr>>? AND <expr><?)"]);
        }
    }

    async fn a_tenant_is_watched_while_somebody_wants_to_hear_of_ends(base) {
        acme(base).await;
        for (number, slug) in [(2, "two"), (3, "three"), (4, "four"), (5, "five")] {
            tenant(base, number, slug, slug).await;
        }
        tell(base, 1, &recipients()).await;
        tell(base, 2, &Recipients { kinds: Kinds::of([Kind::Issued, Kind::Revoked]), ..recipients() }).await;
        tell(base, 3, &Recipients { kinds: Kinds::all(), ..Recipients::default() }).await;
        tell(base, 4, &Recipients { webhook: None, ..recipients() }).await;
        base.execute("UPDATE tenants SET disabled_at = 1 WHERE id = {4}").await;
        let mut tx = base.tx().await;
        let watched = notices::watched(&mut tx, None, 10).await.unwrap();
        assert_eq!(watched.iter().map(|one| one.tenant.uuid().as_u128()).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(watched.iter().map(|one| one.disabled).collect::<Vec<_>>(), [false, true]);
        assert_eq!((watched[0].kinds, watched[0].scanned_at), (Kinds::all(), NOW));
        assert_eq!(notices::watched(&mut tx, None, 1).await.unwrap().len(), 1);
        assert_eq!(notices::watched(&mut tx, Some(id(1)), 9).await.unwrap().len(), 1);
        assert!(notices::scanned(&mut tx, id(1), NOW, later(5)).await.unwrap());
        assert!(!notices::scanned(&mut tx, id(1), NOW, later(6)).await.unwrap());
        tx.commit().await.unwrap();
        // Saved again, it continues from there; after a time without recipients, it starts again.
        let scanned = "SELECT scanned_at FROM notification_settings WHERE tenant_id = {1}";
        let save = async |recipients: &Recipients, at| {
            let mut tx = base.tx().await;
            notices::settings::save(&mut tx, id(1), recipients, at).await.unwrap();
            tx.commit().await.unwrap();
            base.number(scanned).await
        };
        assert_eq!(save(&recipients(), later(7)).await, later(5).micros());
        assert_eq!(save(&Recipients::default(), later(8)).await, later(5).micros());
        assert_eq!(save(&recipients(), later(9)).await, later(9).micros());
    }

    async fn old_notices_go_with_their_deliveries(base) {
        acme(base).await;
        tell(base, 1, &recipients()).await;
        let mut tx = base.tx().await;
        for days in [0, 1, 2] {
            let at = later(-days * DAY);
            let made = crate::domain::id::new_id(at, &crate::domain::random::Entropy::System).unwrap();
            let notice = Notice { id: made, tenant: id(1), kind: Kind::Test, token: None, expires_at: None, occurred_at: at };
            assert!(notices::insert(&mut tx, &notice, &recipients()).await.unwrap());
        }
        assert_eq!(notices::delete_old(&mut tx, NOW.plus(-TimeDelta::hours(12)), 1).await.unwrap(), 1);
        assert_eq!(notices::delete_old(&mut tx, NOW.plus(-TimeDelta::hours(12)), 9).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!((notices(base).await, deliveries(base).await), (1, 3));
        // A removed recipient gets no more mail.
        let mut tx = base.tx().await;
        let fewer = Recipients { emails: vec!["it@example.org".to_owned()], webhook: None, ..recipients() };
        notices::forget_others(&mut tx, id(2), &fewer).await.unwrap();
        notices::forget_others(&mut tx, id(1), &Recipients { webhook: recipients().webhook, ..fewer.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(base.texts("SELECT target FROM deliveries ORDER BY target").await, ["", "it@example.org"]);
        let mut tx = base.tx().await;
        notices::forget_others(&mut tx, id(1), &fewer).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(base.texts("SELECT target FROM deliveries").await, ["it@example.org"]);
    }
}
