//! What the browser itself complains about, and what does not fit on the page.

use super::Browser;

/// The elements that stick out of the page to the right, outermost ones only.
const TOO_WIDE: &str = "const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 0.5);
    return [`the page is ${page.scrollWidth} wide, the window ${page.clientWidth}`,
        ...out.filter(e => !out.includes(e.parentElement)).map(e => e.outerHTML.slice(0, 200))]";

/// The last one comes with plain HTTP from another host; it says that the header does no good there.
const HARMLESS: [&str; 3] = [
    "Failed to load resource: the server responded with a status of 4",
    "Blocked attempt to show a 'beforeunload' confirmation panel for a frame that never had a user gesture",
    "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy",
];

impl Browser {
    /// What the browser noted since it was last asked: scripts that failed, and whatever the content security policy
    /// held back. That an answer had status 422 or 404 is noted too, but is no fault of the page; and a page that would
    /// have asked before it is left may not, as long as nobody has touched it.
    pub async fn complaints(&self) -> Vec<String> {
        let noted = self.driver.browser_log().await.unwrap();
        noted
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.message.contains("Content Security Policy"))
            .filter(|entry| !HARMLESS.iter().any(|words| entry.message.contains(words)))
            .map(|entry| entry.message)
            .collect()
    }

    /// Fails when the browser complained since it was last asked.
    pub async fn assert_no_complaints(&self) {
        let complaints = self.complaints().await;
        assert!(
            complaints.is_empty(),
            "the browser complains at {}:\n{}",
            self.path().await,
            complaints.join("\n")
        );
    }

    /// Fails when the page must be scrolled sideways.
    pub async fn assert_fits(&self) {
        let wide: Vec<String> = self.run(TOO_WIDE, vec![]).await;
        assert!(wide.is_empty(), "too wide at {}:\n{}", self.path().await, wide.join("\n"));
    }
}
