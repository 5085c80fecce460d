//! Complaints of the browser itself, and elements that do not fit on the page.

use super::Browser;

/// The elements that overflow the page to the right, outermost ones only.
const TOO_WIDE: &str = "const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 0.5);
    return [`the page is ${page.scrollWidth} wide, the window ${page.clientWidth}`,
        ...out.filter(e => !out.includes(e.parentElement)).map(e => e.outerHTML.slice(0, 200))]";

/// The last one appears with plain HTTP from another host; it says that the header has no effect there.
const HARMLESS: [&str; 3] = [
    "Failed to load resource: the server responded with a status of 4",
    "Blocked attempt to show a 'beforeunload' confirmation panel for a frame that never had a user gesture",
    "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy",
];

impl Browser {
    /// The browser's complaints since the last call: failed scripts, and everything that the content security policy
    /// blocked. Responses with status 422 or 404 are logged too, but are not the page's fault; and a page that wants
    /// to ask before it is left may not do so before a person has interacted with it.
    pub async fn complaints(&self) -> Vec<String> {
        let noted = self.driver.browser_log().await.unwrap();
        noted
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.message.contains("Content Security Policy"))
            .filter(|entry| !HARMLESS.iter().any(|words| entry.message.contains(words)))
            .map(|entry| entry.message)
            .collect()
    }

    /// Fails if the browser complained since the last call.
    pub async fn assert_no_complaints(&self) {
        let complaints = self.complaints().await;
        assert!(
            complaints.is_empty(),
            "the browser complains at {}:\n{}",
            self.path().await,
            complaints.join("\n")
        );
    }

    /// Fails if the page must be scrolled sideways.
    pub async fn assert_fits(&self) {
        let wide: Vec<String> = self.run(TOO_WIDE, vec![]).await;
        assert!(wide.is_empty(), "too wide at {}:\n{}", self.path().await, wide.join("\n"));
    }
}
