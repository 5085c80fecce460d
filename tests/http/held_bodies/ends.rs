//! The ways in which a right ends, and how to restore it.

use chrono::TimeDelta;
use latchkey::config::Secret;
use latchkey::domain::id::{ApiClientId, TenantId, TokenId};
use latchkey::domain::labels::Labels;
use latchkey::domain::permission::Permissions;
use latchkey::domain::person::{Assignment, Role};
use latchkey::domain::text::{Email, Name};
use latchkey::domain::token::{TenantScope, TokenSettings};
use latchkey::store::{
    Tx, api_clients,
    people::{sessions, users},
    tenants,
    tokens::{self, secrets},
};
use sqlx::AssertSqlSafe;

use crate::support::people::{OWNER, PASSWORD};
use crate::support::platform::ApiClient;
use crate::support::{Client, TestApp};

/// The sender of the requests.
#[derive(Clone)]
pub enum Who {
    /// The owner, in this browser.
    Person(Client),
    /// The same, with the CSRF token of the session.
    Signed { browser: Client, csrf: String },
    /// A program.
    Token(Presented),
    /// An API.
    Client(ApiClient),
}

/// A token that acts in a tenant.
#[derive(Clone)]
pub struct Presented {
    pub id: TokenId,
    pub home: TenantId,
    pub secret: String,
}

/// How a right ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    SignedOut,
    PasswordReset,
    RoleTaken,
    PersonDisabled,
    TenantDisabled,
    Idle,
    Revoked,
    Disabled,
    Permissions,
    Modules,
    Tenants,
    Secret,
    HomeDisabled,
    HomeOfAnother,
    TenantThere,
    SecretExpired,
    Expired,
    ClientRevoked,
}

impl End {
    /// The ends of sessions' rights.
    pub const OF_SESSIONS: [Self; 6] = [
        Self::SignedOut,
        Self::PasswordReset,
        Self::RoleTaken,
        Self::PersonDisabled,
        Self::TenantDisabled,
        Self::Idle,
    ];
    /// The ends of tokens' rights.
    pub const OF_TOKENS: [Self; 11] = [
        Self::Revoked,
        Self::Disabled,
        Self::Permissions,
        Self::Modules,
        Self::Tenants,
        Self::Secret,
        Self::HomeDisabled,
        Self::HomeOfAnother,
        Self::TenantThere,
        Self::SecretExpired,
        Self::Expired,
    ];

    /// Whether it ends the right to use this route.
    pub fn concerns(self, line: &str) -> bool {
        match self {
            Self::TenantDisabled => line.contains("{slug}"),
            // What all signed-in people may do needs no role.
            Self::RoleTaken => line.contains("/administration/"),
            _ => true,
        }
    }
}

/// The possible statuses.
pub fn expected(end: End, line: &str) -> &'static [u16] {
    match end {
        // The tenant is disabled already, as requested.
        End::TenantDisabled if line.ends_with("{slug}/disable") => &[303],
        End::RoleTaken
        | End::TenantDisabled
        | End::Permissions
        | End::Modules
        | End::Tenants
        | End::TenantThere => &[403],
        _ => &[401],
    }
}

/// Whether it ends by time instead of a change.
pub fn takes_time(end: End) -> bool {
    matches!(end, End::Idle | End::SecretExpired | End::Expired)
}

/// Whether this difference belongs to the end itself or its restoration.
pub fn is_its_own(end: End, who: &Who, line: &str) -> bool {
    let table = match end {
        End::TenantDisabled | End::HomeDisabled | End::HomeOfAnother | End::TenantThere => "tenants",
        End::RoleTaken => "role_assignments",
        End::PersonDisabled | End::PasswordReset => "users",
        _ => "",
    };
    let of = line[2..].split(':').next().unwrap_or_default();
    // Of the tokens, only the acting one: what ends it, and its last use.
    let acts = match who {
        Who::Token(token) => {
            line.to_lowercase().replace('-', "").contains(&token.id.uuid().simple().to_string())
        }
        _ => false,
    };
    of == table || of == "sessions" || (acts && of.starts_with("token"))
}

async fn run(tx: &mut Tx, sql: &str) -> u64 {
    let sql = AssertSqlSafe(sql.to_owned());
    match tx {
        Tx::Sqlite(tx, ..) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
        Tx::Postgres(tx, ..) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
    }
}

async fn owner(tx: &mut Tx) -> users::Account {
    users::find_account(tx, &Email::parse(OWNER).unwrap()).await.unwrap().unwrap()
}

async fn tenant(tx: &mut Tx, slug: &str) -> TenantId {
    tenants::find_by_slug(tx, slug).await.unwrap().unwrap().id
}

