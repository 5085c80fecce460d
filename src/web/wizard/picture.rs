//! The logo of the step General.

use actix_web::web;
use tokio::sync::Semaphore;

use crate::domain::id::{LogoId, TenantId};
use crate::domain::logo::{LogoError, make_logo};
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::state::State;
use crate::store::{Tx, tokens::logos};
use crate::web::form::{Form, Misfit, Upload};
use crate::web::page::Errors;

/// Two pictures are decoded at a time: each may take tens of megabytes.
static DECODING: Semaphore = Semaphore::const_new(2);

/// What is to become of a draft's logo.
pub enum Choice {
    /// It stays as it is.
    Keep,
    /// It goes.
    Remove,
    /// It becomes this PNG.
    Replace(Vec<u8>),
}

/// What the form asks for. A file that cannot be a logo is added to `errors`, and the logo stays as it is.
pub async fn chosen(form: &Form, locale: Locale, errors: &mut Errors) -> Result<Choice> {
    let problem = match form.file("logo") {
        Err(Misfit::Missing) if form.has("remove_logo") => return Ok(Choice::Remove),
        Err(Misfit::Missing) => return Ok(Choice::Keep),
        Err(misfit) => misfit.message(),
        Ok(Upload::TooLarge) => msg::LOGO_TOO_LARGE,
        Ok(Upload::TokenDetails(file)) => {
            let file = file.clone();
            let turn = DECODING.acquire().await.map_err(Error::busy)?;
            let made = web::block(move || make_logo(&file)).await.map_err(Error::busy)?;
            drop(turn);
            match made {
                Ok(png) => return Ok(Choice::Replace(png)),
                Err(LogoError::NotAnImage) => msg::LOGO_NOT_AN_IMAGE,
                Err(LogoError::TooManyPixels) => msg::LOGO_TOO_MANY_PIXELS,
            }
        }
    };
    errors.add("logo", locale.t(problem));
    Ok(Choice::Keep)
}

impl Choice {
    /// The draft's logo from now on, `old` having been it so far.
    pub async fn store(
        self,
        tx: &mut Tx,
        state: &State,
        tenant: TenantId,
        old: Option<LogoId>,
    ) -> Result<Option<LogoId>> {
        match self {
            Self::Keep => Ok(old),
            Self::Remove => Ok(None),
            Self::Replace(png) => {
                let now = state.now();
                let id = LogoId::new(now, &state.entropy)?;
                logos::insert(tx, tenant, id, &png, now).await?;
                Ok(Some(id))
            }
        }
    }
}
