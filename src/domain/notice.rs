//! Notices: the events people and programs are notified of, when, and how deliveries are retried.

use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::id::{DeliveryId, TenantId, TokenId};
use super::time::Timestamp;

/// An event that people and programs are notified of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A token was created.
    Issued,
    /// A token has a new secret.
    Rotated,
    /// A token was revoked.
    Revoked,
    /// A token expires within 30 days.
    Expires30,
    /// A token expires within 7 days.
    Expires7,
    /// A token expires within a day.
    Expires1,
    /// A token has expired.
    Expired,
    /// No event: a test of the delivery.
    Test,
}

impl Kind {
    /// The kinds that a tenant can choose, in display order.
    pub(crate) const CHOICES: [Self; 7] = [
        Self::Issued,
        Self::Rotated,
        Self::Revoked,
        Self::Expires30,
        Self::Expires7,
        Self::Expires1,
        Self::Expired,
    ];

    /// The kinds about expiration, nearest to it first.
    const ENDS: [Self; 4] = [Self::Expired, Self::Expires1, Self::Expires7, Self::Expires30];

    /// Its name in the database, webhooks and forms. For a change to a token, this is the audit event's action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "token.issued",
            Self::Rotated => "token.rotated",
            Self::Revoked => "token.revoked",
            Self::Expires30 => "token.expires_in_30_days",
            Self::Expires7 => "token.expires_in_7_days",
            Self::Expires1 => "token.expires_in_1_day",
            Self::Expired => "token.expired",
            Self::Test => "test",
        }
    }

    /// The kind with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::CHOICES.into_iter().chain([Self::Test]).find(|kind| kind.name() == name)
    }

    /// How long before the expiration it is due.
    const fn ahead(self) -> TimeDelta {
        match self {
            Self::Expires30 => TimeDelta::days(30),
            Self::Expires7 => TimeDelta::days(7),
            Self::Expires1 => TimeDelta::days(1),
            _ => TimeDelta::zero(),
        }
    }

    const fn bit(self) -> i64 {
        match self {
            Self::Issued => 1,
            Self::Rotated => 2,
            Self::Revoked => 4,
            Self::Expires30 => 8,
            Self::Expires7 => 16,
            Self::Expires1 => 32,
            Self::Expired => 64,
            Self::Test => 0,
        }
    }
}

/// A set of chosen kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Kinds(i64);

impl Kinds {
    /// These kinds.
    pub fn of(kinds: impl IntoIterator<Item = Kind>) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | kind.bit()))
    }

    /// All kinds that can be chosen.
    pub fn all() -> Self {
        Self::of(Kind::CHOICES)
    }

    /// For the databases.
    pub(crate) const fn bits(self) -> i64 {
        self.0
    }

    /// From the databases; `None` if an unknown bit is set.
    pub(crate) fn from_bits(bits: i64) -> Option<Self> {
        (bits & !Self::all().0 == 0).then_some(Self(bits))
    }

    /// Whether this kind is included. A test always is.
    pub(crate) const fn contains(self, kind: Kind) -> bool {
        self.0 & kind.bit() == kind.bit()
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        Kind::CHOICES.into_iter().filter(|kind| self.contains(*kind)).map(Kind::name).collect()
    }
}

/// The tokens for which one kind of notice is due: they expire after `after` and not after `until`, and were created
/// more than `ahead` before that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The kind.
    pub kind: Kind,
    /// The token expires after this.
    pub after: Timestamp,
    /// The token expires at this or earlier.
    pub until: Timestamp,
    /// How long before the expiration the notice is due. A token created later than that gets none.
    pub ahead: TimeDelta,
}

/// The windows that became due between two checks of expirations.
///
/// Each kind is due at one moment, and only checks that pass that moment report it: a token created for 20 days gets
/// no notice that fewer than 30 are left. If several became due since the last check, only the one nearest to the
/// expiration is reported: the windows do not overlap.
pub(crate) fn due(kinds: Kinds, last: Timestamp, now: Timestamp) -> Vec<Window> {
    let mut nearer = Timestamp::from_micros(i64::MIN);
    let mut windows = Vec::new();
    for kind in Kind::ENDS.into_iter().filter(|kind| kinds.contains(*kind)) {
        let ahead = kind.ahead();
        let (after, until) = (last.plus(ahead).max(nearer), now.plus(ahead));
        if after < until {
            windows.push(Window { kind, after, until, ahead });
        }
        nearer = until;
    }
    windows
}

