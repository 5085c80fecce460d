//! What a form sends: read whole, its CSRF token checked before anything else is looked at.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_session::SessionExt as _;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use futures_util::StreamExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::auth::{authz, csrf, session};
use crate::error::{Error, Result};
use crate::i18n::{Message, msg};
use crate::state::State;

/// All fields of a form without its files, at most.
const MAX_TEXT: usize = 256 * 1024;
/// How many fields a form has at most: the bulk form has one for each token on the page.
const MAX_FIELDS: usize = 5_000;
/// The same for visitors, who have the sign-in and setup forms only.
const VISITOR_MAX_TEXT: usize = 16 * 1024;
const VISITOR_MAX_FIELDS: usize = 32;
/// The ends of the addresses that take a file, or come from a form that has one: its Cancel button sends it too.
/// Everywhere else files are refused unread.
const WITH_FILES: [&str; 4] =
    ["/api/new", "/drafts/{draft}/general", "/drafts/{draft}/cancel", "/{token}/edit"];
/// An uploaded file, at most; a larger one is an error of its field, not of the request.
const MAX_FILE: usize = 1024 * 1024;
/// The whole request, at most: so much of a file that is too large is read and thrown away, so that the rest of the
/// form can come back with a clear error.
const MAX_BODY: usize = 64 * 1024 * 1024;
/// So many forms with a file are in memory at once, and a further one waits this long for its turn.
static UPLOADS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(16)));
const UPLOAD_TURN: Duration = Duration::from_secs(10);
/// A form that takes longer to arrive is given up: slow senders must not pile up.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A form whose CSRF token was right.
#[derive(Debug, Default)]
pub struct Form {
    texts: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    /// Its turn among the forms with a file, for as long as the file is in memory.
    turn: Option<Arc<OwnedSemaphorePermit>>,
}

/// A file field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upload {
    /// At most 1 MiB.
    TokenDetails(Vec<u8>),
    /// More than that.
    TooLarge,
}

/// A field that is not there exactly once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misfit {
    /// Not there.
    Missing,
    /// There more than once.
    Doubled,
}

impl Misfit {
    /// The sentence that says so.
    pub const fn message(self) -> Message<'static> {
        match self {
            Self::Missing => msg::FIELD_MISSING,
            Self::Doubled => msg::FIELD_DOUBLED,
        }
    }
}

impl Form {
    /// The one value of that field.
    pub fn one<'a>(&'a self, name: &'a str) -> std::result::Result<&'a str, Misfit> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            (None, _) => Err(Misfit::Missing),
            (Some(_), Some(_)) => Err(Misfit::Doubled),
        }
    }

    /// The first value of that field, or nothing: for showing again what was typed.
    pub fn first<'a>(&'a self, name: &'a str) -> &'a str {
        self.all(name).next().unwrap_or_default()
    }

    /// How many secrets there were when the page that holds the form was made; -1, which never was, when it does not say.
    pub fn generation(&self) -> i64 {
        self.one("generation").ok().and_then(|seen| seen.parse().ok()).unwrap_or(-1)
    }

    /// Every value of that field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Every field that is no file, with its value, in their order.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Whether that field is there at all.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The one file of that field. A field without a file is not there.
    pub fn file(&self, name: &str) -> std::result::Result<&Upload, Misfit> {
        let mut files = self.files.iter().filter(|(field, _)| field == name).map(|(_, upload)| upload);
        match (files.next(), files.next()) {
            (Some(file), None) => Ok(file),
            (None, _) => Err(Misfit::Missing),
            (Some(_), Some(_)) => Err(Misfit::Doubled),
        }
    }
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let form = tokio::time::timeout(TIMEOUT, read(&request, payload))
                .await
                .map_err(|_| Error::Malformed("the form took too long to arrive"))??;
            check_csrf(&request, &form)?;
            // The form may have taken long, and what is wrong with it is no business of somebody who was signed out.
            authz::again(&request).await?;
            Ok(form)
        })
    }
}