/// Ends the right of `who` in this transaction, or lets time pass until it ends.
pub async fn begin_end(app: &TestApp, tx: &mut Tx, who: &Who, end: End) {
    let now = app.state.now();
    let done = match (end, who) {
        (End::SignedOut, _) => {
            let owner = owner(tx).await.id;
            sessions::delete_all_of(tx, owner).await.unwrap() > 0
        }
        (End::PasswordReset, _) => {
            // The sessions stay, but were opened with another password.
            run(tx, "UPDATE users SET password_hash = password_hash || 'x'").await > 0
        }
        (End::RoleTaken, _) => run(tx, "DELETE FROM role_assignments").await > 0,
        (End::PersonDisabled, _) => run(tx, "UPDATE users SET disabled_at = 1").await > 0,
        (End::Idle, _) => {
            app.wait(TimeDelta::minutes(31));
            true
        }
        (End::TenantDisabled | End::HomeDisabled | End::TenantThere, _) => {
            let acme = tenant(tx, "acme").await;
            tenants::disable(tx, acme, now).await.unwrap()
        }
        (End::HomeOfAnother, _) => {
            let initech = tenant(tx, "initech").await;
            tenants::disable(tx, initech, now).await.unwrap()
        }
        (End::SecretExpired | End::Expired, _) => {
            app.wait(TimeDelta::minutes(10));
            true
        }
        (End::ClientRevoked, Who::Client(client)) => {
            let id: ApiClientId = client.id.parse().unwrap();
            api_clients::revoke(tx, id, now).await.unwrap()
        }
        (_, Who::Token(token)) => end_token(tx, token, end, now).await,
        _ => panic!("{end:?} ends nothing of theirs"),
    };
    assert!(done, "{end:?} changed nothing");
}

async fn end_token(tx: &mut Tx, token: &Presented, end: End, now: latchkey::domain::time::Timestamp) -> bool {
    match end {
        End::Revoked => return tokens::revoke(tx, token.home, token.id, now).await.unwrap(),
        End::Disabled => return tokens::changes::disable(tx, token.home, token.id, now).await.unwrap(),
        End::Secret => {
            assert!(tokens::changes::lock(tx, token.home, token.id).await.unwrap());
            return secrets::end(tx, token.id, 1, now).await.unwrap();
        }
        _ => {}
    }
    let is = tokens::find(tx, token.home, token.id).await.unwrap().unwrap();
    let modules = latchkey::store::modules::of_tokens(tx, &[token.id]).await.unwrap();
    let mut settings = TokenSettings {
        labels: Labels::named(Name::parse(&is.labels.name).unwrap()),
        logo: None,
        scope: is.scope,
        permissions: is.permissions,
        app: None,
        modules: modules.into_iter().map(|(_, module)| module.id).collect(),
        expires_at: is.life.expires_at,
    };
    match end {
        End::Permissions => settings.permissions = Permissions::from_bits(1).unwrap(),
        End::Modules => settings.modules = Vec::new(),
        End::Tenants => settings.scope = TenantScope::Selected(vec![token.home]),
        _ => panic!("{end:?} ends no token"),
    }
    tokens::changes::update(tx, token.home, token.id, &settings, now).await.unwrap()
}

/// Restores what the others need.
pub async fn restore(app: &TestApp, end: End) {
    let mut tx = app.state.db.write().await.unwrap();
    match end {
        End::PasswordReset => {
            let back = "UPDATE users SET password_hash = substr(password_hash, 1, length(password_hash) - 1)";
            run(&mut tx, back).await;
        }
        End::RoleTaken => {
            let id = owner(&mut tx).await.id;
            let role = Assignment { role: Role::Owner, tenant: None };
            users::assign(&mut tx, id, role, app.state.now()).await.unwrap();
        }
        End::PersonDisabled => {
            run(&mut tx, "UPDATE users SET disabled_at = NULL").await;
        }
        // The pages loaded for the requests are valid for an hour.
        End::Idle => app.wait(-TimeDelta::minutes(31)),
        End::TenantDisabled | End::HomeDisabled | End::TenantThere | End::HomeOfAnother => {
            let slug = if end == End::HomeOfAnother { "initech" } else { "acme" };
            let id = tenant(&mut tx, slug).await;
            assert!(tenants::enable(&mut tx, id, app.state.now()).await.unwrap());
        }
        _ => {}
    }
    tx.commit().await.unwrap();
}

/// Restores the owner's password.
pub async fn reset_password(app: &TestApp) {
    let (email, password) = (Email::parse(OWNER).unwrap(), Secret::new(PASSWORD.to_owned()));
    latchkey::admin::reset_password(&app.state, &email, &password).await.unwrap();
}

impl Who {
    /// The header that authenticates it.
    pub fn proof(&self) -> String {
        match self {
            Self::Person(browser) | Self::Signed { browser, .. } => format!("Cookie: {}", browser.cookies()),
            Self::Token(token) => format!("Authorization: Bearer {}", token.secret),
            Self::Client(client) => format!("Authorization: Bearer {}", client.secret),
        }
    }

    /// Locks, in this transaction, the rows they act by.
    pub async fn hold(&self, tx: &mut Tx) {
        match self {
            Self::Token(token) => assert!(tokens::changes::lock(tx, token.home, token.id).await.unwrap()),
            _ => assert!(run(tx, "UPDATE users SET updated_at = updated_at").await > 0),
        }
    }
}
