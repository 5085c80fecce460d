//! Tenants, the list of tokens, details, the account, and their errors.

use latchkey::domain::person::Role;

use super::{ACME, EMPTY, Tour, speak};
use crate::browser::{self, Browser, Options, Role as Aria};
use crate::msg;
use crate::support::Client;

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    pub(super) async fn console(&self, owner: &Client) {
        self.tenants().await;
        self.settings(owner).await;
        self.notifications().await;
        self.tokens().await;
        self.bulk().await;
        self.audit().await;
        self.account().await;
        self.at("not-found", &format!("{ACME}/api/tok_nothing")).await;
        self.as_auditor().await;
    }

    async fn tenants(&self) {
        self.at("tenants", "/administration/tenants").await;
        self.at("tenants-no-hit", "/administration/tenants?q=zzz").await;
        self.at("tenant-new", "/administration/tenants/new").await;
        self.click(msg::TENANT_SAVE).await;
        self.see_problems("tenant-new-422").await;
        self.at("tenant", ACME).await;
        self.browser.open_switcher(&self.t(msg::SHELL_SWITCH)).await;
        self.see("tenant-switcher").await;
    }

    async fn settings(&self, owner: &Client) {
        let path = format!("{EMPTY}/settings");
        self.at("settings", &path).await;
        self.click(msg::TENANT_DISABLE_ASK).await;
        self.see("settings-disable").await;
        self.send_without(msg::TENANT_NAME, msg::TENANT_SAVE).await;
        self.see_problems("settings-422").await;
        self.fill(msg::TENANT_NAME, "Empty").await;
        self.click(msg::TENANT_SAVE).await;
        self.browser.sees(&self.t(msg::TENANT_SAVED_FLASH)).await;
        self.see("settings-saved").await;

        let former = "INSERT INTO tenant_slugs (slug, tenant_id, created_at) SELECT 'empty-old', id, 1 FROM tenants WHERE slug = 'empty'";
        self.app.database.execute(former).await;
        self.at("settings-former", &path).await;
        self.at("former-slug", &format!("{path}/slugs?slug=empty-old")).await;

        self.at("parent", &format!("{EMPTY}/parent")).await;
        self.browser.select(&self.t(msg::TENANT_PARENT), "Acme").await;
        self.click(msg::TENANT_NEXT).await;
        self.browser
            .until("what would change", async || !self.browser.texts(".effects li").await.is_empty())
            .await;
        self.see("parent-review").await;
        self.click(msg::TENANT_MOVE).await;
        self.browser.sees(&self.t(msg::TENANT_SAVED_FLASH)).await;
        self.see("settings-moved").await;
        self.at("tenant-subtenants", ACME).await;
        self.at("tenant-parent", EMPTY).await;

        let page = owner.get(&path).await.expect(200);
        owner.submit(page.form(&self.t(msg::TENANT_DISABLE))).await.expect(303);
        self.at("settings-disabled", &path).await;
        self.at("tenant-disabled", EMPTY).await;
        let page = owner.get(&path).await.expect(200);
        owner.submit(page.form(&self.t(msg::TENANT_ENABLE))).await.expect(303);
    }

    async fn notifications(&self) {
        let path = format!("{EMPTY}/settings/notifications");
        self.at("notifications-none", &path).await;
        self.fill(msg::NOTIFY_EMAILS, "nobody").await;
        self.click(msg::TENANT_SAVE).await;
        self.see_problems("notifications-422").await;
        self.fill(msg::NOTIFY_EMAILS, "operations-and-security@subsidiary.example.com").await;
        self.fill(msg::NOTIFY_WEBHOOK, "https://hooks.example.com/latchkey").await;
        self.click(msg::TENANT_SAVE).await;
        self.browser.heading(&self.t(msg::NOTIFY_SECRET)).await;
        self.see("notifications-secret").await;
        self.click(msg::WIZARD_CLOSE).await;
        self.browser.arrive(&path).await;
        self.click(msg::NOTIFY_TEST).await;
        self.browser.sees(&self.t(msg::NOTIFY_TEST_FLASH)).await;
        self.see("notifications").await;
        self.click(msg::NOTIFY_SECRET_ASK).await;
        self.see("notifications-new-secret").await;
    }

    async fn tokens(&self) {
        let list = format!("{ACME}/api");
        self.at("explorer", &format!("{ACME}/api-explorer")).await;
        self.at("list-none", &format!("{EMPTY}/api")).await;
        self.at("list-no-hit", &format!("{list}?q=zzz")).await;
        self.at("list", &list).await;
        self.browser.click("Mobile app – beta").await;
        self.browser.heading("Mobile app – beta").await;
        self.see("details-revoked").await;
        self.browser.open(&list).await;
        self.browser.click("Warehouse scanner – production").await;
        self.browser.heading("Warehouse scanner – production").await;
        self.see("details-used").await;
        self.click(msg::TOKEN_TAB_USAGE).await;
        self.browser.arrive(&format!("{list}/tok_*/usage")).await;
        self.see("usage").await;
        self.browser.open(&list).await;
        self.browser.click("CI deploy").await;
        self.browser.heading("CI deploy").await;
        self.see("details").await;
        for (tab, path, name) in [
            (msg::TOKEN_TAB_ACCESS, "access", "details-access"),
            (msg::TOKEN_TAB_USAGE, "usage", "details-usage"),
            (msg::TOKEN_TAB_AUDIT, "audit", "details-audit"),
        ] {
            self.click(tab).await;
            self.browser.arrive(&format!("{list}/tok_*/{path}")).await;
            self.see(name).await;
        }
        self.click(msg::TOKEN_TAB_GENERAL).await;
        self.browser.arrive(&format!("{list}/tok_*")).await;
        self.click(msg::TOKEN_EDIT).await;
        self.browser.arrive(&format!("{list}/tok_*/edit")).await;
        self.see("edit").await;
        self.send_without(msg::TOKEN_NAME, msg::WIZARD_NEXT).await;
        self.see_problems("edit-422").await;
        self.fill(msg::TOKEN_NAME, "CI deploy 2").await;
        self.browser.choose(&self.t(msg::WIZARD_ONE_YEAR)).await;
        self.click(msg::WIZARD_NEXT).await;
        self.browser.sees(&self.t(msg::EDIT_AFTERWARDS)).await;
        self.see("edit-review").await;
        self.click(msg::WIZARD_CANCEL).await;
        self.browser.arrive(&format!("{list}/tok_*")).await;
        self.click(msg::TOKEN_ROTATE).await;
        self.browser.arrive(&format!("{list}/tok_*/rotate")).await;
        self.see("rotate").await;
        self.click(msg::WIZARD_NEXT).await;
        self.browser.secret().await;
        self.see("rotate-secret").await;
        self.click(msg::WIZARD_SAVE).await;
        self.browser.arrive(&format!("{list}/tok_*")).await;
        self.see("details-rotated").await;
        self.click(msg::TOKEN_ROTATE).await;
        self.browser.arrive(&format!("{list}/tok_*/rotate")).await;
        self.see("rotate-again").await;
        self.click(msg::WIZARD_CANCEL).await;
        self.browser.arrive(&format!("{list}/tok_*")).await;
        self.click(msg::TOKEN_DISABLE).await;
        self.browser
            .until("a way back", async || self.browser.has(Aria::Button, &self.t(msg::SHELL_UNDO)).await)
            .await;
        self.see("details-disabled").await;
        self.click(msg::SHELL_UNDO).await;
        self.browser
            .until("it is on again", async || {
                self.browser.has(Aria::Button, &self.t(msg::TOKEN_DISABLE)).await
            })
            .await;
        self.click(msg::TOKEN_REVOKE).await;
        self.browser.arrive(&format!("{list}/tok_*/revoke")).await;
        self.see("revoke").await;
        self.click(msg::TOKEN_REVOKE).await;
        self.see_problems("revoke-422").await;
        self.fill(msg::TOKEN_NAME, "CI deploy").await;
        self.click(msg::TOKEN_REVOKE).await;
        self.browser.arrive(&list).await;
        self.see("list-revoked").await;
    }

    async fn audit(&self) {
        let path = format!("{ACME}/audit");
        self.at("audit", &path).await;
        self.at("audit-no-hit", &format!("{path}?object=zzz&from=2026-11-20")).await;
        self.at("audit-filtered", &format!("{path}?action=token.revoked")).await;
        self.browser.run::<()>("document.querySelector('main details').open = true", vec![]).await;
        self.see("audit-open").await;
        self.click(msg::AUDIT_CHECK).await;
        self.browser.until("what was found", async || !self.browser.texts(".note").await.is_empty()).await;
        self.see("audit-checked").await;
        self.at("audit-all", "/administration/audit").await;
    }

    async fn account(&self) {
        self.at("account", "/account").await;
        self.click(msg::ACCOUNT_CHANGE_PASSWORD).await;
        self.see_problems("account-422").await;
        self.click(msg::ACCOUNT_SAVE).await;
        self.browser.sees(&self.t(msg::ACCOUNT_SAVED_FLASH)).await;
        self.see("account-saved").await;
    }

    async fn as_auditor(&self) {
        let auditor = self.app.person(Role::Auditor, &["globex", "empty"]).await;
        speak(&auditor, self.locale).await;
        let size = self.browser.run("return [innerWidth, innerHeight]", vec![]).await;
        let options = Options { size, ..Options::default() };
        browser::with(&self.app.base, options, async |browser| {
            browser.adopt(&auditor).await;
            let tour = Tour { browser, ..*self };
            tour.at("auditor-tenants", "/administration/tenants").await;
            tour.at("auditor-list", "/administration/tenants/globex/api").await;
            tour.at("auditor-list-none", &format!("{EMPTY}/api")).await;
            tour.at("auditor-forbidden", "/administration/tenants/globex/api/new").await;
        })
        .await;
    }
}
