//! The API behind the proxy, which reports the requests that reach it.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use serde::{Deserialize, Serialize};

/// A running API.
pub struct Api {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<AtomicUsize>,
    handle: ServerHandle,
}

/// A request as it reached the API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reached {
    /// Its method.
    pub method: String,
    /// Its path and query, as received.
    pub target: String,
    /// Its headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The length of its body.
    pub body: usize,
}

impl Reached {
    /// The values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }
}

impl Api {
    /// Starts one.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(AtomicUsize::new(0));
        let counter = Data::from(Arc::clone(&seen));
        let server =
            HttpServer::new(move || App::new().app_data(counter.clone()).default_service(web::to(echo)));
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, seen, handle }
    }

    /// How many requests reached it so far.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }

    /// Stops it.
    pub async fn stop(self) {
        self.handle.stop(false).await;
    }
}

async fn echo(request: HttpRequest, body: web::Bytes, seen: Data<AtomicUsize>) -> HttpResponse {
    seen.fetch_add(1, Ordering::SeqCst);
    let headers = request.headers().iter();
    HttpResponse::Ok().json(Reached {
        method: request.method().to_string(),
        target: request.uri().to_string(),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: body.len(),
    })
}
