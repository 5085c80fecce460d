//! `/administration/tenants/{slug}/api-explorer`: the operations of the Tenant API, to try in the browser and as a
//! `curl` command. Generated from the contract, like the OpenAPI document.
//!
//! The token is pasted into the page and sent from there to the API: this handler never sees it.

use actix_web::HttpResponse;
use askama::Template;
use serde_json::{Map, Value};

use super::page::Page;
use super::respond;
use super::tokens::usage;
use super::view::TenantRef;
use crate::contract::document::path_parameter;
use crate::contract::fields::{Field, Kind};
use crate::contract::operations::{Group, OPERATIONS, Operation, Version};
use crate::domain::permission::Permissions;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::msg;
use crate::web::cx::TenantCx;

/// The page.
#[derive(Template)]
#[template(path = "explorer.html")]
pub struct ExplorerPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// The operations by group.
    pub groups: Vec<CallGroup>,
}

/// A group of operations.
pub struct CallGroup {
    /// Its title.
    pub title: String,
    /// The operations.
    pub calls: Vec<Call>,
}

/// An operation to try.
pub struct Call {
    /// Its `operationId`.
    pub id: &'static str,
    /// What it does.
    pub title: String,
    /// The HTTP method.
    pub method: &'static str,
    /// The path with the tenant's slug inserted; other parameters are in braces.
    pub path: String,
    /// The fields to fill in.
    pub fields: Vec<CallField>,
    /// Whether it takes a JSON body.
    pub has_body: bool,
    /// A sentence with the permissions it requires; empty if it requires none in particular.
    pub needs: String,
    /// The request as a `curl` command, with examples for what is required.
    pub curl: String,
}

/// A field to fill in.
pub struct CallField {
    /// Its name in the API.
    pub name: &'static str,
    /// `path`, `query`, `header` or `body`.
    pub place: &'static str,
    /// `text`, `list`, `number` or `choice`.
    pub kind: &'static str,
    /// The options of a choice.
    pub options: &'static [&'static str],
    /// Whether it must be filled in.
    pub required: bool,
    /// An example value.
    pub example: String,
}

/// `GET`: 200 with the page.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    respond::page(&explorer(cx.page, &cx.tenant, &cx.state.fixed.public_url))
}

fn explorer(page: Page, tenant: &Tenant, public_url: &str) -> ExplorerPage {
    let groups = groups(&page, &tenant.slug, public_url);
    ExplorerPage { tenant: tenant.into(), groups, page }
}

/// The operations of the Tenant API for the tenant with this slug.
pub(crate) fn groups(page: &Page, slug: &str, public_url: &str) -> Vec<CallGroup> {
    Group::ALL
        .into_iter()
        .map(|group| CallGroup {
            title: page.t(group.title()),
            calls: OPERATIONS
                .iter()
                .filter(|operation| operation.group == group && operation.is_of_the_tenant_api())
                .map(|operation| call(page, operation, slug, public_url))
                .collect(),
        })
        .filter(|group| !group.calls.is_empty())
        .collect()
}

fn call(page: &Page, operation: &Operation, slug: &str, public_url: &str) -> Call {
    let path = operation.path.replace("{slug}", slug);
    let in_path = operation.path_parameters().filter(|name| *name != "slug").map(|name| CallField {
        name,
        place: "path",
        kind: "text",
        options: &[],
        required: true,
        example: path_parameter(name).1.to_owned(),
    });
    let in_query = operation.query.iter().map(|asked| field(asked, "query"));
    let header = |name| CallField {
        name,
        place: "header",
        kind: "text",
        options: &[],
        required: false,
        example: String::new(),
    };
    let keyed = operation.keyed.then(|| header("Idempotency-Key"));
    let compared = (operation.version == Version::Compared).then(|| header("If-Match"));
    let in_body = operation.body.iter().map(|asked| field(asked, "body"));
    Call {
        id: operation.id,
        title: page.t(operation.title),
        needs: operation.needed().map(|needed| needs(page, needed)).unwrap_or_default(),
        method: operation.method,
        curl: curl(operation, &path, public_url),
        fields: in_path.chain(in_query).chain(in_body).chain(keyed).chain(compared).collect(),
        has_body: !operation.body.is_empty(),
        path,
    }
}

