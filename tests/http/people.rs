//! People who sign in.

use latchkey::admin;
use latchkey::config::{NewPerson, Secret};
use latchkey::domain::id::UserId;
use latchkey::domain::person::Role;
use latchkey::domain::text::Email;

use crate::support::{Answer, Client, TestApp};

pub use crate::support::people::{OWNER, PASSWORD};

/// Another password of the same length.
pub const OTHER_PASSWORD: &str = "fig-Turbine-three-Harbour-9";

/// Creates an owner with [`PASSWORD`], bypassing the setup page.
pub async fn owner(app: &TestApp) -> UserId {
    owner_named(app, OWNER).await
}

/// Creates another one.
pub async fn owner_named(app: &TestApp, email: &str) -> UserId {
    let email = Email::parse(email).unwrap();
    let person = NewPerson { email, role: Role::Owner, tenants: Vec::new(), language: None };
    admin::create(&app.state, &person, &Secret::new(PASSWORD.to_owned())).await.unwrap()
}

/// A browser in which the owner is signed in.
pub async fn signed_in(app: &TestApp) -> Client {
    let browser = app.visitor();
    sign_in(&browser, OWNER, PASSWORD).await.expect_to(303, "/");
    browser
}

/// Fills in the sign-in page.
pub async fn sign_in(browser: &Client, email: &str, password: &str) -> Answer {
    browser.fill_in("/login", "Sign in", |form| form.fill("Email", email).fill("Password", password)).await
}

/// The session cookie's value; empty if there is none.
pub fn session_cookie(browser: &Client) -> String {
    let cookies = browser.cookies();
    let found = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("latchkey="));
    found.unwrap_or_default().to_owned()
}

/// Whether the browser is signed in.
pub async fn is_in(browser: &Client) -> bool {
    let answer = browser.get("/account").await;
    match answer.status {
        200 => true,
        303 => {
            answer.expect_to(303, "/login?next=%2Faccount");
            false
        }
        other => panic!("{other}: {}", answer.text()),
    }
}
