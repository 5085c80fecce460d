//! Lists as CSV and JSON files, written while they are read, so that a list of any length needs little memory.

use std::future::Future;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use futures_util::stream;
use serde_json::Value;

use crate::error::{Error, Result};

/// The format of an export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// RFC 4180, with a header line.
    Csv,
    /// An array of objects.
    Json,
}

impl Format {
    /// The format with this name in an address.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// An item of a list.
pub trait ExportRow {
    /// The column headings, which are also the JSON members: the same in every language.
    fn columns() -> Vec<&'static str>;

    /// One value per heading. In CSV, null is an empty cell, and lists and objects are JSON.
    fn values(self) -> Vec<Value>;
}

/// A batch of a list, and where the next one starts; `None` after the last one.
pub type Portion<L, C> = (Vec<L>, Option<C>);

enum Step<C> {
    Next(Option<C>, bool),
    Over,
}

/// 200 with a file called `name` with the format's extension. `next` returns the batch after a position (`None` for
/// the first batch). If it fails midway, the connection is closed, so that nobody takes half a list for the whole.
pub fn download<L, C, F, N>(format: Format, name: &str, next: N) -> HttpResponse
where
    L: ExportRow + 'static,
    C: 'static,
    F: Future<Output = Result<Portion<L, C>>> + 'static,
    N: Fn(Option<C>) -> F + 'static,
{
    let body = stream::try_unfold((Step::Next(None, true), next), move |(step, next)| async move {
        let Step::Next(place, first) = step else { return Ok(None) };
        let (lines, place) = next(place).await.inspect_err(|error| {
            tracing::error!(%error, "an export was interrupted");
        })?;
        let over = place.is_none();
        let text = written(format, lines, first, over);
        let step = if over { Step::Over } else { Step::Next(place, false) };
        Ok::<_, Error>(Some((Bytes::from(text), (step, next))))
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format.content_type()))
        .insert_header((CONTENT_DISPOSITION, attachment(&format!("{name}.{}", format.name()))))
        .streaming(body)
}

/// The header that makes a browser save a response under this name, which consists of harmless characters only.
pub fn attachment(name: &str) -> String {
    let harmless = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' };
    format!("attachment; filename=\"{}\"", name.chars().map(harmless).collect::<String>())
}

/// A batch as text. The first one starts the file, the last one ends it.
fn written<L: ExportRow>(format: Format, lines: Vec<L>, first: bool, last: bool) -> String {
    let (mut text, columns) = (String::new(), L::columns());
    match format {
        Format::Csv => {
            if first {
                csv_line(&mut text, columns.into_iter().map(Value::from));
            }
            for line in lines {
                csv_line(&mut text, line.values());
            }
        }
        Format::Json => {
            if first {
                text.push('[');
            }
            for (place, line) in lines.into_iter().enumerate() {
                text.push_str(if first && place == 0 { "\n" } else { ",\n" });
                let members = columns.iter().map(|name| (*name).to_owned()).zip(line.values());
                text.push_str(&Value::Object(members.collect()).to_string());
            }
            if last {
                text.push_str("\n]\n");
            }
        }
    }
    text
}

fn csv_line(text: &mut String, values: impl IntoIterator<Item = Value>) {
    for (place, value) in values.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let value = match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        text.push_str(&csv_cell(&value));
    }
    text.push_str("\r\n");
}

/// A cell in RFC 4180 format. Text that a spreadsheet would read as a formula gets an apostrophe in front: a name
/// must not run code on the machine that opens the file.
fn csv_cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if value.contains([',', '"', '\r', '\n']) || !guard.is_empty() {
        format!("\"{guard}{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use serde_json::json;

    use super::*;

    struct Row(&'static str, i64);

    impl ExportRow for Row {
        fn columns() -> Vec<&'static str> {
            vec!["name", "n", "of"]
        }

        fn values(self) -> Vec<Value> {
            vec![self.0.into(), self.1.into(), json!({ "a": null })]
        }
    }

    async fn file(format: Format, portions: &'static [usize]) -> String {
        let answer = download(format, "a b", move |place: Option<usize>| async move {
            let place = place.unwrap_or(0);
            let size = portions.get(place).copied().unwrap_or(0);
            let lines = (0..size).map(|n| Row("x", n as i64)).collect::<Vec<_>>();
            Ok((lines, (place + 1 < portions.len()).then_some(place + 1)))
        });
        let name = answer.headers().get(CONTENT_DISPOSITION).unwrap().to_str().unwrap();
        assert_eq!(name, format!("attachment; filename=\"a-b.{}\"", format.name()));
        String::from_utf8(to_bytes(answer.into_body()).await.unwrap().to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn portions_make_one_file() {
        for portions in [&[0_usize] as &[usize], &[1], &[2, 0], &[2, 1], &[1, 1, 1]] {
            let total: usize = portions.iter().sum();
            let portions: &'static [usize] = Vec::leak(portions.to_vec());
            let csv = file(Format::Csv, portions).await;
            assert_eq!(csv.lines().count(), total + 1, "{csv}");
            assert!(csv.starts_with("name,n,of\r\n"), "{csv}");
            let json: Vec<Value> = serde_json::from_str(&file(Format::Json, portions).await).unwrap();
            assert_eq!(json.len(), total);
            assert!(json.iter().all(|row| row["name"] == "x" && row["of"]["a"].is_null()));
        }
        assert_eq!(file(Format::Csv, &[1]).await, "name,n,of\r\nx,0,\"{\"\"a\"\":null}\"\r\n");
    }

    #[actix_web::test]
    async fn what_fails_in_the_middle_is_no_whole_file() {
        let answer = download(Format::Csv, "x", |place: Option<()>| async move {
            if place.is_some() { Err(Error::NotFound) } else { Ok((vec![Row("x", 1)], Some(()))) }
        });
        assert!(to_bytes(answer.into_body()).await.is_err());
    }

    #[test]
    fn no_cell_runs_in_a_spreadsheet() {
        for (value, cell) in [
            ("Deploy", "Deploy"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(csv_cell(value), cell);
        }
    }

    #[test]
    fn a_files_name_stays_in_its_header() {
        assert_eq!(attachment("a\"\r\nb/..\u{202e}"), "attachment; filename=\"a---b-..-\"");
    }
}
