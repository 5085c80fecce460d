//! What is done to many tokens at once.

use super::{ACME, Tour};
use crate::browser::Browser;
use crate::msg;

impl<L: AsyncFn(&Browser, &str)> Tour<'_, L> {
    pub(super) async fn bulk(&self) {
        let path = format!("{ACME}/api/bulk");
        self.at("bulk-end", &format!("{path}?deed=expire&rows=all")).await;
        self.at("bulk-end-422", &format!("{path}?deed=expire&rows=all&expires_in=custom")).await;
        self.at("bulk-expire", &format!("{path}?deed=expire&rows=all&expires_in=30d")).await;
        self.at("bulk-nothing", &format!("{path}?deed=enable&rows=all&status=revoked")).await;
        self.at("bulk-revoke", &format!("{path}?deed=revoke&rows=all")).await;
        self.browser.run::<()>("document.querySelector('.bulk-ask .danger').click()", vec![]).await;
        self.see_problems("bulk-revoke-422").await;
        self.browser.open(&format!("{ACME}/api")).await;
        let one = self.locale.t(msg::bulk_choose("Load test"));
        self.browser.tick(&super::flat(&one), true).await;
        self.see("list-ticked").await;
        self.click(msg::BULK_CONTINUE).await;
        self.browser.arrive(&format!("{path}?*")).await;
        self.browser.run::<()>("document.querySelector('.bulk-ask button.primary').click()", vec![]).await;
        self.browser.arrive(&format!("{path}/*")).await;
        self.browser.sees(&self.t(msg::BULK_FINISHED)).await;
        self.see("bulk-done").await;
    }
}
