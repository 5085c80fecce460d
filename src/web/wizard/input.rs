//! What the forms of the wizard and of the edit page sent, and what is wrong with it. `service::token_spec` checks it.

use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::token_spec::{AccessInput, GeneralInput, Patch, Resolver, TokenSpec};
use crate::store::Tx;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::problem::spec_errors;

/// The fields of a form that must be there once at most, and of these the ones that must be there.
fn misfits(form: &Form, fields: &[&'static str], needed: &[&'static str], locale: Locale) -> Errors {
    let mut errors = Errors::default();
    for field in fields {
        if let Err(error) = form.one(field)
            && (form.has(field) || needed.contains(field))
        {
            errors.add(field, locale.t(error.message()));
        }
    }
    errors
}

/// The step General, and which of its fields were missing or doubled.
pub fn general(form: &Form, locale: Locale) -> (GeneralInput, Errors) {
    let mut input = GeneralInput::default();
    let fields: Vec<&str> = input.pairs().into_iter().map(|(name, _)| name).collect();
    for name in &fields {
        if let Some(field) = input.field(name) {
            form.first(name).clone_into(field);
        }
    }
    (input, misfits(form, &fields, &["name", "expires_in"], locale))
}

/// The step Access, and which of its fields were missing or doubled.
pub fn access(form: &Form, locale: Locale) -> (AccessInput, Errors) {
    let scope = match form.first("tenant_scope") {
        // A box of its own below the choice, which says nothing beside another choice.
        "this" if form.has("subtenants") => TenantScope::ThisAndBelow.name(),
        scope => scope,
    };
    let all = |name| form.all(name).map(ToOwned::to_owned).collect();
    let input = AccessInput {
        tenant_scope: scope.to_owned(),
        tenants: all("tenants"),
        app: form.first("app").to_owned(),
        modules: all("modules"),
        permissions: all("permissions"),
    };
    (input, misfits(form, &["tenant_scope", "app"], &["tenant_scope"], locale))
}

/// Adds what is wrong with the step General to `errors`.
pub fn check_general(
    input: &GeneralInput,
    resolver: &Resolver<'_>,
    locale: Locale,
    errors: &mut Errors,
) -> Result<()> {
    let (mut spec, mut wrong) = (TokenSpec::default(), Vec::new());
    input.write(&mut spec);
    resolver.general(&spec, &mut wrong)?;
    spec_errors(locale, wrong, errors);
    Ok(())
}

/// Adds what is wrong with the step Access to `errors`.
pub async fn check_access(
    input: &AccessInput,
    tx: &mut Tx,
    resolver: &Resolver<'_>,
    locale: Locale,
    errors: &mut Errors,
) -> Result<()> {
    let (mut spec, mut wrong) = (TokenSpec::default(), Vec::new());
    input.write(&mut spec);
    if errors.of("tenant_scope").is_some() {
        // Missing or sent twice: nothing follows from it.
        spec.scope = Patch::Value(String::new());
    }
    resolver.access(tx, &spec, &mut wrong).await?;
    spec_errors(locale, wrong, errors);
    Ok(())
}
