//! What Latchkey sends by itself: mail to people, and webhooks to programs.

mod mail;
mod webhook;

use ipnet::IpNet;

use crate::config::Mail;
use crate::domain::network::AllowedNetworks;
use crate::domain::notice::DeliveryError;
pub use mail::{MailMessage, Sent, is_deliverable};
pub use webhook::WebhookRequest;

/// Mail and webhooks.
pub struct Outbound {
    /// The addresses that webhooks may call.
    pub allowed_networks: AllowedNetworks,
    webhooks: webhook::WebhookClient,
    mail: mail::Mailer,
}

/// Nothing can be sent: TLS or the mail server's settings are unusable.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// Webhooks cannot be called.
    #[error("cannot set up webhooks: {0}")]
    Webhooks(#[from] reqwest::Error),
    /// The mail server's address cannot be used.
    #[error("cannot set up the mail server: {0}")]
    Mail(#[from] lettre::transport::smtp::Error),
}

impl Outbound {
    /// Sends mail through this server, or to the log if `None`, and webhooks to the public internet and these
    /// networks.
    pub fn new(mail: Option<&Mail>, networks: Vec<IpNet>) -> Result<Self, OutboundError> {
        let allowed_networks = AllowedNetworks::with(networks);
        Ok(Self {
            webhooks: webhook::WebhookClient::new(&allowed_networks)?,
            mail: mail::Mailer::new(mail)?,
            allowed_networks,
        })
    }

    /// Whether there is a mail server; without one, mail is written to the log.
    pub const fn sends_mail(&self) -> bool {
        matches!(self.mail, mail::Mailer::Server(..))
    }

    /// Calls a webhook once.
    pub async fn call(&self, call: WebhookRequest<'_>) -> Result<(), DeliveryError> {
        self.webhooks.call(&self.allowed_networks, call).await
    }

    /// Sends a message once.
    pub async fn mail(&self, message: &MailMessage) -> Result<Sent, DeliveryError> {
        self.mail.send(message).await
    }
}
