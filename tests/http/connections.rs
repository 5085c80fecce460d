//! How connections pass requests: several in a row are all answered, in order.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{TestApp, both};

async fn connect(app: &TestApp) -> TcpStream {
    let address = format!("127.0.0.1:{}", app.base.port().unwrap());
    TcpStream::connect(address).await.unwrap()
}

/// Sends these pieces 50 ms apart, and reads until the connection closes or this many responses arrived.
async fn talk(app: &TestApp, pieces: &[&str], answers: usize) -> Vec<String> {
    let mut stream = connect(app).await;
    for (number, piece) in pieces.iter().enumerate() {
        if number > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stream.write_all(piece.as_bytes()).await.unwrap();
    }
    read(&mut stream, answers).await
}

/// The status of each answer.
async fn read(stream: &mut TcpStream, answers: usize) -> Vec<String> {
    let mut bytes = Vec::new();
    let read = async {
        while count(&bytes).len() < answers && stream.read_buf(&mut bytes).await.unwrap_or(0) > 0 {}
    };
    tokio::time::timeout(Duration::from_secs(30), read).await.expect("no answer");
    count(&bytes)
}

fn count(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.split("HTTP/1.1 ").skip(1).filter_map(|answer| Some(answer.get(..3)?.to_owned())).collect()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n")
}

const POST: &str = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";

