//! The steps that create a token, in order and with errors.

use super::{ACME, Tour};
use crate::browser::{Browser, Role};
use crate::msg;
use latchkey::i18n::Message;

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    pub(super) async fn wizard(&self) {
        let draft = format!("{ACME}/api/drafts/*");
        self.at("general", &format!("{ACME}/api/new")).await;
        self.choose(msg::WIZARD_CUSTOM).await;
        self.see("general-custom").await;
        self.click(msg::WIZARD_NEXT).await;
        self.see_problems("general-422").await;
        self.browser.reload().await;
        self.see("general-again").await;
        self.fill(msg::LABEL_NAME, "Deploy").await;
        self.choose(msg::WIZARD_NO_EXPIRATION).await;
        self.next(&format!("{draft}/access")).await;

        self.see("access").await;
        self.choose(msg::WIZARD_SCOPE_SELECTED).await;
        self.see("access-selected").await;
        self.browser.tick(&self.t(msg::PERMISSION_READ), false).await;
        self.click(msg::WIZARD_NEXT).await;
        self.see_problems("access-422").await;
        self.browser.tick(&self.t(msg::PERMISSION_READ), true).await;
        self.browser.tick("Globex", true).await;
        self.next(&format!("{draft}/overview")).await;

        self.see("overview").await;
        self.next(&format!("{draft}/token")).await;
        self.see("reveal").await;
        self.click(msg::WIZARD_COPY).await;
        self.browser.sees(&self.t(msg::WIZARD_COPIED)).await;
        self.see("reveal-copied").await;
        self.browser.reload().await;
        self.browser.sees(&self.t(msg::WIZARD_GONE)).await;
        self.see("gone").await;
        self.click(msg::WIZARD_GENERATE_ANOTHER).await;
        self.browser.secret().await;
        self.click(msg::WIZARD_SAVE).await;
        self.browser.arrive(&format!("{draft}/summary")).await;
        self.see("summary").await;
    }

    async fn choose(&self, name: Message<'_>) {
        self.browser.choose(&self.t(name)).await;
    }

    async fn next(&self, pattern: &str) {
        assert!(self.browser.has(Role::Button, &self.t(msg::WIZARD_NEXT)).await);
        self.browser.go(&self.t(msg::WIZARD_NEXT), pattern).await;
    }
}
