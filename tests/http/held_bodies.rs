//! A request passes authorization before its body has arrived, and a write waits for others. If the right ends
//! meanwhile, the request changes nothing and is answered with 401 or 403.
//!
//! The requests are generated from the routing table: a changing route that is unknown here fails by name.

mod ends;
mod requests;

use std::net::SocketAddr;
use std::time::Duration;

use latchkey::store::Tx;

use self::ends::{End, Who, begin_end, expected, restore, takes_time};
use self::requests::{Known, Request};
use crate::support::people::OWNER;
use crate::support::raw::Held;
use crate::support::rows::{Rows, difference};
use crate::support::{TestApp, World, both};

/// After this time, a request has advanced as far as it can.
const SETTLED: Duration = Duration::from_millis(400);
/// How many requests wait for a write at once: fewer than there are connections to a server.
const AT_ONCE: usize = 8;

fn address(app: &TestApp) -> SocketAddr {
    *app.base.socket_addrs(|| None).unwrap().first().unwrap()
}

/// Everything that a refused request must not change. A tried password counts as an attempt in any case.
async fn rows(app: &TestApp) -> Rows {
    let mut rows = app.database.rows_but_sessions().await;
    rows.remove("sign_in_failures");
    // A request that was let in is a use of its token.
    rows.remove("usage_days");
    rows
}

/// Writes what is in memory, so that nothing is written later for that reason.
async fn flush(app: &TestApp) {
    app.state.usage.flush(&app.state.db, app.state.now(), true).await.unwrap();
}

/// Sends all but the last byte of each request, ends the right, and sends the rest.
async fn hold_bodies(app: &TestApp, who: &Who, end: End, requests: &[Request]) {
    let mut held = Vec::new();
    for request in requests.iter().filter(|request| request.has_body) {
        held.push((request, Held::begin(address(app), &request.bytes(who)).await));
    }
    tokio::time::sleep(SETTLED).await;
    flush(app).await;
    let mut tx = app.state.db.write().await.unwrap();
    begin_end(app, &mut tx, who, end).await;
    tx.commit().await.unwrap();
    let before = rows(app).await;
    for (request, mut held) in held {
        held.send_last().await;
        judge("held body", request, end, held.answer().await.map(|answer| (answer.status, answer.body)));
    }
    let after = rows(app).await;
    assert_eq!(before, after, "{end:?}: a held body did something: {:?}", difference(&before, &after));
    restore(app, end).await;
}

/// Starts to end the right, lets the requests advance to their write, where they wait, and commits the end.
async fn hold_writes(app: &TestApp, who: &Who, end: End, requests: &[Request]) {
    let mut tx: Tx = app.state.db.write().await.unwrap();
    if takes_time(end) {
        who.hold(&mut tx).await;
    } else {
        begin_end(app, &mut tx, who, end).await;
    }
    let mut waiting = Vec::new();
    for request in requests {
        let mut held = Held::begin(address(app), &request.bytes(who)).await;
        held.send_last().await;
        waiting.push((request, held));
    }
    tokio::time::sleep(SETTLED).await;
    if takes_time(end) {
        begin_end(app, &mut tx, who, end).await;
    }
    tx.commit().await.unwrap();
    let mut answers = Vec::new();
    for (request, held) in waiting {
        answers.push((request, held.answer().await));
    }
    for (request, answer) in answers {
        judge("held write", request, end, answer.map(|answer| (answer.status, answer.body)));
    }
    restore(app, end).await;
}

fn judge(way: &str, request: &Request, end: End, answer: Option<(u16, Vec<u8>)>) {
    let (status, body) = answer.unwrap_or_else(|| panic!("{way}, {end:?}: no answer to {}", request.line));
    let text = String::from_utf8_lossy(&body);
    assert!(
        expected(end, &request.line).contains(&status),
        "{way}, {end:?}: {} answers {status}: {text}",
        request.line
    );
    assert!(!text.contains("This form is too old"), "{way}: {} was no right form", request.line);
}

/// Refused requests change nothing; what the ends themselves change is restored.
async fn all(app: &TestApp, ends: &[End], known: &Known<'_>) {
    for end in ends {
        let who = known.who(*end).await;
        let requests = known.requests(*end, &who);
        hold_bodies(app, &who, *end, &requests).await;
        // API clients only ask, and write nothing that could wait.
        let asks = *end == End::ClientRevoked;
        for some in requests.chunks(AT_ONCE).filter(|_| !asks) {
            // A right that has ended is not restored.
            let who = known.who(*end).await;
            flush(app).await;
            let before = rows(app).await;
            let some: Vec<_> = some.iter().map(|request| request.by(&who)).collect();
            hold_writes(app, &who, *end, &some).await;
            flush(app).await;
            let change = difference(&before, &rows(app).await);
            let change: Vec<_> =
                change.into_iter().filter(|line| !ends::is_its_own(*end, &who, line)).collect();
            assert!(change.is_empty(), "{end:?}: a held write did something: {change:?}");
        }
    }
}

both! {
    async fn nobody_who_was_signed_out_changes_anything(app) {
        let fixture = World::new(app).await;
        let known = Known::forms(app, &fixture).await;
        all(app, &End::OF_SESSIONS, &known).await;
    }

    async fn no_token_that_was_taken_back_changes_anything(app) {
        let fixture = World::new(app).await;
        for slug in ["globex", "initech"] {
            app.tenant(&fixture.owner, slug).await;
        }
        let known = Known::calls(app, &fixture);
        all(app, &End::OF_TOKENS, &known).await;
    }

    async fn no_api_client_that_was_revoked_learns_anything(app) {
        let fixture = World::new(app).await;
        let known = Known::questions(app, &fixture);
        all(app, &[End::ClientRevoked], &known).await;
    }

    async fn what_is_held_back_and_keeps_its_right_is_done(app) {
        let fixture = World::new(app).await;
        for (path, fields) in crate::every_change::RIGHT.iter().filter(|(path, _)| *path != "/login") {
            let browser = app.sign_in(OWNER).await;
            let request = requests::form(&fixture, &browser, path, fields).await;
            let mut held = Held::begin(address(app), &request.bytes(&Who::Person(browser))).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            held.send_last().await;
            let status = held.answer().await.unwrap().status;
            assert!(matches!(status, 200 | 303), "{path}: {status}");
            if *path == "/account" {
                app.database.execute("UPDATE users SET language = NULL").await;
            }
            if *path == "/account/password" {
                ends::reset_password(app).await;
            }
        }
    }
}
