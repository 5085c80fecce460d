//! The logo that a form sends.

use actix_web::web;
use tokio::sync::Semaphore;

use crate::domain::logo::{LogoError, make_logo};
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::logos::LogoChoice;
use crate::web::form::{FieldError, Form, Upload};
use crate::web::page::Errors;

/// Two pictures are decoded at a time: each may take tens of megabytes.
static DECODING: Semaphore = Semaphore::const_new(2);

/// What the form asks for. A file that cannot be a logo is added to `errors`, and the logo stays as it is.
pub async fn chosen(form: &Form, locale: Locale, errors: &mut Errors) -> Result<LogoChoice> {
    let problem = match form.file("logo") {
        Err(FieldError::Missing) if form.has("remove_logo") => return Ok(LogoChoice::Remove),
        Err(FieldError::Missing) => return Ok(LogoChoice::Keep),
        Err(error) => error.message(),
        Ok(Upload::TooLarge) => msg::LOGO_TOO_LARGE,
        Ok(Upload::Complete(file)) => {
            let file = file.clone();
            let turn = DECODING.acquire().await.map_err(Error::busy)?;
            let made = web::block(move || make_logo(&file)).await.map_err(Error::busy)?;
            drop(turn);
            match made {
                Ok(png) => return Ok(LogoChoice::Replace(png)),
                Err(LogoError::NotAnImage) => msg::LOGO_NOT_AN_IMAGE,
                Err(LogoError::TooManyPixels) => msg::LOGO_TOO_MANY_PIXELS,
            }
        }
    };
    errors.add("logo", locale.t(problem));
    Ok(LogoChoice::Keep)
}
