//! The steps that issue a token, in order and with mistakes.

use super::{ACME, Tour};
use crate::browser::{Browser, Role};

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    pub(super) async fn wizard(&self) {
        let draft = format!("{ACME}/api/drafts/*");
        self.at("general", &format!("{ACME}/api/new")).await;
        self.choose("wizard-custom").await;
        self.see("general-custom").await;
        self.click("wizard-next").await;
        self.see_problems("general-422").await;
        self.browser.reload().await;
        self.see("general-again").await;
        self.fill("wizard-name", "Deploy").await;
        self.choose("wizard-no-expiration").await;
        self.next(&format!("{draft}/access")).await;

        self.see("access").await;
        self.choose("wizard-scope-selected").await;
        self.see("access-selected").await;
        self.browser.tick(&self.t("permission-read"), false).await;
        self.click("wizard-next").await;
        self.see_problems("access-422").await;
        self.browser.tick(&self.t("permission-read"), true).await;
        self.browser.tick("Globex", true).await;
        self.next(&format!("{draft}/overview")).await;

        self.see("overview").await;
        self.next(&format!("{draft}/token")).await;
        self.see("reveal").await;
        self.click("wizard-copy").await;
        self.browser.sees(&self.t("wizard-copied")).await;
        self.see("reveal-copied").await;
        self.browser.reload().await;
        self.browser.sees(&self.t("wizard-gone")).await;
        self.see("gone").await;
        self.click("wizard-generate-another").await;
        self.browser.secret().await;
        self.click("wizard-save").await;
        self.browser.arrive(&format!("{draft}/summary")).await;
        self.see("summary").await;
    }

    async fn choose(&self, key: &str) {
        self.browser.choose(&self.t(key)).await;
    }

    async fn next(&self, pattern: &str) {
        assert!(self.browser.has(Role::Button, &self.t("wizard-next")).await);
        self.browser.go(&self.t("wizard-next"), pattern).await;
    }
}
