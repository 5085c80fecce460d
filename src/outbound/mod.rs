//! What Latchkey sends on its own account: mail to people, and webhooks to programs.

mod mail;
mod webhook;

use ipnet::IpNet;

use crate::config::Mail;
use crate::domain::network::Callable;
use crate::domain::notice::Trouble;
pub use mail::{Letter, Sent, is_deliverable};
pub use webhook::Call;

/// Mail and webhooks.
pub struct Outbound {
    /// Which addresses webhooks may lead to.
    pub callable: Callable,
    webhooks: webhook::Caller,
    mail: mail::Mailer,
}

/// There is no way to send anything: TLS or the settings of the mail server do not work.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Webhooks cannot be called.
    #[error("cannot set up webhooks: {0}")]
    Webhooks(#[from] reqwest::Error),
    /// The mail server's address cannot be used.
    #[error("cannot set up the mail server: {0}")]
    Mail(#[from] lettre::transport::smtp::Error),
}

impl Outbound {
    /// Ready to send: mail by that server (to the log without one), webhooks to the public internet and these networks.
    pub fn new(mail: Option<&Mail>, networks: Vec<IpNet>) -> Result<Self, Unusable> {
        let callable = Callable::with(networks);
        Ok(Self { webhooks: webhook::Caller::new(&callable)?, mail: mail::Mailer::new(mail)?, callable })
    }

    /// Whether there is a mail server; without one, mail is written to the log.
    pub const fn sends_mail(&self) -> bool {
        matches!(self.mail, mail::Mailer::Server(..))
    }

    /// Calls a webhook once.
    pub async fn call(&self, call: Call<'_>) -> Result<(), Trouble> {
        self.webhooks.call(&self.callable, call).await
    }

    /// Sends a letter once.
    pub async fn mail(&self, letter: &Letter) -> Result<Sent, Trouble> {
        self.mail.send(letter).await
    }
}
