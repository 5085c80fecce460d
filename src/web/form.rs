//! Submitted forms: read completely, with the CSRF token checked before anything else.

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

/// Maximum size of all fields of a form in bytes, without files.
const MAX_TEXT: usize = 256 * 1024;
/// Maximum number of fields: the bulk form has one per token on the page.
const MAX_FIELDS: usize = 5_000;
/// The same for visitors, who only have the sign-in and setup forms.
const VISITOR_MAX_TEXT: usize = 16 * 1024;
const VISITOR_MAX_FIELDS: usize = 32;
/// The suffixes of addresses that accept a file, or whose form has one: its Cancel button sends it too. Elsewhere,
/// files are refused unread.
const WITH_FILES: [&str; 4] =
    ["/api/new", "/drafts/{draft}/general", "/drafts/{draft}/cancel", "/{token}/edit"];
/// Maximum size of an uploaded file in bytes. A larger one is an error of its field, not of the request.
const MAX_FILE: usize = 1024 * 1024;
/// Maximum size of the request in bytes: how much of an oversized file is read and discarded, so that the form can
/// come back with a clear error.
const MAX_BODY: usize = 64 * 1024 * 1024;
/// How many forms with a file are in memory at once; more wait this long for their turn.
static UPLOADS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(16)));
const UPLOAD_TURN: Duration = Duration::from_secs(10);
/// How long a form may take to arrive, so that slow clients don't accumulate.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A form with a valid CSRF token.
#[derive(Debug, Default)]
pub struct Form {
    texts: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    /// The permit for a form with a file, held while the file is in memory.
    turn: Option<Arc<OwnedSemaphorePermit>>,
}

/// A file field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upload {
    /// At most 1 MiB.
    Complete(Vec<u8>),
    /// More than that.
    TooLarge,
}

/// Why a field has no single value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldError {
    /// It is absent.
    Missing,
    /// It appears more than once.
    Doubled,
}

impl FieldError {
    /// The sentence for it.
    pub const fn message(self) -> Message<'static> {
        match self {
            Self::Missing => msg::FIELD_MISSING,
            Self::Doubled => msg::FIELD_DOUBLED,
        }
    }
}

impl Form {
    /// The single value of this field.
    pub fn one<'a>(&'a self, name: &'a str) -> std::result::Result<&'a str, FieldError> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            (None, _) => Err(FieldError::Missing),
            (Some(_), Some(_)) => Err(FieldError::Doubled),
        }
    }

    /// The first value of this field, or an empty text: for showing what was typed.
    pub fn first<'a>(&'a self, name: &'a str) -> &'a str {
        self.all(name).next().unwrap_or_default()
    }

    /// How many secrets existed when the form's page was rendered; -1, which never matches, if the form does not say.
    pub fn generation(&self) -> i64 {
        self.one("generation").ok().and_then(|seen| seen.parse().ok()).unwrap_or(-1)
    }

    /// All values of this field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All fields that are not files, with their values, in order.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Whether this field is present.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The single file of this field. A field without a file counts as absent.
    pub fn file(&self, name: &str) -> std::result::Result<&Upload, FieldError> {
        let mut files = self.files.iter().filter(|(field, _)| field == name).map(|(_, upload)| upload);
        match (files.next(), files.next()) {
            (Some(file), None) => Ok(file),
            (None, _) => Err(FieldError::Missing),
            (Some(_), Some(_)) => Err(FieldError::Doubled),
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
            // The form may have taken long to arrive, and someone who was signed out meanwhile must not learn what is
            // wrong with it.
            authz::recheck(&request).await?;
            Ok(form)
        })
    }
}

fn check_csrf(request: &HttpRequest, form: &Form) -> Result<()> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    // Duplicated is as wrong as missing, because two parsers might use different ones.
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
    // Counted before parsing, because a field takes far more memory than its two bytes in the body.
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
            // A file before the token, or a second file, is not kept.
            let most = if proven && form.files.is_empty() { MAX_FILE } else { 0 };
            let upload = read_part(part, most, &mut left).await?;
            let nothing_chosen = file_name.is_empty() && upload.as_ref().is_some_and(Vec::is_empty);
            if !nothing_chosen && !proven {
                return Err(Error::CsrfFailed("a file before the token"));
            }
            if !nothing_chosen {
                form.files.push((name, upload.map_or(Upload::TooLarge, Upload::Complete)));
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

/// The content of a part; `None` if it is larger than `max`. Reads to its end either way.
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
