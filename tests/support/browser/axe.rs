//! Checks accessibility with axe-core.

use serde::Deserialize;

use super::Browser;

/// From npm; its version and checksum are next to it.
const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");

const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        result => done(result.violations.flatMap(v => v.nodes.map(n =>
            ({ rule: v.id, help: v.help, node: n.html, why: n.failureSummary || '' })))),
        error => done([{ rule: 'axe itself', help: String(error), node: '', why: '' }]))";

/// An accessibility violation.
#[derive(Deserialize, Debug)]
pub struct Violation {
    /// The violated rule.
    pub rule: String,
    /// The rule's description.
    pub help: String,
    /// The element, as markup.
    pub node: String,
    /// How it violates the rule.
    pub why: String,
}

impl Browser {
    /// The violations on the current page. Needs JavaScript.
    pub async fn barriers(&self) -> Vec<Violation> {
        self.driver.execute(AXE, vec![]).await.unwrap();
        self.driver.execute_async(RUN, vec![]).await.unwrap().convert().unwrap()
    }

    /// Fails if the page has violations, light or dark; lists all of them.
    pub async fn assert_no_barriers(&self) {
        let mut found = Vec::new();
        for dark in [false, true] {
            self.prefer_dark(dark).await;
            let theme = if dark { "dark" } else { "light" };
            let line = |v: Violation| format!("{theme}: {}: {}\n  {}\n  {}", v.rule, v.help, v.node, v.why);
            found.extend(self.barriers().await.into_iter().map(line));
        }
        self.prefer_dark(false).await;
        assert!(found.is_empty(), "barriers at {}:\n{}", self.path().await, found.join("\n"));
    }
}
