//! Pages for the runtime side: modules, apps, API clients, and refusals.

use super::{ACME, EMPTY, Tour};
use crate::browser::Browser;
use crate::msg;
use crate::support::Client;

const MODULES: &str = "/administration/modules";
const CLIENTS: &str = "/administration/api-clients";
const DECISIONS: &str = "/administration/decisions";

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    pub(super) async fn platform(&self, owner: &Client) {
        self.at("tokens-of-all", "/administration/tokens").await;
        self.modules().await;
        self.apps().await;
        self.api_clients().await;
        self.decisions(owner).await;
    }

    async fn modules(&self) {
        self.at("modules", MODULES).await;
        self.at("module-new", &format!("{MODULES}/new")).await;
        self.click(msg::MODULES_SAVE).await;
        self.see_problems("module-new-422").await;
        self.fill(msg::MODULES_NAME, "Weather").await;
        self.click(msg::MODULES_SAVE).await;
        self.browser.arrive(MODULES).await;
        self.see("modules-created").await;
        self.at("module-unused", &format!("{MODULES}/weather")).await;
        self.click(msg::MODULES_DELETE_ASK).await;
        self.see("module-delete").await;
        self.at("module-held", &format!("{MODULES}/devices")).await;
        self.at("tenant-modules", &format!("{ACME}/modules")).await;
        self.click(msg::MODULES_SAVE).await;
        self.browser.sees(&self.t(msg::MODULES_SAVED_FLASH)).await;
        self.see("tenant-modules-saved").await;
    }

    async fn apps(&self) {
        self.at("apps-none", &format!("{EMPTY}/apps")).await;
        self.at("apps", &format!("{ACME}/apps")).await;
        self.at("app-new", &format!("{ACME}/apps/new")).await;
        self.click(msg::APPS_SAVE).await;
        self.see_problems("app-new-422").await;
        self.fill(msg::APPS_NAME, "Scales").await;
        self.click(msg::APPS_SAVE).await;
        self.browser.arrive(&format!("{ACME}/apps")).await;
        self.see("apps-created").await;
        self.at("app", &format!("{ACME}/apps/scales")).await;
    }

    async fn api_clients(&self) {
        self.at("api-clients-none", CLIENTS).await;
        self.at("api-client-new", &format!("{CLIENTS}/new")).await;
        self.click(msg::API_CLIENT_SAVE).await;
        self.see_problems("api-client-new-422").await;
        self.fill(msg::API_CLIENT_NAME, "Shop API").await;
        self.browser.tick("Devices", true).await;
        self.click(msg::API_CLIENT_SAVE).await;
        self.browser.secret().await;
        self.see("api-client-secret").await;
        self.click(msg::WIZARD_COPY).await;
        self.browser.sees(&self.t(msg::WIZARD_COPIED)).await;
        self.click(msg::WIZARD_CLOSE).await;
        self.browser.arrive(CLIENTS).await;
        self.see("api-clients").await;
        self.browser.click("Shop API").await;
        self.browser.arrive(&format!("{CLIENTS}/cli_*")).await;
        self.see("api-client").await;
        self.click(msg::TOKEN_REVOKE).await;
        self.browser.arrive(&format!("{CLIENTS}/cli_*/revoke")).await;
        self.see("api-client-revoke").await;
        self.click(msg::TOKEN_REVOKE).await;
        self.see_problems("api-client-revoke-422").await;
        self.fill(msg::API_CLIENT_NAME, "Shop API").await;
        self.click(msg::TOKEN_REVOKE).await;
        self.browser.arrive(CLIENTS).await;
        self.see("api-clients-revoked").await;
    }

    async fn decisions(&self, owner: &Client) {
        self.at("decisions", DECISIONS).await;
        self.at("decisions-none", &format!("{DECISIONS}?id=nothing")).await;
        let refused = owner.verify("?tenant=acme&module=devices", "GET", "lk_nothing").await.expect(401);
        self.app.state.refusals.flush(&self.app.state.db).await.unwrap();
        let id = refused.header("x-latchkey-decision-id");
        self.at("decision", &format!("{DECISIONS}?id={id}")).await;
    }
}
