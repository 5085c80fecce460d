//! What a spec may be: every error of it, and that no field is lost on the way from a form to a token.

use chrono::TimeDelta;

use super::*;
use crate::domain::expiry::ExpiryError;
use crate::domain::grant::Excess;
use crate::domain::id::{AppId, ModuleId, TenantId, TokenId};
use crate::domain::labels::LabelField;
use crate::domain::permission::Permission;
use crate::domain::person::{Assignment, Role};
use crate::domain::text::{Description, Name, Slug, TextError};
use crate::domain::token::NewToken;
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::granting::{Denied, NotTheirs};
use crate::service::token_details;
use crate::service::visible::VisibleNames;
use crate::store::tests::world::{NOW, id, new_token, tenant, user};
use crate::store::tests::{TestDatabase, both};
use crate::store::{Tx, apps, modules, tenants, tokens};

const ACME: u128 = 1;
const GLOBEX: u128 = 2;
const CLOSED: u128 = 3;

/// Acme with the module Devices and the app Grafana, Globex with neither, and Closed, which is disabled.
async fn world(base: &TestDatabase) -> Tx {
    for (number, name) in [(ACME, "acme"), (GLOBEX, "globex"), (CLOSED, "closed")] {
        tenant(base, number, name, name).await;
    }
    user(base, 1).await;
    let mut tx = base.tx().await;
    let (name, slug) = (|name| Name::parse(name).unwrap(), |slug| Slug::parse(slug).unwrap());
    let devices: ModuleId = id(7);
    modules::insert(&mut tx, devices, &name("Devices"), &slug("devices"), NOW).await.unwrap();
    modules::enable(&mut tx, id(ACME), devices, NOW).await.unwrap();
    apps::insert(&mut tx, id(ACME), id(8), &name("Grafana"), &slug("grafana"), NOW).await.unwrap();
    tenants::disable(&mut tx, id(CLOSED), NOW).await.unwrap();
    tx
}

async fn found(tx: &mut Tx, number: u128) -> Tenant {
    tenants::find(tx, id(number)).await.unwrap().unwrap()
}

fn person(role: Role, tenant: Option<u128>) -> Person {
    Person {
        id: id(1),
        email: "u1@example.org".to_owned(),
        language: None,
        assignments: vec![Assignment { role, tenant: tenant.map(id) }],
        must_change_password: false,
    }
}

fn days(days: i64) -> Timestamp {
    NOW.plus(TimeDelta::days(days))
}

fn given(text: &str) -> Patch<String> {
    Patch::Value(text.to_owned())
}

fn list(items: &[&str]) -> Patch<Vec<String>> {
    Patch::Value(items.iter().map(|item| (*item).to_owned()).collect())
}

fn form(choice: &str, date: &str, time: &str) -> Patch<ExpirySpec> {
    Patch::Value(ExpirySpec::Form { choice: choice.to_owned(), date: date.to_owned(), time: time.to_owned() })
}

/// A spec that is in order, so that each test changes one thing of it.
fn spec() -> TokenSpec {
    TokenSpec {
        labels: Texts { name: given("Deploy"), ..Texts::default() },
        permissions: list(&["read"]),
        ..TokenSpec::default()
    }
}

/// A token of Acme with the settings of that number: everything of the one differs from the other.
async fn token(tx: &mut Tx, number: u128) -> TokenDetails {
    let all = number == 1;
    let new = NewToken {
        labels: Labels {
            name: Name::parse(&format!("Token {number}")).unwrap(),
            description: Description::parse(&format!("What {number} is for")).unwrap(),
        },
        scope: if all { TenantScope::Selected(vec![id(ACME), id(GLOBEX)]) } else { TenantScope::This },
        app: all.then(|| id::<AppId>(8)),
        modules: if all { Vec::new() } else { vec![id(7)] },
        permissions: Permissions::of([if all { Permission::Read } else { Permission::Delete }]).unwrap(),
        expires_at: all.then(|| days(30)),
        ..new_token(number, id(ACME))
    };
    tokens::insert(tx, &new, "u1@example.org").await.unwrap();
    token_details::find(tx, id(ACME), id::<TokenId>(number)).await.unwrap().unwrap()
}

async fn rejected(resolver: &Resolver<'_>, tx: &mut Tx, spec: &TokenSpec) -> Vec<SpecError> {
    match resolver.resolve(tx, spec, None).await.unwrap() {
        Ok(_) => Vec::new(),
        Err(Rejected::Invalid(errors)) => errors,
        Err(Rejected::Denied(denied)) => panic!("{denied:?}"),
    }
}

