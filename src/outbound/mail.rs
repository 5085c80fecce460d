//! Mail: plain text, sent through the operator's mail server, or written to the log if there is none.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use uuid::Uuid;

use crate::config::Mail;
use crate::domain::notice::DeliveryError;
use crate::domain::time::Timestamp;
use crate::error::{Cause, chain};

/// For each response of the mail server.
const TIMEOUT: Duration = Duration::from_secs(10);
/// For a whole message.
const MESSAGE_TIMEOUT: Duration = Duration::from_secs(30);

/// A message to one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailMessage {
    /// Its ID, from which the `Message-ID` is derived, so that recipients can detect duplicates.
    pub id: Uuid,
    /// The recipient's address.
    pub to: String,
    /// The subject, on one line.
    pub subject: String,
    /// The body.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// The result of sending a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sent {
    /// The mail server accepted it.
    Delivered,
    /// There is no mail server, so it was written to the log.
    Logged,
}

/// Sends messages.
pub(super) enum Mailer {
    /// Through this server, from this address.
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>, Mailbox),
    /// To the log.
    Log,
}

/// Whether mail can be addressed to this recipient at all.
pub fn is_deliverable(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

impl Mailer {
    pub(super) fn new(mail: Option<&Mail>) -> Result<Self, lettre::transport::smtp::Error> {
        let Some(mail) = mail else { return Ok(Self::Log) };
        let hello = ClientId::Domain(mail.from.email.domain().to_owned());
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(mail.server.expose())?
            .timeout(Some(TIMEOUT))
            .hello_name(hello)
            .build();
        Ok(Self::Server(Box::new(server), mail.from.clone()))
    }

    pub(super) async fn send(&self, letter: &MailMessage) -> Result<Sent, DeliveryError> {
        let Self::Server(server, from) = self else {
            let MailMessage { to, subject, text, .. } = letter;
            tracing::info!(to, subject, ?text, "no mail server is set up (LATCHKEY_SMTP_URL): not sent");
            return Ok(Sent::Logged);
        };
        let message = write(letter, from).map_err(|error| {
            tracing::warn!(error = chain(&*error), "cannot compose a message");
            DeliveryError::Undeliverable
        })?;
        let outcome = tokio::time::timeout(MESSAGE_TIMEOUT, server.send(message)).await;
        match outcome {
            Ok(Ok(_)) => Ok(Sent::Delivered),
            Err(_) => Err(DeliveryError::Timeout),
            Ok(Err(error)) => {
                tracing::info!(error = chain(&error), "the mail server rejected a message");
                Err(match error.status() {
                    Some(code) => DeliveryError::MailRefused(u16::from(code)),
                    None if error.is_timeout() => DeliveryError::Timeout,
                    None => DeliveryError::NoMailServer,
                })
            }
        }
    }
}

/// Suppresses automatic replies (RFC 3834 section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn write(letter: &MailMessage, from: &Mailbox) -> Result<Message, Cause> {
    let to: Address = letter.to.parse()?;
    let builder: MessageBuilder = Message::builder()
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .date(SystemTime::from(letter.at.utc()))
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&letter.subject))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN);
    Ok(builder.body(letter.text.clone())?)
}

/// Keeps the subject on one line: a line break in a token's name would start another header.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str, text: &str) -> MailMessage {
        MailMessage {
            id: Uuid::from_u128(7),
            to: "ops@example.org".to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            at: Timestamp::from_micros(1_795_176_000_000_000),
        }
    }

    fn written(subject: &str) -> String {
        let from = "Latchkey <latchkey@example.com>".parse().unwrap();
        String::from_utf8(write(&letter(subject, "Hello"), &from).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_hostile_name_begins_no_header() {
        for hostile in [
            "x\r\nBcc: all@example.org",
            "x\nBcc: all@example.org",
            "x\r\n\r\nanother body",
            "x\u{b}\u{c}\u{85}\u{2028}Bcc: all@example.org",
            "x\0y",
            "=?utf-8?q?x?=\r\n Bcc: y",
            "ü\r\nBcc: all@example.org",
        ] {
            let mail = written(hostile);
            let (head, body) = mail.split_once("\r\n\r\n").unwrap();
            assert_eq!(body.trim_end(), "Hello", "{hostile:?}: {mail}");
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            let expected = ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version"];
            assert!(
                names.iter().all(|name| expected.contains(name) || name.starts_with("Content-")),
                "{mail}"
            );
            assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']), "{mail:?}");
        }
    }

    #[test]
    fn a_letter_says_who_when_and_what() {
        let mail = written("Token “CI” expires");
        for line in [
            "Message-ID: <00000000-0000-0000-0000-000000000007@example.com>\r\n",
            "Date: Fri, 20 Nov 2026 12:00:00 +0000\r\n",
            "From: Latchkey <latchkey@example.com>\r\n",
            "To: ops@example.org\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
        ] {
            assert!(mail.contains(line), "{line} in {mail}");
        }
        assert!(mail.is_ascii());
    }

    #[test]
    fn only_addresses_are_written_to() {
        assert!(is_deliverable("ops+tokens@example.org"));
        for odd in
            ["ops", "ops@", "a b@example.org", "a@example.org, b@example.org", "a@example.org\r\nBcc: b"]
        {
            assert!(!is_deliverable(odd), "{odd}");
        }
    }
}
