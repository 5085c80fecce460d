//! Tests of the helpers: a helper that misreads a page would prove anything.

use reqwest::{Method, Url};
use scraper::Html;

use crate::support::{Form, both};

const PAGE: &str = r#"<!doctype html><form id="a" method="post" action="/made" enctype="multipart/form-data">
  <input type="hidden" name="csrf" value="c1">
  <label for="f-name">Name</label> <input id="f-name" name="name" value="Old">
  <label>Description <textarea name="description">two
lines</textarea></label>
  <label for="f-logo">Logo</label> <input type="file" id="f-logo" name="logo">
  <fieldset><legend>Permissions</legend>
    <label><input type="checkbox" name="permissions" value="read" checked> Read</label>
    <label><input type="checkbox" name="permissions" value="write"> Write</label></fieldset>
  <label><input type="radio" name="expires_in" value="7d"> 7 days</label>
  <label><input type="radio" name="expires_in" value="90d" checked> 90 days</label>
  <label for="f-language">Language</label>
  <select id="f-language" name="language"><option value="en">English</option><option value="de" selected>Deutsch</option></select>
  <input name="off" value="x" disabled>
  <button><svg aria-hidden="true"><text>x</text></svg> Next</button>
  <button name="go" value="back" formnovalidate>Back</button>
  <button formaction="/cancelled" aria-label="Cancel">x</button>
</form>
<form action="?q=old"><label>Search <input name="q"></label><button>Find</button></form>"#;

fn form(button: &str) -> Form {
    Form::with_button(&Html::parse_document(PAGE), &Url::parse("http://localhost/page").unwrap(), button)
}

fn pairs(form: &Form) -> String {
    form.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[test]
fn a_form_is_read_as_a_browser_reads_it() {
    let next = form("Next");
    assert_eq!((next.method.clone(), next.action.path(), next.multipart), (Method::POST, "/made", true));
    let expected = "csrf=c1&name=Old&description=two\nlines&permissions=read&expires_in=90d&language=de";
    assert_eq!(pairs(&next), expected);
    assert_eq!(pairs(&form("Back")), format!("{expected}&go=back"));
    assert_eq!(form("Cancel").action.path(), "/cancelled");
    assert_eq!(form("Find").method, Method::GET);
}

#[test]
fn a_form_is_filled_by_what_people_call_its_controls() {
    let filled = form("Next")
        .fill("Name", "New")
        .fill("description", "one line")
        .tick("Write")
        .untick("Read")
        .tick("7 days")
        .fill("Language", "English");
    assert_eq!(
        pairs(&filled),
        "csrf=c1&name=New&description=one line&permissions=write&expires_in=7d&language=en"
    );
    assert_eq!(form("Next").tick("expires_in=7d").value("expires_in"), ["7d"]);
    assert_eq!(form("Next").forge("csrf", "c2").value("csrf"), ["c2"]);
}

#[test]
#[should_panic(expected = "not exactly one fitting control")]
fn a_control_that_is_not_there_is_noticed() {
    let _ = form("Next").fill("Colour", "red");
}

#[test]
#[should_panic(expected = "0 buttons are named")]
fn a_button_that_is_not_there_is_noticed() {
    form("Save");
}

both! {
    async fn each_test_has_an_instance_and_a_database_of_its_own(app) {
        app.visitor().get("/no-such-page").await.expect(404);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tenants").await, 0);
        assert!(app.database.files().await.is_dir());
    }
}