/// The settings of a token as it is.
fn settings(details: &TokenDetails) -> TokenSettings {
    let token = &details.token;
    TokenSettings {
        labels: Labels::parse(&token.labels).unwrap(),
        logo: token.logo,
        scope: token.scope.clone(),
        permissions: token.permissions,
        app: details.app.as_ref().map(|app| app.id),
        modules: details.modules.iter().map(|module| module.id).collect(),
        expires_at: token.life.expires_at,
    }
}

/// What the edit page of a token sends when it is filled in like this one.
fn sent(details: &TokenDetails) -> TokenSpec {
    let token = &details.token;
    let mut general = GeneralInput::of_token(token);
    general.expires_in = if token.life.expires_at.is_some() { "30d" } else { "never" }.to_owned();
    let access = AccessInput::of_token(details, &Readable::everything());
    let mut spec = TokenSpec::default();
    general.write(&mut spec);
    access.write(&mut spec);
    spec
}

both! {
    async fn every_error_of_a_field_is_told(base) {
        let mut tx = world(base).await;
        let (acme, owner) = (found(&mut tx, ACME).await, person(Role::Owner, None));
        let resolver = Resolver::for_new(&acme, &owner, NOW);
        assert_eq!(rejected(&resolver, &mut tx, &spec()).await, []);
        let text = |field, error| SpecError::Text(field, error);
        let labels = |name: &str, description: &str| Texts { name: given(name), description: given(description) };
        let lacking = |tenants: &[&str]| SpecError::Modules(ModulesError::NotEnabled {
            module: "Devices".to_owned(),
            tenants: VisibleNames { names: tenants.iter().map(|name| (*name).to_owned()).collect(), others: 0 },
        });
        let selected = |tenants: &[&str]| TokenSpec { scope: given("selected"), tenants: list(tenants), ..spec() };
        for (wrong, errors) in [
            (TokenSpec { labels: Texts::default(), ..spec() }, vec![text(LabelField::Name, TextError::Empty)]),
            (TokenSpec { labels: labels("<b>", "\u{7}"), ..spec() }, vec![text(LabelField::Name, TextError::Markup), text(LabelField::Description, TextError::Invisible)]),
            (TokenSpec { expiry: form("soon", "", ""), ..spec() }, vec![SpecError::Expiry(ExpiryError::Unknown)]),
            (TokenSpec { expiry: form(KEEP, "", ""), ..spec() }, vec![SpecError::Expiry(ExpiryError::Unknown)]),
            (TokenSpec { expiry: form("custom", "2027-02-31", "12:00"), ..spec() }, vec![SpecError::Expiry(ExpiryError::NoSuchDate)]),
            (TokenSpec { expiry: Patch::Value(ExpirySpec::Moment(NOW)), ..spec() }, vec![SpecError::Expiry(ExpiryError::Past)]),
            (TokenSpec { expiry: Patch::Value(ExpirySpec::Choice(Expiry::Days(40_000))), ..spec() }, vec![SpecError::Expiry(ExpiryError::TooFar)]),
            (TokenSpec { scope: given("some"), ..spec() }, vec![SpecError::Scope(ScopeError::Unknown)]),
            (TokenSpec { scope: given("selected"), ..spec() }, vec![SpecError::Tenants(TenantsError::Empty)]),
            (selected(&["nowhere"]), vec![SpecError::Tenants(TenantsError::Unknown)]),
            (selected(&["acme", "closed"]), vec![SpecError::Tenants(TenantsError::Disabled("closed".to_owned()))]),
            (TokenSpec { app: given("kibana"), ..spec() }, vec![SpecError::App(AppError)]),
            (TokenSpec { modules: list(&["nothing"]), ..spec() }, vec![SpecError::Modules(ModulesError::Unknown)]),
            (TokenSpec { modules: list(&["devices"]), ..selected(&["acme", "globex"]) }, vec![lacking(&["globex"])]),
            (TokenSpec { permissions: Patch::Absent, ..spec() }, vec![SpecError::Permissions(PermissionsError::Empty)]),
            (TokenSpec { permissions: list(&["read", "fly"]), ..spec() }, vec![SpecError::Permissions(PermissionsError::Unknown)]),
        ] {
            assert_eq!(rejected(&resolver, &mut tx, &wrong).await, errors, "{wrong:?}");
        }
        // All at once, in the order of the form; and nothing more where the tenants are wrong already.
        let all = TokenSpec { labels: labels("", ""), expiry: form("x", "", ""), app: given("x"), modules: list(&["devices"]), permissions: list(&[]), ..selected(&[]) };
        assert_eq!(rejected(&resolver, &mut tx, &all).await, [
            text(LabelField::Name, TextError::Empty), SpecError::Expiry(ExpiryError::Unknown), SpecError::Tenants(TenantsError::Empty), SpecError::App(AppError), SpecError::Permissions(PermissionsError::Empty),
        ]);
        let unread = resolver.resolve(&mut tx, &TokenSpec { unreadable: true, ..spec() }, None).await.unwrap();
        assert_eq!(unread.unwrap_err(), Rejected::Invalid(Vec::new()));

        let closed = found(&mut tx, CLOSED).await;
        let resolver = Resolver::for_new(&closed, &owner, NOW);
        assert_eq!(rejected(&resolver, &mut tx, &spec()).await, [SpecError::TenantDisabled]);
        let (acme, admin) = (found(&mut tx, ACME).await, person(Role::TenantAdmin, Some(ACME)));
        let resolver = Resolver::for_new(&acme, &admin, NOW);
        let all = TokenSpec { scope: given("all"), ..spec() };
        assert_eq!(rejected(&resolver, &mut tx, &all).await, [SpecError::Scope(ScopeError::AllNotAllowed)]);
        assert_eq!(rejected(&resolver, &mut tx, &selected(&["acme", "globex"])).await, [SpecError::Tenants(TenantsError::Unknown)]);
    }

    async fn what_is_not_given_gets_its_default(base) {
        let mut tx = world(base).await;
        let (acme, owner) = (found(&mut tx, ACME).await, person(Role::Owner, None));
        let checked = Resolver::for_new(&acme, &owner, NOW).resolve(&mut tx, &spec(), None).await.unwrap().unwrap();
        let preset = Expiry::Days(90);
        assert_eq!((checked.general.expiry, checked.general.expires_at), (Some(preset), preset.resolve(NOW, acme.zone).unwrap()));
        assert_eq!(checked.settings, TokenSettings {
            labels: Labels::named(Name::parse("Deploy").unwrap()),
            logo: None,
            scope: TenantScope::This,
            permissions: Permissions::of([Permission::Read]).unwrap(),
            app: None,
            modules: Vec::new(),
            expires_at: checked.general.expires_at,
        });
        assert_eq!(checked.expiring(Some(days(1))).settings.expires_at, Some(days(1)));
    }

    async fn an_edit_keeps_what_it_does_not_touch_and_takes_over_the_rest(base) {
        let mut tx = world(base).await;
        let (acme, owner) = (found(&mut tx, ACME).await, person(Role::Owner, None));
        let (one, other) = (token(&mut tx, 1).await, token(&mut tx, 2).await);
        let readable = Readable::everything();
        for (before, after) in [(&one, &other), (&other, &one)] {
            let base = Some(Base { token: before, readable: &readable });
            let resolver = Resolver { tenant: &acme, by: Requester::Person(&owner), base, now: NOW };
            // A page that nothing was typed on, and a request that names nothing.
            let mut untouched = TokenSpec::default();
            GeneralInput::of_token(&before.token).write(&mut untouched);
            AccessInput::of_token(before, &readable).write(&mut untouched);
            for same in [&untouched, &TokenSpec::default()] {
                let kept = resolver.resolve(&mut tx, same, before.token.logo).await.unwrap().unwrap();
                assert_eq!(kept.settings, settings(before));
            }
            let changed = resolver.resolve(&mut tx, &sent(after), after.token.logo).await.unwrap().unwrap();
            let expected = settings(after);
            // A preset ends on a full minute.
            let expires_at = changed.settings.expires_at;
            assert_eq!(expires_at.is_some(), expected.expires_at.is_some());
            assert_eq!(changed.settings, TokenSettings { expires_at, ..expected });
        }
    }

    async fn a_person_changes_no_token_that_they_could_not_create(base) {
        let mut tx = world(base).await;
        let (acme, admin) = (found(&mut tx, ACME).await, person(Role::TenantAdmin, Some(ACME)));
        let (before, readable) = (token(&mut tx, 1).await, Readable::everything());
        let base = Some(Base { token: &before, readable: &readable });
        let resolver = Resolver { tenant: &acme, by: Requester::Person(&admin), base, now: NOW };
        let renamed = TokenSpec { labels: Texts { name: given("Mine"), ..Texts::default() }, ..TokenSpec::default() };
        assert_eq!(rejected(&resolver, &mut tx, &renamed).await, [SpecError::NotTheirs(NotTheirs::Label)]);
        let described = TokenSpec { labels: Texts { description: Patch::Null, ..Texts::default() }, ..TokenSpec::default() };
        assert_eq!(rejected(&resolver, &mut tx, &described).await, [SpecError::NotTheirs(NotTheirs::Label)]);
        let widened = TokenSpec { permissions: list(&["read", "write"]), ..TokenSpec::default() };
        assert_eq!(rejected(&resolver, &mut tx, &widened).await, [SpecError::NotTheirs(NotTheirs::More)]);
        let narrowed = TokenSpec { expiry: form("7d", "", ""), ..TokenSpec::default() };
        assert_eq!(rejected(&resolver, &mut tx, &narrowed).await, []);
    }

    async fn a_token_gives_no_more_than_it_has(base) {
        let mut tx = world(base).await;
        let acme = found(&mut tx, ACME).await;
        let own = Holder { details: token(&mut tx, 1).await, secret_ends_at: None };
        let resolver = Resolver { tenant: &acme, by: Requester::Token(&own), base: None, now: NOW };
        let created = resolver.resolve(&mut tx, &spec(), None).await.unwrap().unwrap();
        assert_eq!((created.settings.app, created.settings.expires_at), (Some(id::<AppId>(8)), Some(days(30))));
        let scope: Vec<TenantId> = vec![id(ACME)];
        for (more, excess) in [
            (TokenSpec { permissions: list(&["read", "delete"]), ..spec() }, Excess::Permissions),
            (TokenSpec { expiry: Patch::Null, ..spec() }, Excess::Expiry),
            (TokenSpec { app: Patch::Null, ..spec() }, Excess::App),
            (TokenSpec { modules: list(&["devices"]), ..spec() }, Excess::Modules),
            (TokenSpec { scope: given("all"), ..spec() }, Excess::AllTenants),
        ] {
            let denied = resolver.resolve(&mut tx, &more, None).await.unwrap().unwrap_err();
            assert!(matches!(&denied, Rejected::Denied(Denied::Beyond { excess: found, .. }) if *found == [excess]), "{denied:?}");
        }
        let named = TokenSpec { tenants: list(&["acme"]), ..spec() };
        assert_eq!(rejected(&resolver, &mut tx, &named).await, [SpecError::Tenants(TenantsError::NotSelected)]);
        let within = TokenSpec { scope: given("selected"), tenants: list(&["acme"]), ..spec() };
        let created = resolver.resolve(&mut tx, &within, None).await.unwrap().unwrap();
        assert_eq!(created.settings.scope, TenantScope::Selected(scope));

        let readable = Readable::everything();
        let base = Some(Base { token: &own.details, readable: &readable });
        let resolver = Resolver { tenant: &acme, by: Requester::Token(&own), base, now: NOW };
        for later in [Patch::Null, Patch::Value(ExpirySpec::Moment(days(31)))] {
            let later = TokenSpec { expiry: later, ..TokenSpec::default() };
            assert_eq!(rejected(&resolver, &mut tx, &later).await, [SpecError::ExpiryLater]);
        }
        let sooner = TokenSpec { expiry: Patch::Value(ExpirySpec::Moment(days(29))), ..TokenSpec::default() };
        let sooner = resolver.resolve(&mut tx, &sooner, None).await.unwrap().unwrap();
        assert_eq!(sooner.settings.expires_at, Some(days(29)));
    }
}

