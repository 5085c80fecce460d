//! People with roles, tenants and tokens, created like the product does.

use std::sync::atomic::{AtomicU32, Ordering};

use latchkey::admin;
use latchkey::config::{Bootstrap, NewPerson, Secret};
use latchkey::domain::person::Role;
use latchkey::domain::text::{Email, Slug};

use super::client::{Answer, Client};
use super::form::Form;
use super::server::TestApp;

/// Everyone's password, strong enough to be accepted.
pub const PASSWORD: &str = "plum-Orbit-seven-Lantern-42";
/// The owner's address.
pub const OWNER: &str = "owner@example.com";

/// A token that was created and saved.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its public ID.
    pub id: String,
    /// Its plaintext.
    pub secret: String,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestApp {
    /// The owner, signed in; created on the first call.
    pub async fn owner(&self) -> Client {
        self.owner_exists().await;
        self.sign_in(OWNER).await
    }

    /// Creates the owner on the first call.
    pub async fn owner_exists(&self) {
        let owner = Bootstrap { email: Email::parse(OWNER).unwrap(), password: Secret::new(PASSWORD.into()) };
        admin::bootstrap(&self.state, &owner).await.unwrap();
    }

    /// A new person with this role, on the platform or in the tenants with these slugs, signed in.
    pub async fn person(&self, role: Role, tenants: &[&str]) -> Client {
        let email = self.make_person(role, tenants).await;
        self.sign_in(&email).await
    }

    /// A new person with this role; returns their address.
    pub async fn make_person(&self, role: Role, tenants: &[&str]) -> String {
        let email = format!("{}{}@example.com", role.name(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let person = NewPerson {
            email: Email::parse(&email).unwrap(),
            role,
            tenants: tenants.iter().map(|slug| Slug::parse(slug).unwrap()).collect(),
            language: None,
        };
        admin::create(&self.state, &person, &Secret::new(PASSWORD.into())).await.unwrap();
        email
    }

    /// Signs in with a new browser.
    pub async fn sign_in(&self, email: &str) -> Client {
        self.sign_in_with(email, PASSWORD).await
    }

    /// The same with a password of their own.
    pub async fn sign_in_with(&self, email: &str, password: &str) -> Client {
        let browser = self.visitor();
        browser
            .fill_in("/login", "Sign in", |form| form.fill("Email", email).fill("Password", password))
            .await
            .expect(303);
        browser
    }

    /// Creates a tenant on the owner's page; its name is the capitalized slug.
    pub async fn tenant(&self, owner: &Client, slug: &str) {
        let name = format!("{}{}", slug[..1].to_uppercase(), &slug[1..]);
        let fill =
            |form: Form| form.fill("name", &name).fill("slug", slug).fill("time_zone", "Europe/Berlin");
        owner.fill_in("/administration/tenants/new", "Save", fill).await.expect(303);
    }
}

impl Client {
    /// Creates a token in the tenant with the wizard, from the first page to Save, and returns the plaintext.
    pub async fn issue(&self, tenant: &str, name: &str) -> Issued {
        self.issue_as(tenant, |form| form.fill("Name", name), |form| form).await
    }

    /// [`Client::issue`] with other input in the first two steps.
    pub async fn issue_as(
        &self,
        tenant: &str,
        general: impl FnOnce(Form) -> Form,
        access: impl FnOnce(Form) -> Form,
    ) -> Issued {
        let reveal = self.reveal(tenant, general, access).await;
        let summary = self.submit(reveal.form("Save")).await.expect(303);
        let summary = self.follow(summary).await.expect(200);
        let details = summary.link("View details");
        Issued { id: details.rsplit('/').next().unwrap().to_owned(), secret: reveal.secret() }
    }

    /// Goes through the wizard up to the page with the plaintext.
    pub async fn reveal(
        &self,
        tenant: &str,
        general: impl FnOnce(Form) -> Form,
        access: impl FnOnce(Form) -> Form,
    ) -> Answer {
        let overview = self.overview(tenant, general, access).await;
        self.submit(overview.form("Next")).await.expect(200)
    }

    /// Goes through the wizard up to the Overview.
    pub async fn overview(
        &self,
        tenant: &str,
        general: impl FnOnce(Form) -> Form,
        access: impl FnOnce(Form) -> Form,
    ) -> Answer {
        let path = format!("/administration/tenants/{tenant}/api/new");
        let step = self.fill_in(&path, "Next", general).await.expect(303);
        let step = self.follow(step).await.expect(200);
        let step = self.submit(access(step.form("Next"))).await.expect(303);
        self.follow(step).await.expect(200)
    }
}

impl Answer {
    /// The plaintext on a reveal page.
    #[track_caller]
    pub fn secret(&self) -> String {
        let page = self.html();
        let field =
            super::form::select(page.root_element(), "#secret").next().expect("no secret on the page");
        field.attr("value").unwrap().to_owned()
    }
}
