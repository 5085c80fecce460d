//! How texts and expiry are checked.

use chrono_tz::Tz;

use super::errors::noted;
use super::{ExpirySpec, General, KEEP, Patch, Requester, Resolver, SpecError, TokenSpec};
use crate::domain::expiry::{self, Expiry, ExpiryError};
use crate::domain::grant::is_later;
use crate::domain::labels::{Labels, Texts};
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};

/// When a token expires, with the choice that led to it, where one was made.
pub type End = (Option<Expiry>, Option<Timestamp>);

impl ExpirySpec {
    /// What it comes to at `now` on the clocks of `zone`.
    ///
    /// # Errors
    /// [`ExpiryError`] when it is no choice, or no moment to come.
    pub fn resolve(&self, now: Timestamp, zone: Tz) -> std::result::Result<End, ExpiryError> {
        let choice = match self {
            Self::Form { choice, date, time } => Expiry::parse(choice, date, time)?,
            Self::Choice(choice) => *choice,
            Self::Moment(moment) => return Ok((None, Some(expiry::end(*moment, now)?))),
        };
        Ok((Some(choice), choice.resolve(now, zone)?))
    }
}

impl Resolver<'_> {
    /// Texts and expiry; what is wrong is added to `errors`.
    ///
    /// # Errors
    /// [`Error::Internal`] when the preselected expiry is no choice.
    pub fn general(&self, spec: &TokenSpec, errors: &mut Vec<SpecError>) -> Result<Option<General>> {
        self.refuse_disabled(errors);
        let labels = self.labels(spec, errors);
        let end = self.end(spec, errors)?;
        Ok(labels.zip(end).map(|(labels, (expiry, expires_at))| General { labels, expiry, expires_at }))
    }

    fn labels(&self, spec: &TokenSpec, errors: &mut Vec<SpecError>) -> Option<Labels> {
        let before = self.before().map(|before| &before.token.labels);
        let texts = Texts::from_fn(|field| match (spec.labels.get(field), before) {
            (Patch::Value(text), _) => text.clone(),
            (Patch::Absent, Some(before)) => before.get(field).clone(),
            (Patch::Absent | Patch::Null, _) => String::new(),
        });
        let wrong = match Labels::parse(&texts) {
            Ok(labels) => return Some(labels),
            Err(wrong) => wrong,
        };
        errors.extend(wrong.into_iter().map(|(field, error)| SpecError::Text(field, error)));
        None
    }

    fn end(&self, spec: &TokenSpec, errors: &mut Vec<SpecError>) -> Result<Option<End>> {
        let kept = self.before().map(|before| before.token.life.expires_at);
        let end = match (&spec.expiry, kept) {
            (Patch::Absent, Some(kept)) => return Ok(Some((None, kept))),
            (Patch::Value(ExpirySpec::Form { choice, .. }), Some(kept)) if choice == KEEP => {
                return Ok(Some((None, kept)));
            }
            (Patch::Absent, None) => return self.default_end().map(Some),
            (Patch::Null, _) => Ok((None, None)),
            (Patch::Value(expiry), _) => expiry.resolve(self.now, self.tenant.zone),
        };
        let end = noted(end, SpecError::Expiry, errors);
        if let (Requester::Token(_), Some(kept), Some((_, end))) = (self.by, kept, end)
            && is_later(end, kept)
        {
            errors.push(SpecError::ExpiryLater);
            return Ok(None);
        }
        Ok(end)
    }

    /// As preselected in the console, but never after the end of the presented token, or of its presented secret.
    fn default_end(&self) -> Result<End> {
        let preset = Expiry::parse(Expiry::PRESELECTED, "", "").map_err(Error::internal)?;
        let end = preset.resolve(self.now, self.tenant.zone).map_err(Error::internal)?;
        let own = match self.by {
            Requester::Token(own) => own.grant().expires_at,
            Requester::Person(_) | Requester::Operator => None,
        };
        Ok(if is_later(end, own) { (None, own) } else { (Some(preset), end) })
    }
}
