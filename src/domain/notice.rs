//! Notices: the events people and programs are notified of, when, and how deliveries are retried.

use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::id::{DeliveryId, TenantId, TokenId};
use super::time::Timestamp;

/// What happened, or is about to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A token was issued.
    Issued,
    /// It has a new secret.
    Rotated,
    /// It was revoked.
    Revoked,
    /// It expires within 30 days.
    Expires30,
    /// It expires within 7 days.
    Expires7,
    /// It expires within a day.
    Expires1,
    /// It has expired.
    Expired,
    /// No event: a test of the delivery.
    Test,
}

impl Kind {
    /// The kinds a tenant can choose, in display order.
    pub(crate) const CHOICES: [Self; 7] = [
        Self::Issued,
        Self::Rotated,
        Self::Revoked,
        Self::Expires30,
        Self::Expires7,
        Self::Expires1,
        Self::Expired,
    ];

    /// Those of an end to come, the nearest to it first.
    const ENDS: [Self; 4] = [Self::Expired, Self::Expires1, Self::Expires7, Self::Expires30];

    /// Its name in the database, in webhooks and in forms. For what is done to a token it is the audit event's action.
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

    /// The kind of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::CHOICES.into_iter().chain([Self::Test]).find(|kind| kind.name() == name)
    }

    /// How long before the end it is due.
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

    /// All that one can choose.
    pub fn all() -> Self {
        Self::of(Kind::CHOICES)
    }

    /// As the databases hold them.
    pub(crate) const fn bits(self) -> i64 {
        self.0
    }

    /// From the databases' form; `None` when a bit is set that means nothing.
    pub(crate) fn from_bits(bits: i64) -> Option<Self> {
        (bits & !Self::all().0 == 0).then_some(Self(bits))
    }

    /// Whether this one is among them. A test always is.
    pub(crate) const fn contains(self, kind: Kind) -> bool {
        self.0 & kind.bit() == kind.bit()
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        Kind::CHOICES.into_iter().filter(|kind| self.contains(*kind)).map(Kind::name).collect()
    }
}

/// Tokens that one kind of notice is due for: those whose end is after `after` and not after `until`, and which were
/// issued before `ahead` of their end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The kind.
    pub kind: Kind,
    /// Ends after this.
    pub after: Timestamp,
    /// Ends up to this.
    pub until: Timestamp,
    /// How long before its end the notice is due: a token that was issued with less than that has none.
    pub ahead: TimeDelta,
}

/// What became due between two looks at the ends of tokens.
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

/// Something to tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Which one.
    pub id: Uuid,
    /// In which tenant.
    pub tenant: TenantId,
    /// What.
    pub kind: Kind,
    /// The token, as it was called then; none for a test.
    pub token: Option<(TokenId, String)>,
    /// When that token expires, as it stood then.
    pub expires_at: Option<Timestamp>,
    /// When it happened, or was noticed.
    pub occurred_at: Timestamp,
}

impl Notice {
    /// The expiration it announces, if it does; each is announced once.
    pub(crate) fn announces(&self) -> Option<Timestamp> {
        self.expires_at.filter(|_| Kind::ENDS.contains(&self.kind))
    }
}

/// The channels of delivery.
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

    /// Its name in the database and in figures.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// The state of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is on its way, or tried again later.
    Waiting,
    /// The recipient accepted it.
    Delivered,
    /// Written to the log, because no mail server is set up.
    Logged,
    /// It was tried for a day, and is given up.
    Failed,
}

impl State {
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

    /// The state of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why something did not arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The webhook answered with this status.
    Status(u16),
    /// There was no answer in time.
    Timeout,
    /// The name of the webhook's host leads nowhere.
    NoSuchName,
    /// The webhook leads to an address that may not be called.
    Private,
    /// There is no connection, or none that TLS trusts.
    NoConnection,
    /// The connection ended before the answer.
    BrokenOff,
    /// The webhook was taken out of the settings.
    Gone,
    /// The mail server refused it with this code, or took none of its addresses.
    MailRefused(u16),
    /// The mail server cannot be reached, or not signed in to.
    NoMailServer,
    /// No letter can be written to that address.
    NoLetter,
}

impl Trouble {
    /// As the databases hold it.
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
            Self::NoLetter => "letter".to_owned(),
        }
    }

    /// From the databases' form.
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
            Self::NoLetter,
        ];
        plain
            .into_iter()
            .find(|trouble| trouble.code() == code)
            .or_else(|| number("status ").map(Self::Status))
            .or_else(|| number("mail ").map(Self::MailRefused))
    }
}

/// The id of the delivery of a notice to a target (an e-mail address; empty for the webhook). It follows from these
/// alone, so that it is the same however often it is made and tried.
pub(crate) fn delivery_id(notice: Uuid, channel: Channel, target: &str) -> DeliveryId {
    let mut told = Sha256::new();
    told.update(notice.as_bytes());
    told.update(channel.name().as_bytes());
    told.update([0]);
    told.update(target.as_bytes());
    let hash: [u8; 32] = told.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.split_at(16).0);
    Builder::from_custom_bytes(bytes).into_uuid().into()
}

/// How long it is waited after each attempt that failed, in minutes: some 21 hours in all, so that a receiver that is
/// away for a night still gets everything.
const DELAYS: [i64; 6] = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60];

/// How long it is waited after the attempt of that number (from 1) failed; `None` when it was the last one.
pub(crate) fn delay_after(attempt: i64) -> Option<TimeDelta> {
    let place = usize::try_from(attempt.saturating_sub(1)).ok()?;
    DELAYS.get(place).copied().map(TimeDelta::minutes)
}

#[cfg(test)]
mod tests;
