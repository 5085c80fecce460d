//! Lists as files: CSV and JSON, sent page by page as they are read, so that no list is ever whole in memory.

use std::future::Future;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream;

use crate::error::Result;

/// What a list is exported as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// RFC 4180, with a line of names first.
    Csv,
    /// One array of objects, one to a line.
    Json,
}

/// The columns of a list, in their order; each row has as many cells.
pub type Columns = &'static [&'static str];

/// A row: what stands in each column.
pub type Cells = Vec<String>;

/// 200 with a file called `name` and the ending of its format. `read` gives a page of rows and where the next one
/// begins, if there is a next one; it is asked for the first with `None`. Should it fail on the way, the connection
/// breaks off: half a list shall not pass for a whole one.
pub fn answer<At, Read, Page>(format: Format, name: &str, columns: Columns, read: Read) -> HttpResponse
where
    At: 'static,
    Read: Fn(Option<At>) -> Page + 'static,
    Page: Future<Output = Result<(Vec<Cells>, Option<At>)>> + 'static,
{
    let (ending, kind) = match format {
        Format::Csv => ("csv", "text/csv; charset=utf-8; header=present"),
        Format::Json => ("json", "application/json"),
    };
    let pages = stream::try_unfold((Step::Read(None), read), move |(step, read)| async move {
        let (at, first) = match step {
            Step::Over => return Ok(None),
            Step::Read(at) => {
                let first = at.is_none();
                (at, first)
            }
        };
        let (rows, next) =
            read(at).await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        let text = part(format, columns, &rows, first, next.is_none());
        let step = next.map_or(Step::Over, |at| Step::Read(Some(at)));
        Ok::<_, crate::error::Error>(Some((Bytes::from(text), (step, read))))
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(pages)
}

enum Step<At> {
    Read(Option<At>),
    Over,
}

/// What is sent for one page of rows.
fn part(format: Format, columns: Columns, rows: &[Cells], first: bool, last: bool) -> String {
    let mut text = String::new();
    match format {
        Format::Csv => {
            if first {
                line(&mut text, columns.iter().copied());
            }
            for row in rows {
                line(&mut text, row.iter().map(String::as_str));
            }
        }
        Format::Json => {
            text.push_str(if first { "[" } else { "" });
            for (place, row) in rows.iter().enumerate() {
                text.push_str(if first && place == 0 { "\n" } else { ",\n" });
                let object: serde_json::Map<_, _> = columns
                    .iter()
                    .zip(row)
                    .map(|(name, cell)| ((*name).to_owned(), serde_json::Value::from(cell.as_str())))
                    .collect();
                text.push_str(&serde_json::Value::Object(object).to_string());
            }
            text.push_str(if last { "\n]\n" } else { "" });
        }
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, value) in cells.enumerate() {
        text.push_str(if place == 0 { "" } else { "," });
        cell(text, value);
    }
    text.push_str("\r\n");
}

/// A value as RFC 4180 has it. A spreadsheet takes what begins with one of these signs for a formula and runs it, also
/// within quotes; with an apostrophe before it, it is a text.
fn cell(text: &mut String, value: &str) {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = formula || value.contains(['"', ',', '\r', '\n']);
    let mark = if quoted { "\"" } else { "" };
    text.push_str(mark);
    text.push_str(if formula { "'" } else { "" });
    text.push_str(&value.replace('"', "\"\""));
    text.push_str(mark);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        for (value, expected) in [
            ("", ""),
            ("plain text", "plain text"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("1=1", "1=1"),
        ] {
            let mut text = String::new();
            cell(&mut text, value);
            assert_eq!(text, expected, "{value:?}");
        }
    }

    #[test]
    fn pages_follow_each_other_without_a_seam() {
        let row = |text: &str| vec![text.to_owned(), "2".to_owned()];
        let pages =
            [(vec![row("a"), row("b")], true, false), (vec![row("c")], false, false), (vec![], false, true)];
        let whole = |format| -> String {
            pages.iter().map(|(rows, first, last)| part(format, &["x", "y"], rows, *first, *last)).collect()
        };
        assert_eq!(whole(Format::Csv), "x,y\r\na,2\r\nb,2\r\nc,2\r\n");
        let json: serde_json::Value = serde_json::from_str(&whole(Format::Json)).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 3);
        assert_eq!(json[2], serde_json::json!({ "x": "c", "y": "2" }));
        assert_eq!(part(Format::Json, &["x"], &[], true, true), "[\n]\n");
    }
}