/// A notice: an event to notify people and programs of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub id: Uuid,
    pub tenant: TenantId,
    pub kind: Kind,
    /// The token, with its name at that time; `None` for a test.
    pub token: Option<(TokenId, String)>,
    /// The token's expiration at that time.
    pub expires_at: Option<Timestamp>,
    /// When the event happened, or was detected.
    pub occurred_at: Timestamp,
}

impl Notice {
    /// The expiration that it announces, if any; each is announced once.
    pub(crate) fn announces(&self) -> Option<Timestamp> {
        self.expires_at.filter(|_| Kind::ENDS.contains(&self.kind))
    }
}

/// A way of delivery.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Channel {
    /// To a person.
    Email,
    /// To a program.
    Webhook,
}

impl Channel {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Email, Self::Webhook];

    /// Its name in the database and in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }

    /// The channel with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// The state of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeliveryState {
    /// Pending, or waiting for a retry.
    Waiting,
    /// The recipient accepted it.
    Delivered,
    /// Written to the log, because no mail server is configured.
    Logged,
    /// All attempts failed.
    Failed,
}

impl DeliveryState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Delivered, Self::Logged, Self::Failed];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Logged => "logged",
            Self::Failed => "failed",
        }
    }

    /// The state with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a delivery attempt failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeliveryError {
    /// The webhook answered with this status.
    Status(u16),
    /// No response in time.
    Timeout,
    /// The webhook's host name does not resolve.
    NoSuchName,
    /// The webhook resolves to an address that may not be called.
    Private,
    /// No connection, or none with a trusted TLS certificate.
    NoConnection,
    /// The connection was closed before the response.
    BrokenOff,
    /// The webhook was removed from the settings.
    Gone,
    /// The mail server refused the message with this code, or accepted none of its addresses.
    MailRefused(u16),
    /// The mail server could not be reached, or refused the sign-in.
    NoMailServer,
    /// No message can be addressed to this recipient.
    Undeliverable,
}

impl DeliveryError {
    /// For the databases.
    pub(crate) fn code(self) -> String {
        match self {
            Self::Status(status) => format!("status {status}"),
            Self::Timeout => "timeout".to_owned(),
            Self::NoSuchName => "name".to_owned(),
            Self::Private => "private".to_owned(),
            Self::NoConnection => "connection".to_owned(),
            Self::BrokenOff => "broken off".to_owned(),
            Self::Gone => "gone".to_owned(),
            Self::MailRefused(code) => format!("mail {code}"),
            Self::NoMailServer => "mail server".to_owned(),
            Self::Undeliverable => "letter".to_owned(),
        }
    }

    /// From the databases.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let number = |prefix: &str| code.strip_prefix(prefix).and_then(|number| number.parse().ok());
        let plain = [
            Self::Timeout,
            Self::NoSuchName,
            Self::Private,
            Self::NoConnection,
            Self::BrokenOff,
            Self::Gone,
            Self::NoMailServer,
            Self::Undeliverable,
        ];
        plain
            .into_iter()
            .find(|error| error.code() == code)
            .or_else(|| number("status ").map(Self::Status))
            .or_else(|| number("mail ").map(Self::MailRefused))
    }
}

/// The ID of the delivery of a notice to a target (an email address; empty for the webhook). It is derived from these
/// alone, so that it stays the same for every attempt.
pub(crate) fn delivery_id(notice: Uuid, channel: Channel, target: &str) -> DeliveryId {
    let mut hasher = Sha256::new();
    hasher.update(notice.as_bytes());
    hasher.update(channel.name().as_bytes());
    hasher.update([0]);
    hasher.update(target.as_bytes());
    let hash: [u8; 32] = hasher.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.split_at(16).0);
    Builder::from_custom_bytes(bytes).into_uuid().into()
}

/// Minutes to wait after each failed attempt: about 21 hours in total, so that a receiver that is down for a night
/// still gets everything.
const DELAYS: [i64; 6] = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60];

/// How long to wait after this attempt failed, counted from 1; `None` after the last one.
pub(crate) fn delay_after(attempt: i64) -> Option<TimeDelta> {
    let place = usize::try_from(attempt.saturating_sub(1)).ok()?;
    DELAYS.get(place).copied().map(TimeDelta::minutes)
}

#[cfg(test)]
mod tests;
