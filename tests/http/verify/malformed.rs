//! Requests that nobody sends by mistake. None is accepted, and none makes an error of ours.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt as _, stream};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{Kind, TestApp, both, raw, setting};

/// Bytes that parsers trip over; mostly such that HTTP's own parser lets them through, so that ours see them.
fn junk(most: usize) -> BoxedStrategy<Vec<u8>> {
    (raw_junk(most), 0..12_u8)
        .prop_map(|(bytes, how)| match how {
            0 => bytes,
            1..3 => bytes.into_iter().filter(|byte| *byte > b' ' && *byte != 0x7f).collect(),
            _ => bytes.into_iter().flat_map(escaped).collect(),
        })
        .boxed()
}

fn escaped(byte: u8) -> Vec<u8> {
    if byte.is_ascii_alphanumeric() || b"-._~/;:@?&=+,!$'()*".contains(&byte) {
        vec![byte]
    } else {
        format!("%{byte:02x}").into_bytes()
    }
}

fn raw_junk(most: usize) -> BoxedStrategy<Vec<u8>> {
    let byte = prop_oneof![
        4 => any::<u8>(),
        2 => select(b"%/\\.;:@?#&=+,\"'<>{}|^`~\t \0\x1b\x7f\r\n".to_vec()),
        4 => 0x20_u8..0x7f,
    ];
    prop_oneof![
        6 => prop::collection::vec(byte, 0..most),
        1 => select(
            [
                &b"\xff\xfe"[..], b"%00", b"%", b"%zz", b"..;/", b"\xc0\xaf", b"=cmd|' /C calc'!A0", b"\x1b[31m",
                b"\xe2\x80\xae", b"${jndi:ldap://x}", b"' OR 1=1 --", b"{}", b"[]", b"-1", b"99999999999999999999",
                b"NaN", b"null", b"\r\nX-Injected: 1",
            ].map(<[u8]>::to_vec).to_vec()
        ),
        1 => (1..2_500_usize, any::<u8>()).prop_map(|(length, byte)| vec![byte; length]),
    ]
    .boxed()
}

/// What was a secret before somebody changed it. Never the secret itself, nor with nothing but space around it, which
/// HTTP takes away.
fn changed(secret: String) -> BoxedStrategy<Vec<u8>> {
    let length = secret.len();
    (0..length, 0..9_u8, any::<u8>())
        .prop_map(move |(place, how, byte)| {
            let mut bytes = secret.clone().into_bytes();
            match how {
                0 => bytes.truncate(place),
                1 => bytes.insert(place.max(1), byte),
                2 => bytes[place] = byte,
                3 => bytes.extend([b'x', byte]),
                4 => bytes.rotate_left(place.max(1)),
                5 => bytes.reverse(),
                6 => bytes[place] ^= 0x20,
                7 => drop(bytes.splice(place..=place, "\u{430}".bytes())),
                _ => bytes.swap(place, length - 1 - place),
            }
            if bytes == secret.as_bytes() { b"lk_".to_vec() } else { bytes }
        })
        .boxed()
}

fn header(secret: String) -> BoxedStrategy<Vec<u8>> {
    let line = |name: &'static str, value: Vec<u8>| [name.as_bytes(), b": ", &value, b"\r\n"].concat();
    prop_oneof![
        4 => changed(secret.clone()).prop_map(move |value| line("Authorization", [b"Bearer ", &value[..]].concat())),
        2 => changed(secret.clone()).prop_map(move |value| line("X-API-Key", value)),
        2 => changed(secret.clone()).prop_map(move |value| {
            line("Authorization", format!("Basic {}", STANDARD.encode([b"u:", &value[..]].concat())).into_bytes())
        }),
        1 => Just(line("Authorization", format!("Bearer {secret}, {secret}").into_bytes())),
        1 => Just(line("Authorization", format!("Bearer\t{secret}").into_bytes())),
        3 => (select(vec!["Authorization", "X-API-Key", "Cookie", "X-Forwarded-Method", "X-Original-Method",
                "X-Forwarded-Uri", "X-Original-URI", "X-Forwarded-For", "Accept-Language", "Accept-Encoding",
                "Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "Host",
                "If-Match", "Idempotency-Key", "Origin", "Range"]), junk(60))
            .prop_map(move |(name, value)| line(name, value)),
        2 => select(vec!["GET", "POST", "DELETE", "HEAD"]).prop_map(move |method| line("X-Forwarded-Method", method.into())),
        1 => (junk(20), junk(40)).prop_map(|(name, value)| [&name[..], b": ", &value[..], b"\r\n"].concat()),
    ]
    .boxed()
}

