//! actix-web's server, with bounds on connections.

use std::net::TcpListener;
use std::time::Duration;

use actix_http::{ConnectionType, HttpService, Request, Response};
use actix_server::{Server, ServerBuilder};
use actix_service::{
    IntoServiceFactory, ServiceFactory, ServiceFactoryExt as _, apply_fn_factory, fn_service, map_config,
};
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{AppConfig, ServiceResponse};
use actix_web::rt::net::TcpStream;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::connection::{Connection, Flow};

/// How long an idle connection is kept. Proxies keep theirs for 60 seconds. The server must wait longer, or requests
/// would meet a connection that it is just closing.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the head of a connection's first request may take.
const FIRST_HEAD: Duration = Duration::from_secs(5);
/// How long closing a connection may take.
const END: Duration = Duration::from_secs(1);
/// How many seconds requests in progress get when the server stops.
const STOP: u64 = 10;
/// Maximum number of concurrent connections. More wait in the operating system until one closes.
const MAX_CONNECTIONS: u64 = 4_096;
/// Open files that are not connections: those of the database, and those that read and write it.
const OTHER_FILES: u64 = 256;

/// A server on this socket with `threads` threads. `app` makes two things for each: what answers a request at once, or
/// not at all, and the app that answers all others.
///
/// # Errors
/// When the socket cannot be listened on.
pub fn listen<F, Q, I, S, B>(listener: TcpListener, threads: usize, app: F) -> std::io::Result<ServerBuilder>
where
    F: Fn() -> (Q, I) + Send + Clone + 'static,
    Q: Fn(&Request) -> Option<HttpResponse> + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let address = listener.local_addr()?;
    let builder = Server::build()
        .workers(threads)
        .max_concurrent_connections(connections() / threads.max(1))
        .shutdown_timeout(STOP);
    let stopping = builder.graceful_shutdown_signal();
    builder.listen("latchkey", listener, move || {
        let stopping = stopping.clone();
        let (at_once, app) = app();
        let answer = map_config(app.into_factory(), |()| AppConfig::default())
            .map_err(|error: actix_web::Error| error.error_response());
        let one_at_a_time = apply_fn_factory(answer, move |mut request: Request, answer: &_| {
            let flow = request.conn_data::<Flow>().cloned().unwrap_or_default();
            flow.begin(&mut request);
            let response = match at_once(&request) {
                Some(response) => Ok(Response::from(response).map_body(|_, body| EitherBody::left(body))),
                // In a box: what is moved around for every request stays small.
                None => Err(Box::pin(actix_service::Service::call(answer, request))),
            };
            async move {
                let mut response = match response {
                    Ok(response) => Ok(response),
                    Err(response) => response.await.map(|response| {
                        Response::from(response).map_body(|_, body| EitherBody::<BoxBody, B>::right(body))
                    }),
                };
                flow.answered();
                if let Ok(response) = &mut response
                    && flow.is_last()
                {
                    response.head_mut().set_connection_type(ConnectionType::Close);
                }
                response
            }
        });
        let http = HttpService::build()
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(FIRST_HEAD)
            .client_disconnect_timeout(END)
            .local_addr(address)
            // Idle connections close immediately when the server stops.
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|connection: &Connection, data| {
                data.insert(connection.flow());
            })
            .h1(one_at_a_time);
        fn_service(async |socket: TcpStream| {
            // Without it, the end of a page waits until the browser acknowledges its beginning.
            socket.set_nodelay(true).ok();
            let peer = socket.peer_addr().ok();
            Ok((Connection::new(socket), peer))
        })
        .and_then(http)
    })
}

/// The maximum number of connections: less than [`MAX_CONNECTIONS`] if the system's limit on open files is lower.
fn connections() -> usize {
    let wanted = MAX_CONNECTIONS + OTHER_FILES;
    let limit = getrlimit(Resource::Nofile);
    let allowed = match limit.current {
        Some(current) if current < wanted => {
            let more = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
            let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(more), ..limit });
            if raised.is_ok() { more } else { current }
        }
        _ => wanted,
    };
    let most = allowed.saturating_sub(OTHER_FILES).max(OTHER_FILES);
    usize::try_from(most).unwrap_or(usize::MAX)
}