fn needs(page: &Page, needed: Permissions) -> String {
    let names: Vec<String> =
        needed.iter().map(|permission| usage::permission(page.locale, permission)).collect();
    page.t(msg::explorer_needs(&page.locale.and_list(&names)))
}

fn field(field: &'static Field, place: &'static str) -> CallField {
    let (kind, options) = match field.kind {
        Kind::Text { .. } | Kind::Slug | Kind::Moment => ("text", &[][..]),
        Kind::Slugs | Kind::Choices(_) => ("list", &[][..]),
        Kind::Number { .. } => ("number", &[][..]),
        Kind::Choice(options) => ("choice", options),
    };
    CallField {
        name: field.name,
        place,
        kind,
        options,
        required: field.required,
        example: example(&field.example()),
    }
}

/// A value as typed into a field: lists are comma-separated.
fn example(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(example).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The token comes from a variable, so that it is neither on the page nor in the shell's history.
fn curl(operation: &Operation, path: &str, public_url: &str) -> String {
    let path = operation
        .path_parameters()
        .filter(|name| *name != "slug")
        .fold(path.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), path_parameter(name).1));
    let mut line = "curl".to_owned();
    if operation.method != "GET" {
        line.push_str(" -X ");
        line.push_str(operation.method);
    }
    line.push_str(&format!(" '{public_url}{path}' \\\n  -H \"Authorization: Bearer $LATCHKEY_TOKEN\""));
    if !operation.body.is_empty() {
        let patch = operation.method == "PATCH";
        let shown = operation.body.iter().filter(|field| field.required || (patch && field.name == "name"));
        let body: Map<String, Value> = shown.map(|field| (field.name.to_owned(), field.example())).collect();
        let kind = if patch { "application/merge-patch+json" } else { "application/json" };
        line.push_str(&format!(" \\\n  -H 'Content-Type: {kind}' \\\n  -d '{}'", Value::Object(body)));
    }
    line
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::samples::{Sample, acme, sample, signed_in};

    pub fn pages(locale: Locale) -> Vec<Sample> {
        let page = signed_in(locale);
        let groups = groups(&page, "acme", "https://keys.example.com");
        vec![sample("explorer", ExplorerPage { groups, tenant: acme(), page })]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn every_operation_of_the_tenant_api_is_there_with_a_line_that_would_do() {
        let groups = groups(&Page::bare(Locale::En), "acme", "https://keys.example");
        let calls: Vec<&Call> = groups.iter().flat_map(|group| &group.calls).collect();
        let expected = OPERATIONS.iter().filter(|operation| operation.is_of_the_tenant_api()).count();
        assert_eq!(calls.len(), expected);
        let create = calls.iter().find(|call| call.id == "createToken").unwrap();
        assert_eq!(
            create.curl,
            "curl -X POST 'https://keys.example/api/v1/tenants/acme/tokens' \\\n  \
             -H \"Authorization: Bearer $LATCHKEY_TOKEN\" \\\n  -H 'Content-Type: application/json' \\\n  \
             -d '{\"name\":\"Deploy\",\"permissions\":[\"read\"]}'"
        );
        let needs = |id| calls.iter().find(|call| call.id == id).map(|call| call.needs.as_str());
        assert_eq!(needs("rotateToken"), Some("Required permissions: Write and Create"));
        assert_eq!(needs("readMe"), Some(""));
        for call in calls {
            assert!(!call.curl.contains(['{', '}']) || call.has_body, "{}", call.curl);
            assert!(!call.title.starts_with("api-op"), "{}", call.title);
        }
    }
}