fn check_csrf(request: &HttpRequest, form: &Form) -> Result<()> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    // Doubled is as wrong as missing: two readers might not look at the same one.
    let token = form.one("csrf").map_err(|_| Error::CsrfFailed("no token"))?;
    if csrf::is_valid(request, &request.get_session(), state, token) {
        Ok(())
    } else {
        Err(Error::CsrfFailed("wrong token"))
    }
}

async fn upload_turn() -> Result<Arc<OwnedSemaphorePermit>> {
    let turn = tokio::time::timeout(UPLOAD_TURN, Arc::clone(&UPLOADS).acquire_owned()).await;
    turn.map_err(Error::busy)?.map(Arc::new).map_err(Error::busy)
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Form> {
    let with_files = || {
        let pattern = request.match_pattern().unwrap_or_default();
        WITH_FILES.iter().any(|end| pattern.ends_with(end))
    };
    match request.content_type() {
        "application/x-www-form-urlencoded" => {
            let signed_in = session::user_id(&request.get_session()).is_some();
            let most =
                if signed_in { (MAX_TEXT, MAX_FIELDS) } else { (VISITOR_MAX_TEXT, VISITOR_MAX_FIELDS) };
            urlencoded(payload, most).await
        }
        "multipart/form-data" if with_files() => {
            multipart(request, Multipart::new(request.headers(), payload)).await
        }
        _ => Err(Error::Malformed("not a form")),
    }
}

async fn urlencoded(mut payload: Payload, (max_text, max_fields): (usize, usize)) -> Result<Form> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.map_err(|_| Error::Malformed("the request body is incomplete"))?);
        if body.len() > max_text {
            return Err(Error::TooLarge);
        }
    }
    // Counted before they are parsed: a field takes far more memory than its two bytes in the body.
    if body.iter().filter(|byte| **byte == b'&').count() >= max_fields {
        return Err(Error::TooLarge);
    }
    let texts = serde_urlencoded::from_bytes(&body).map_err(|_| Error::Malformed("not URL-encoded"))?;
    Ok(Form { texts, ..Form::default() })
}

async fn multipart(request: &HttpRequest, mut parts: Multipart) -> Result<Form> {
    let mut form = Form::default();
    let mut left = MAX_BODY;
    let mut text_left = MAX_TEXT;
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Error::Malformed("not multipart"))?;
        let disposition = part.content_disposition();
        let name = disposition.and_then(|it| it.get_name()).unwrap_or_default().to_owned();
        let file_name = disposition.and_then(|it| it.get_filename()).map(ToOwned::to_owned);
        if form.texts.len() + form.files.len() >= MAX_FIELDS {
            return Err(Error::TooLarge);
        }
        if let Some(file_name) = file_name {
            let proven = form.has("csrf");
            if proven && form.turn.is_none() {
                form.turn = Some(upload_turn().await?);
            }
            // Of a file before the token, and of a second one, nothing is kept.
            let most = if proven && form.files.is_empty() { MAX_FILE } else { 0 };
            let upload = read_part(part, most, &mut left).await?;
            let nothing_chosen = file_name.is_empty() && upload.as_ref().is_some_and(Vec::is_empty);
            if !nothing_chosen && !proven {
                return Err(Error::CsrfFailed("a file before the token"));
            }
            if !nothing_chosen {
                form.files.push((name, upload.map_or(Upload::TooLarge, Upload::TokenDetails)));
            }
        } else {
            let text = read_part(part, text_left, &mut left).await?.ok_or(Error::TooLarge)?;
            text_left = text_left.checked_sub(text.len() + name.len()).ok_or(Error::TooLarge)?;
            let proves = name == "csrf";
            form.texts.push((name, String::from_utf8_lossy(&text).into_owned()));
            if proves {
                check_csrf(request, &form)?;
            }
        }
    }
    Ok(form)
}

/// The bytes of a part; `None` when they are more than `max`. Reads to its end either way.
async fn read_part(mut part: Field, max: usize, left: &mut usize) -> Result<Option<Vec<u8>>> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Error::Malformed("the request body is incomplete"))?;
        *left = left.checked_sub(chunk.len()).ok_or(Error::TooLarge)?;
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= max).map(|mut bytes| {
            bytes.extend_from_slice(&chunk);
            bytes
        });
    }
    Ok(bytes)
}