#[test]
fn every_field_of_a_form_is_read_back_from_what_it_sends() {
    let mut general = GeneralInput::default();
    for (name, _) in GeneralInput::default().pairs() {
        *general.field(name).unwrap() = format!("typed as {name}");
    }
    assert!(general.pairs().into_iter().all(|(name, value)| value == format!("typed as {name}")));
    assert!(general.field("logo").is_none());
    let stored = serde_json::to_string(&general).unwrap();
    assert_eq!(serde_json::from_str::<GeneralInput>(&stored).unwrap(), general);
    assert_eq!(serde_json::from_str::<GeneralInput>("{}").unwrap(), GeneralInput::default());

    let (mut access, mut sent) = (AccessInput::default(), Vec::new());
    for name in ["tenant_scope", "app"] {
        *access.field(name).unwrap() = format!("typed as {name}");
        sent.push((name, format!("typed as {name}")));
    }
    for name in ["tenants", "modules", "permissions"] {
        *access.list(name).unwrap() = vec!["a".to_owned(), "b".to_owned()];
        sent.extend([(name, "a".to_owned()), (name, "b".to_owned())]);
    }
    assert_eq!(access.pairs(), sent);
    assert!(access.field("tenants").is_none() && access.list("app").is_none());
    let stored = serde_json::to_string(&access).unwrap();
    assert_eq!(serde_json::from_str::<AccessInput>(&stored).unwrap(), access);
}

#[test]
fn a_field_with_choices_knows_them() {
    for (field, choice) in
        [("expires_in", "custom"), ("tenant_scope", "all"), ("permissions", "read"), ("app", "x")]
    {
        assert!(is_choice(field, choice), "{field}");
    }
    for (field, other) in [("expires_in", KEEP), ("tenant_scope", ""), ("permissions", "Read")] {
        assert!(!is_choice(field, other), "{field}");
    }
}
