//! One of everything, so that every address in the routing table exists.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use latchkey::domain::bulk::BulkAction;
use latchkey::domain::id::{BulkId, new_id};
use latchkey::domain::random::Entropy;
use latchkey::domain::text::Email;
use latchkey::domain::time::Clock;
use latchkey::store::bulk::chosen::Chosen;
use latchkey::store::{bulk, people::users, tenants};

use super::client::{Answer, Client};
use super::people::Issued;
use super::platform::ApiClient;
use super::server::TestApp;

/// An owner, the tenant `acme` with a token that has a logo, and a valid draft.
pub struct World {
    /// Signed in.
    pub owner: Client,
    /// Called "Deploy".
    pub token: Issued,
    /// Of the token.
    pub logo: String,
    /// The owner's draft.
    pub draft: String,
    /// A bulk action that never ends, because its lease is held by an idle worker.
    pub job: String,
    /// Registered for the module "Devices".
    pub client: ApiClient,
}

impl World {
    /// Creates everything.
    pub async fn new(app: &TestApp) -> Self {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let general = |form: super::Form| {
            form.fill("Name", "Deploy").attach(
                "logo",
                "l.png",
                "image/png",
                picture(16, 16, ImageFormat::Png),
            )
        };
        for (path, name) in [
            ("/administration/tenants/acme/apps/new", "Warehouse"),
            ("/administration/modules/new", "Devices"),
        ] {
            owner.fill_in(path, "Save", |form| form.fill("Name", name)).await.expect(303);
        }
        let modules = "/administration/tenants/acme/modules";
        owner.fill_in(modules, "Save", |form| form.tick("Devices")).await.expect(303);
        let access = |form: super::Form| form.fill("App", "Warehouse").tick("Devices");
        let token = owner.issue_as("acme", general, access).await;
        let details = owner.get(&format!("/administration/tenants/acme/api/{}", token.id)).await.expect(200);
        let page = details.html();
        let address = super::form::select(page.root_element(), "img[src*='/logos/']")
            .next()
            .expect("the details show no logo")
            .attr("src")
            .unwrap()
            .to_owned();
        let logo = address.rsplit('/').next().unwrap().to_owned();
        // So that there is one to remove.
        let former =
            "INSERT INTO tenant_slugs (slug, tenant_id, created_at) SELECT 'acme-old', id, 1 FROM tenants";
        app.database.execute(former).await;
        let draft = owner.draft("acme").await;
        let client = owner.api_client("Shop", &["Devices"]).await;
        let job = work(app).await;
        Self { owner, token, logo, draft, job, client }
    }

    /// A path of the routing table with its parameters filled in.
    pub fn address(&self, path: &str) -> String {
        self.address_with_draft(path, &self.draft)
    }

    /// The same with this draft.
    pub fn address_with_draft(&self, path: &str, draft: &str) -> String {
        let asset = latchkey::web::assets::address("app.css");
        let address = path
            .replace("{slug}", "acme")
            .replace("{token}", &self.token.id)
            .replace("{logo}", &self.logo)
            .replace("{app}", "warehouse")
            .replace("{module}", "devices")
            .replace("{draft}", draft)
            .replace("{generation}", "1")
            .replace("{job}", &self.job)
            .replace("{client}", &self.client.id)
            .replace("{file}", asset.trim_start_matches("/assets/"));
        assert!(!address.contains('{'), "nothing is known to put into {path}");
        address
    }
}

async fn work(app: &TestApp) -> String {
    let (now, far) = (app.state.now(), app.state.now().plus(chrono::TimeDelta::days(36_500)));
    let mut tx = app.state.db.write().await.unwrap();
    let tenant = tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap().id;
    let owner = Email::parse(super::people::OWNER).unwrap();
    let by = users::find_account(&mut tx, &owner).await.unwrap().unwrap().id;
    let id = BulkId::new(now, &app.state.entropy).unwrap();
    let job = bulk::jobs::NewJob {
        id,
        tenant,
        by,
        by_label: super::people::OWNER.to_owned(),
        address: None,
        request_id: None,
        action: BulkAction::Revoke,
        chosen: Chosen::Tokens(Vec::new()),
        as_of: now,
        expected: 1,
        created_at: now,
    };
    assert!(bulk::jobs::insert(&mut tx, &job).await.unwrap());
    let worker = new_id(now, &app.state.entropy).unwrap();
    assert!(bulk::jobs::take(&mut tx, (tenant, id), worker, far, now).await.unwrap());
    tx.commit().await.unwrap();
    id.to_string()
}

impl Client {
    /// Starts a draft with valid choices, and returns its ID.
    pub async fn draft(&self, tenant: &str) -> String {
        let path = format!("/administration/tenants/{tenant}/api/new");
        let answer = self.fill_in(&path, "Next", |form| form.fill("Name", "Draft")).await.expect(303);
        draft_of(&answer)
    }

    /// A CSRF token that is valid in this browser, signed in or not.
    pub async fn csrf(&self) -> String {
        let account = self.get("/account").await;
        let page = if account.status == 200 { account } else { self.get("/login").await.expect(200) };
        page.csrf()
    }

    /// Posts these fields like a form of Latchkey's, even if no page has such a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// [`Client::post`] with exactly these headers about the request's origin.
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request(reqwest::Method::POST, path).form(fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }
}

impl Answer {
    /// The CSRF token of the page's forms, in any language.
    #[track_caller]
    pub fn csrf(&self) -> String {
        let page = self.html();
        let field = super::form::select(page.root_element(), "input[name=csrf]").next().expect("no form");
        field.attr("value").unwrap().to_owned()
    }
}

/// The draft that a response of the wizard leads to.
pub fn draft_of(answer: &Answer) -> String {
    let to = answer.location().unwrap_or_default();
    let after = to.split_once("/drafts/").unwrap_or_else(|| panic!("leads to no draft: {to}")).1;
    after.split('/').next().unwrap().to_owned()
}

/// An ID that does not exist.
pub fn unknown_id() -> String {
    new_id(Clock::System.now(), &Entropy::System).unwrap().to_string()
}

/// An image of one colour.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut file = Vec::new();
    DynamicImage::from(RgbImage::new(width, height)).write_to(&mut Cursor::new(&mut file), format).unwrap();
    file
}
