//! Bulk actions on tokens: one rule decides which tokens an action applies to, for the preview and for the run.

use super::time::Timestamp;
use super::token::Status;

/// An action on each of many tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BulkAction {
    Disable,
    Enable,
    Revoke,
    /// Change the expiration; `None` means never.
    Expire(Option<Timestamp>),
}

impl BulkAction {
    /// Its name in the database, in forms and in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Revoke => "revoke",
            Self::Expire(_) => "expire",
        }
    }

    /// The action with this name; `end` applies only to "expire".
    pub(crate) fn from_name(name: &str, end: Option<Timestamp>) -> Option<Self> {
        [Self::Disable, Self::Enable, Self::Revoke, Self::Expire(end)]
            .into_iter()
            .find(|action| action.name() == name)
    }

    /// The new expiration, if it sets one.
    pub(crate) const fn end(self) -> Option<Timestamp> {
        match self {
            Self::Expire(end) => end,
            _ => None,
        }
    }

    /// Whether it can grant access, so that it is refused in a disabled tenant.
    pub(crate) const fn gives(self) -> bool {
        matches!(self, Self::Enable | Self::Expire(_))
    }

    /// Whether the action applies to a token in this state, or why the token is skipped. As with a single token,
    /// removing access is always allowed, granting it is not.
    pub(crate) const fn allows(self, standing: Candidate) -> Result<(), SkipReason> {
        let Candidate { status, shift, givable } = standing;
        match (self, status) {
            (_, Status::Revoked) => Err(SkipReason::Revoked),
            (Self::Revoke, _) => Ok(()),
            (_, Status::Expired) => Err(SkipReason::Expired),
            (Self::Disable, Status::Active) => Ok(()),
            (Self::Enable, Status::Active) | (Self::Disable, Status::Disabled) => Err(SkipReason::Already),
            (Self::Enable, Status::Disabled) => match givable {
                true => Ok(()),
                false => Err(SkipReason::NotYours),
            },
            (Self::Expire(_), _) => match (shift, givable) {
                (Shift::Same, _) => Err(SkipReason::Already),
                (Shift::Later, false) => Err(SkipReason::NotYours),
                _ => Ok(()),
            },
        }
    }
}

/// Why a token is skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkipReason {
    /// It is already in the desired state.
    Already,
    /// It has expired, and can't be changed.
    Expired,
    /// It is revoked, and can't be changed.
    Revoked,
    /// The actor could not create such a token.
    NotYours,
}

impl SkipReason {
    /// Every reason.
    pub(crate) const ALL: [Self; 4] = [Self::Already, Self::Expired, Self::Revoked, Self::NotYours];
}

/// How a new expiration compares with the current one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shift {
    /// It is the same.
    Same,
    /// It is earlier.
    Sooner,
    /// It is later, or never.
    Later,
}

impl Shift {
    /// Every value, in the order of their numbers.
    const ALL: [Self; 3] = [Self::Same, Self::Sooner, Self::Later];

    /// Compares two expirations; `None` means never.
    pub(crate) fn from(old: Option<Timestamp>, new: Option<Timestamp>) -> Self {
        let key = |end: Option<Timestamp>| end.map_or(i64::MAX, Timestamp::micros);
        match key(new).cmp(&key(old)) {
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Less => Self::Sooner,
            std::cmp::Ordering::Greater => Self::Later,
        }
    }
}

/// The state of a token that decides whether an action applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its status.
    pub status: Status,
    /// How the new expiration compares with its own, if the action sets one.
    pub shift: Shift,
    /// Whether the actor could create such a token.
    pub givable: bool,
}

impl Candidate {
    /// Every combination with its number, by which the database counts: six per step of the status, two per step of
    /// the shift.
    pub(crate) fn all() -> impl Iterator<Item = (i64, Self)> {
        let each = Status::ALL.into_iter().flat_map(|status| {
            Shift::ALL.into_iter().flat_map(move |shift| {
                [false, true].into_iter().map(move |givable| Self { status, shift, givable })
            })
        });
        (0..).zip(each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(status: Status, shift: Shift, givable: bool) -> Candidate {
        Candidate { status, shift, givable }
    }

    #[test]
    fn what_is_over_is_left_alone_but_an_expired_token_can_be_revoked() {
        for action in [BulkAction::Disable, BulkAction::Enable, BulkAction::Expire(None), BulkAction::Revoke]
        {
            let revoked = action.allows(standing(Status::Revoked, Shift::Later, true));
            assert_eq!(revoked, Err(SkipReason::Revoked), "{action:?}");
            let expired = action.allows(standing(Status::Expired, Shift::Later, true));
            assert_eq!(expired.is_ok(), action == BulkAction::Revoke, "{action:?}");
        }
    }

    #[test]
    fn taking_away_is_always_allowed_and_giving_is_not() {
        for (action, status, shift) in [
            (BulkAction::Disable, Status::Active, Shift::Same),
            (BulkAction::Revoke, Status::Disabled, Shift::Same),
            (BulkAction::Expire(None), Status::Active, Shift::Sooner),
        ] {
            assert_eq!(action.allows(standing(status, shift, false)), Ok(()), "{action:?}");
        }
        for (action, status, shift) in [
            (BulkAction::Enable, Status::Disabled, Shift::Same),
            (BulkAction::Expire(None), Status::Active, Shift::Later),
            (BulkAction::Expire(None), Status::Disabled, Shift::Later),
        ] {
            assert_eq!(
                action.allows(standing(status, shift, false)),
                Err(SkipReason::NotYours),
                "{action:?}"
            );
            assert_eq!(action.allows(standing(status, shift, true)), Ok(()), "{action:?}");
        }
    }

    #[test]
    fn never_is_later_than_any_end() {
        let at = |micros| Some(Timestamp::from_micros(micros));
        assert_eq!(Shift::from(at(1), None), Shift::Later);
        assert_eq!(Shift::from(None, at(1)), Shift::Sooner);
        assert_eq!(Shift::from(None, None), Shift::Same);
        assert_eq!(Shift::from(at(2), at(1)), Shift::Sooner);
    }

    #[test]
    fn every_standing_has_a_number_of_its_own() {
        let all: Vec<_> = Candidate::all().collect();
        assert_eq!(all.len(), 24);
        assert_eq!(all[15], (15, standing(Status::Expired, Shift::Sooner, true)));
    }

    #[test]
    fn names_read_back() {
        let end = Some(Timestamp::from_micros(7));
        for action in [BulkAction::Disable, BulkAction::Enable, BulkAction::Revoke, BulkAction::Expire(end)] {
            assert_eq!(BulkAction::from_name(action.name(), end), Some(action));
        }
        assert_eq!(BulkAction::from_name("delete", None), None);
    }
}