fn request(secret: String) -> impl Strategy<Value = Vec<u8>> {
    let method = prop_oneof![
        9 => Just(b"GET".to_vec()),
        3 => select(["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"].map(|name| name.as_bytes().to_vec()).to_vec()),
        1 => junk(12),
    ];
    let path = prop_oneof![
        3 => Just("/auth/verify"),
        2 => Just("/api/v1/me"),
        2 => select(vec![
            "/auth/verify/", "/oauth2/introspect", "/api/v1/tenants", "/api/v1/modules", "/api/v1/tenants/acme/tokens",
            "/api/v1/tenants/acme/audit-events", "/api/openapi.json", "/api/",
        ]),
    ];
    let query = prop_oneof![
        2 => Just(Vec::new()),
        3 => junk(60),
        2 => (select(vec!["tenant=", "module=", "tenant=acme&module=", "cursor=", "limit=", "token=", "access_token="]), junk(30))
            .prop_map(|(name, value)| [name.as_bytes(), &value].concat()),
        1 => Just(format!("access_token={secret}").into_bytes()),
    ];
    let body = prop_oneof![
        3 => Just(Vec::new()),
        2 => junk(300),
        1 => junk(40).prop_map(|value| [b"token=", &value[..]].concat()),
        1 => junk(40).prop_map(|value| [b"{\"name\":\"", &value[..], b"\"}"].concat()),
    ];
    let headers = prop::collection::vec(header(secret), 0..5);
    (method, path, query, headers, body).prop_map(|(method, path, query, headers, body)| {
        let mark: &[u8] = if query.is_empty() { b"" } else { b"?" };
        let length = format!("Connection: close\r\nContent-Length: {}\r\n\r\n", body.len());
        [
            &method[..],
            b" ",
            path.as_bytes(),
            mark,
            &query,
            b" HTTP/1.1\r\nHost: x\r\n",
            &headers.concat(),
            length.as_bytes(),
            &body,
        ]
        .concat()
    })
}

async fn throw(app: &TestApp) {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    let token = owner.issue("acme", "Deploy").await;
    app.set("Deploy", "permissions = 15").await;
    let address = SocketAddr::from(([127, 0, 0, 1], app.base.port().unwrap()));

    // The generator is seeded, so a failure comes again; each database has requests of its own.
    let seed = [if app.kind == Kind::Sqlite { 1 } else { 2 }; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let requests = request(token.secret.clone());
    let made = (0..setting("LATCHKEY_TEST_MALFORMED", 2_500)).map(|_| {
        let request = requests.new_tree(&mut runner).unwrap().current();
        async move { (raw::send(address, &request).await, request) }
    });
    let mut answers = stream::iter(made).buffer_unordered(8);
    let (mut answered, mut refused) = (0, 0);
    while let Some((answer, request)) = answers.next().await {
        let Some(answer) = answer else { continue };
        let shown = || format!("{}\n{answer:?}", request.escape_ascii());
        assert!(answer.status < 500, "an error of ours: {}", shown());
        let accepted = answer.headers.iter().any(|(name, _)| name.starts_with("x-latchkey-token"));
        let public = request.windows(13).any(|window| window == b"/openapi.json");
        assert!(!accepted && (answer.status >= 300 || public), "accepted: {}", shown());
        assert!(
            !answer.headers.iter().any(|(name, _)| name == "x-injected"),
            "a header came back: {}",
            shown()
        );
        answered += 1;
        refused += usize::from(matches!(answer.status, 401 | 403));
    }
    // Most of them get as far as to be judged; else this would test the parser of HTTP alone.
    assert!(answered > 0 && refused * 5 > answered, "{refused} of {answered} were judged");
    // It is still there, and knows the token.
    let me = owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(&token.secret);
    owner.send(me).await.expect(200);
}

both! {
    async fn malformed_requests_are_refused_and_break_nothing(app) {
        throw(app).await;
    }
}
