//! The measured servers.

use std::io::Read as _;
use std::net::TcpListener;

use actix_web::{App, HttpResponse, HttpServer, web};
use latchkey::app::{Environment, Latchkey};
use latchkey::config::{Config, DatabaseUrl, logging};
use tokio::sync::oneshot;

use crate::report;

/// A server to measure.
#[derive(Clone, Debug, clap::Args)]
pub struct Subject {
    /// Its name in the table.
    #[arg(long)]
    pub name: String,
    /// Its database; `None` for the bare framework.
    #[arg(long)]
    pub database: Option<String>,
    /// The number of tokens in the database.
    #[arg(long, default_value_t = 0)]
    pub tokens: u64,
    /// Whether it does not record usage.
    #[arg(long)]
    pub without_usage: bool,
    /// The number of its threads.
    #[arg(long, default_value_t = 1)]
    pub workers: usize,
}

impl Subject {
    /// An empty handler in the bare framework.
    pub fn bare(workers: usize) -> Self {
        Self { name: "actix-web, empty 200".into(), database: None, tokens: 0, without_usage: false, workers }
    }

    /// Latchkey on this database.
    pub fn latchkey(database: &str, url: &str, tokens: u64, usage: bool, workers: usize) -> Self {
        let count = report::thousands(tokens as f64);
        let name = format!("{database}, {count} tokens{}", if usage { "" } else { ", usage not noted" });
        Self { name, database: Some(url.to_owned()), tokens, without_usage: !usage, workers }
    }

    /// The same as arguments of a process.
    pub fn arguments(&self) -> Vec<String> {
        let mut all = vec!["serve".to_owned(), format!("--name={}", self.name)];
        all.extend(self.database.iter().map(|url| format!("--database={url}")));
        all.push(format!("--tokens={}", self.tokens));
        all.push(format!("--workers={}", self.workers));
        all.extend(self.without_usage.then(|| "--without-usage".to_owned()));
        all
    }
}

/// Prints its address to standard output, and serves until standard input ends.
pub fn serve(subject: &Subject) {
    actix_web::rt::System::new().block_on(async {
        let (stop, stopped) = oneshot::channel();
        std::thread::spawn(move || {
            std::io::stdin().read_to_end(&mut Vec::new()).ok();
            stop.send(()).ok();
        });
        match &subject.database {
            None => bare(subject.workers, stopped).await,
            Some(url) => latchkey(subject, url, stopped).await,
        }
    });
}

async fn bare(workers: usize, stopped: oneshot::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    let server = HttpServer::new(|| {
        App::new().route("/auth/verify", web::get().to(async || HttpResponse::Ok().finish()))
    });
    let server = server.workers(workers).disable_signals().listen(listener).unwrap().run();
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        stopped.await.ok();
        handle.stop(false).await;
    });
    server.await.unwrap();
}

async fn latchkey(subject: &Subject, url: &str, stopped: oneshot::Receiver<()>) {
    let mut config = Config::for_tests(DatabaseUrl::parse(url).unwrap());
    // As behind a proxy: who calls is believed to tell of the client.
    config.runtime.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    // As it is served: log lines are written, to wherever standard error leads.
    logging::start(&config);
    let environment = Environment {
        workers: Some(subject.workers),
        records_usage: !subject.without_usage,
        sends_notices: false,
        ..Environment::default()
    };
    let latchkey = Latchkey::start(&config, environment).await.unwrap();
    println!("{}", latchkey.address().unwrap());
    latchkey.run_until(stopped).await.unwrap();
}
