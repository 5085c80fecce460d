//! Calls webhooks, and only at addresses that may be called.
//!
//! The person who configures a webhook chooses a host name, and the owner of that name chooses its addresses, which
//! can point to this machine's network at any moment. So Latchkey resolves the name itself, checks each address, and
//! connects only to a checked one. It follows no redirects, uses no proxy, and reads only the status of the response.

use std::error::Error as StdError;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use reqwest::redirect::Policy;

use crate::domain::id::DeliveryId;
use crate::domain::network::AllowedNetworks;
use crate::domain::notice::DeliveryError;
use crate::domain::webhook::WebhookUrl;
use crate::error::chain;

/// From resolving the name to receiving the response's head.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The headers of Standard Webhooks.
const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// A request to a webhook.
pub struct WebhookRequest<'a> {
    pub url: &'a WebhookUrl,
    /// The delivery's ID, the same for every attempt.
    pub delivery: DeliveryId,
    /// When it is sent, in seconds since 1970.
    pub timestamp: i64,
    /// Its signatures, the newest secret's first.
    pub signatures: Vec<String>,
    /// The payload, as JSON.
    pub body: Vec<u8>,
}

/// Calls webhooks.
pub(super) struct WebhookClient {
    /// With TLS, for every allowed address.
    secure: Client,
    /// Without TLS, only where the operator allows it.
    plain: Client,
}

impl WebhookClient {
    pub(super) fn new(allowed_networks: &AllowedNetworks) -> reqwest::Result<Self> {
        let client = |plain| {
            Client::builder()
                .dns_resolver(Checked { allowed_networks: allowed_networks.clone(), plain })
                .redirect(Policy::none())
                .no_proxy()
                // A kept connection would go to an address that was checked some time ago.
                .pool_max_idle_per_host(0)
                .timeout(TIMEOUT)
                .https_only(!plain)
                .http1_only()
                .build()
        };
        Ok(Self { secure: client(false)?, plain: client(true)? })
    }

    pub(super) async fn call(
        &self,
        allowed_networks: &AllowedNetworks,
        call: WebhookRequest<'_>,
    ) -> Result<(), DeliveryError> {
        // An IP address in the URL is never resolved, so it is checked here.
        if call.url.written_address().is_some_and(|address| !call.url.may_call(address, allowed_networks)) {
            return Err(DeliveryError::Private);
        }
        let client = if call.url.is_plain() { &self.plain } else { &self.secure };
        let request = client
            .post(call.url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("Latchkey/", env!("CARGO_PKG_VERSION")))
            .header(ID, call.delivery.to_string())
            .header(TIMESTAMP, call.timestamp)
            .header(SIGNATURE, call.signatures.join(" "))
            .body(call.body);
        // The response's body is dropped unread with its connection.
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(DeliveryError::Status(answer.status().as_u16())),
            Err(error) => {
                let failure = classify(&error);
                // Without the URL, which may contain a secret of the receiver.
                let error = error.without_url();
                tracing::info!(delivery = %call.delivery, error = chain(&error), "a webhook did not respond");
                Err(failure)
            }
        }
    }
}

/// Resolves names, and returns only addresses that may be called.
struct Checked {
    allowed_networks: AllowedNetworks,
    plain: bool,
}

/// The name resolves to no address that may be called.
#[derive(Debug, thiserror::Error)]
#[error("the host name resolves to no allowed address")]
struct Blocked;

/// The name does not resolve.
#[derive(Debug, thiserror::Error)]
#[error("cannot resolve the host name: {0}")]
struct Unknown(#[source] std::io::Error);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed_networks, plain) = (self.allowed_networks.clone(), self.plain);
        Box::pin(async move {
            // The connector sets the port.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(Unknown)?;
            let permitted: Vec<SocketAddr> = found
                .filter(|found| {
                    if plain {
                        allowed_networks.adds(found.ip())
                    } else {
                        allowed_networks.permits(found.ip())
                    }
                })
                .collect();
            if permitted.is_empty() {
                return Err(Blocked.into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

fn classify(error: &reqwest::Error) -> DeliveryError {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Blocked>() {
            return DeliveryError::Private;
        }
        if error.is::<Unknown>() {
            return DeliveryError::NoSuchName;
        }
        cause = error.source();
    }
    if error.is_timeout() {
        DeliveryError::Timeout
    } else if error.is_connect() {
        DeliveryError::NoConnection
    } else {
        DeliveryError::BrokenOff
    }
}