both! {
    async fn requests_behind_each_other_are_answered_in_their_order(app) {
        let (live, gone) = (get("/healthz"), get("/static/nothing.css"));
        let three = format!("{live}{gone}{live}");
        assert_eq!(talk(app, &[&three], 3).await, ["200", "404", "200"]);
        // Cut anywhere, and with empty lines in between (RFC 9112 section 2.2).
        for cut in [1, 10, live.len() - 1, live.len(), live.len() + 3, three.len() - 2] {
            let (first, rest) = three.split_at(cut);
            assert_eq!(talk(app, &[first, rest], 3).await, ["200", "404", "200"], "{cut}");
        }
        assert_eq!(talk(app, &[&live, "\r\n", &gone], 2).await, ["200", "404"]);
        assert_eq!(talk(app, &[&live.repeat(100)], 100).await, vec!["200"; 100]);
        app.owner_exists().await;
        assert_eq!(talk(app, &[&get("/login").repeat(40)], 40).await, vec!["200"; 40]);
    }

    async fn a_body_ends_where_the_next_request_begins(app) {
        let live = get("/healthz");
        let body = "csrf=no&x=".to_owned() + &"x".repeat(10_000);
        let known = format!("{POST}Content-Length: {}\r\n\r\n{body}", body.len());
        let chunked = format!("{POST}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        for form in [&known, &chunked] {
            let both = format!("{form}{live}{form}{live}");
            assert_eq!(talk(app, &[&both], 4).await, ["403", "200", "403", "200"]);
            for cut in [form.len() - 9_000, form.len() - 5, form.len() - 1, form.len(), form.len() + 4] {
                let (first, rest) = both.split_at(cut);
                assert_eq!(talk(app, &[first, rest], 4).await, ["403", "200", "403", "200"], "{cut}");
            }
        }
        let expects = format!("{POST}Expect: 100-continue\r\nContent-Length: {}\r\n\r\n", body.len());
        assert_eq!(talk(app, &[&expects, &format!("{body}{live}")], 3).await, ["100", "403", "200"]);
        let empty = format!("{POST}Content-Length: 0\r\n\r\n{live}");
        assert_eq!(talk(app, &[&empty], 2).await, ["403", "200"]);
    }

    async fn a_request_whose_end_only_the_server_knows_is_the_last_one(app) {
        // Its body is not read: the response closes the connection, and a client may resend the rest on another.
        let chunked = "GET /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        let long = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(90_000));
        let began = Instant::now();
        assert_eq!(talk(app, &[&format!("{chunked}{long}")], 9).await, ["200"]);
        assert_eq!(talk(app, &[chunked, &get("/healthz")], 9).await[0], "200");
        // A request that arrives together with a chunked body may have passed in part when it starts.
        let form = format!("{POST}Transfer-Encoding: chunked\r\n\r\na\r\ncsrf=no&x=\r\n0\r\n\r\n");
        let unread = |length: usize| {
            format!("POST /api/v1/tenants/acme/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{}", "x".repeat(length))
        };
        for length in [10, 1_500, 5_000] {
            let began = Instant::now();
            let answers = talk(app, &[&format!("{form}{}{}", unread(length), get("/healthz"))], 9).await;
            assert_eq!(answers[..2], ["403", "401"], "{length}");
            assert!(answers[2..].iter().all(|status| status == "200"), "{length}: {answers:?}");
            assert!(began.elapsed() < Duration::from_secs(4), "{length}: {:?}", began.elapsed());
        }
        // The length is not trusted with an upgrade either, because actix takes everything after it for its body.
        let upgrade = format!("{POST}Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 5\r\n\r\nabcde");
        for pieces in [vec![upgrade.as_str()], vec![&upgrade, "more"]] {
            let mut stream = connect(app).await;
            for piece in pieces {
                stream.write_all(piece.as_bytes()).await.unwrap();
            }
            stream.shutdown().await.unwrap();
            read(&mut stream, 9).await;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    }

    async fn a_body_that_nobody_reads_holds_nothing_up(app) {
        // Refused before its end, for its size or for lack of a right; the client keeps sending for a while and still
        // reads the response.
        let much = "x".repeat(300_000);
        let form = format!("{POST}Content-Length: {}\r\n\r\n{much}", much.len());
        assert_eq!(talk(app, &[&form], 1).await[..1], ["413".to_owned()]);
        let api = format!(
            "POST /api/v1/tenants/acme/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            much.len(),
        );
        assert_eq!(talk(app, &[&api, &much], 1).await[..1], ["401".to_owned()]);
        // Announced and never sent: the connection is closed.
        let mut stream = connect(app).await;
        stream.write_all(api.as_bytes()).await.unwrap();
        let began = Instant::now();
        assert_eq!(read(&mut stream, 9).await[..1], ["401".to_owned()]);
        assert!(began.elapsed() < Duration::from_secs(20));
    }

    async fn a_head_is_bounded_in_bytes_and_in_time(app) {
        let head = |bytes: usize| format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(bytes));
        assert_eq!(talk(app, &[&head(65_000)], 1).await, ["200"]);
        assert_eq!(talk(app, &[&get("/healthz"), &head(65_000)], 2).await, ["200", "200"]);
        assert_eq!(talk(app, &[&head(70_000)], 1).await, ["400"]);
        assert_eq!(talk(app, &[&get("/healthz"), &head(70_000)], 2).await, ["200", "400"]);
        // Long heads take turns, and each gets its own.
        let many = (0..100).map(|_| async { talk(app, &[&head(40_000)], 1).await });
        for answer in futures_util::future::join_all(many).await {
            assert_eq!(answer, ["200"]);
        }
        // Every head has a time limit, not only the first of a connection.
        let unfinished = format!("{}GET /healthz HTTP/1.1\r\nX-", get("/healthz"));
        let began = Instant::now();
        let mut stream = connect(app).await;
        stream.write_all(unfinished.as_bytes()).await.unwrap();
        assert_eq!(read(&mut stream, 9).await[..1], ["200".to_owned()]);
        let took = began.elapsed();
        assert!(took > Duration::from_secs(5) && took < Duration::from_secs(20), "{took:?}");
    }

    async fn a_client_that_reads_slowly_gets_all_of_it(app) {
        let mut stream = connect(app).await;
        app.owner_exists().await;
        stream.write_all(get("/login").repeat(200).as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(read(&mut stream, 200).await, vec!["200"; 200]);
    }
}
