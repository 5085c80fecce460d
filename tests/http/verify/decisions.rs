//! The table: token state x tenant x module x method x path, each combination of them.

use super::{State, World};
use crate::support::{Answer, TestApp, both};

/// What a request comes to, in the words of the specification.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Outcome {
    Passes,
    /// 401, and the reason that an administrator finds.
    NotAccepted(&'static str),
    /// 403 `invalid_request`.
    NotUnderstood(&'static str),
    /// 403 `insufficient_scope`: what is said is missing, the `scope`, the reason that an administrator finds.
    TooWeak(String, Option<&'static str>, String),
}

const TENANTS: [&str; 6] = ["", "acme", "globex", "nowhere", "closed", "ACME"];
const MODULES: [&str; 6] = ["", "devices", "billing", "reports", "nonsense", "Devices"];
const METHODS: [&str; 10] =
    ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE", "TRACE", "get", "PROPFIND"];
const PATHS: [(&str, bool); 5] =
    [("/a/b?x=//..;", true), ("/%61", true), ("/a/../b", false), ("/a%2fb", false), ("/a;b", false)];

/// The specification, written a second time and in another way than the product has it.
fn expected(state: State, tenant: &str, module: &str, method: &str, path_is_clear: bool) -> Outcome {
    if !path_is_clear {
        return Outcome::NotUnderstood("ambiguous-path");
    }
    let (permission, has) = match method {
        "GET" | "HEAD" | "OPTIONS" => ("read", true),
        "PUT" | "PATCH" => ("write", true),
        "POST" => ("create", false),
        "DELETE" => ("delete", false),
        _ => return Outcome::NotUnderstood("unknown-method"),
    };
    match state {
        State::Active => {}
        State::Disabled => return Outcome::NotAccepted("disabled"),
        State::Expired => return Outcome::NotAccepted("expired"),
        State::Revoked => return Outcome::NotAccepted("revoked"),
        State::TenantDisabled => return Outcome::NotAccepted("tenant-disabled"),
        State::Unknown => return Outcome::NotAccepted("unknown"),
    }
    let weak = |what: &str| Outcome::TooWeak(what.to_owned(), None, what.to_owned());
    match (tenant, module) {
        ("globex" | "nowhere" | "closed" | "ACME", _) => weak("wrong-tenant"),
        (_, "billing" | "reports" | "nonsense" | "Devices") => weak("wrong-module"),
        _ if has => Outcome::Passes,
        _ => Outcome::TooWeak(
            format!("missing permission {permission}"),
            Some(permission),
            format!("missing-permission-{permission}"),
        ),
    }
}

/// Checks the answer to the letter, and gives the reason to look up.
fn check(outcome: &Outcome, answer: &Answer, id: &str) -> Option<(String, String)> {
    let (status, challenge, reason) = match outcome {
        Outcome::Passes => (200, String::new(), None),
        Outcome::NotAccepted(reason) => {
            (401, r#"Bearer realm="Latchkey", error="invalid_token""#.to_owned(), Some((*reason).to_owned()))
        }
        Outcome::NotUnderstood(reason) => (
            403,
            format!(r#"Bearer realm="Latchkey", error="invalid_request", error_description="{reason}""#),
            Some((*reason).to_owned()),
        ),
        Outcome::TooWeak(what, scope, reason) => {
            let scope = scope.map_or_else(String::new, |scope| format!(r#", scope="{scope}""#));
            let challenge = format!(
                r#"Bearer realm="Latchkey", error="insufficient_scope", error_description="{what}"{scope}"#
            );
            (403, challenge, Some(reason.clone()))
        }
    };
    assert_eq!((answer.status, answer.header("www-authenticate")), (status, challenge), "{}", answer.url);
    let names = ["token-id", "token-name", "tenant", "app", "modules", "permissions"];
    let identity =
        names.map(|name| answer.headers.get_all(format!("x-latchkey-{name}")).iter().collect::<Vec<_>>());
    if status == 200 {
        let expected = [id, "Active", "acme", "", "devices", "read,write"];
        for (values, expected) in identity.into_iter().zip(expected) {
            assert_eq!(values, [expected], "all six, each once");
        }
        assert_eq!(answer.header("x-latchkey-decision-id"), "");
        assert_eq!(answer.body, b"");
        assert_eq!(answer.header("cache-control"), "no-store");
        return None;
    }
    assert!(identity.iter().all(Vec::is_empty), "a refusal says nothing about the token");
    let id = answer.header("x-latchkey-decision-id");
    assert!(id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    reason.map(|reason| (id, reason))
}

/// Writes what waits, and looks every refusal up: those about a token are kept, of the others a sample is, and the id
/// alone says the reason.
async fn look_up(app: &TestApp, refusals: &mut Vec<(String, String)>) {
    app.state.refusals.flush(&app.state.db).await.unwrap();
    let mut tx = app.state.db.read().await.unwrap();
    for (id, reason) in refusals.drain(..) {
        assert_eq!(app.state.refusals.said(&id).map(|said| said.reason), Some(reason.as_str()), "{id}");
        let found = latchkey::store::verification::decisions::find(&mut tx, &id).await.unwrap();
        let sampled = ["unknown", "unknown-method", "ambiguous-path"].contains(&reason.as_str());
        assert!(found.is_some() || sampled, "{id} {reason}");
        assert!(found.is_none_or(|found| found.reason == reason), "{id}");
    }
}

both! {
    async fn every_combination_is_decided_as_specified(app) {
        let fixture = World::new(app).await;
        let (mut passed, mut refusals) = (0, Vec::new());
        for (state, token) in &fixture.tokens {
            let bearer = format!("Bearer {}", token.secret);
            for tenant in TENANTS {
                for module in MODULES {
                    for method in METHODS {
                        for (path, clear) in PATHS {
                            // Paths meet every state and method, but not every tenant and module.
                            if path != PATHS[0].0 && (tenant, module) != ("acme", "devices") {
                                continue;
                            }
                            let mut query = Vec::new();
                            if !tenant.is_empty() {
                                query.push(format!("tenant={tenant}"));
                            }
                            if !module.is_empty() {
                                query.push(format!("module={module}"));
                            }
                            let query = format!("?{}", query.join("&"));
                            // Either pair of headers will do.
                            let (how, what) = if tenant.len() % 2 == 0 {
                                ("x-forwarded-method", "x-forwarded-uri")
                            } else {
                                ("x-original-method", "x-original-uri")
                            };
                            let headers = [("authorization", bearer.as_str()), (how, method), (what, path)];
                            let answer = fixture.proxy.ask(&query, &headers).await;
                            let outcome = expected(*state, tenant, module, method, clear);
                            passed += usize::from(outcome == Outcome::Passes);
                            refusals.extend(check(&outcome, &answer, &token.id));
                            // As many about one token as are kept between two writes.
                            if refusals.len() == 50 {
                                look_up(app, &mut refusals).await;
                            }
                        }
                    }
                }
            }
        }
        look_up(app, &mut refusals).await;
        // Without a tenant, or in acme; without a module, or with devices; by five methods; and once more by the other
        // clear path.
        assert_eq!(passed, 5 * (2 + 2) + 5);
    }
}
