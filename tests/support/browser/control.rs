//! Finds controls by their role and name, and uses them.

use std::path::Path;

use serde_json::json;
use thirtyfour::WebElement;
use thirtyfour::components::SelectElement;
use thirtyfour::error::{WebDriverErrorInner, WebDriverResult};

use super::{Browser, driver};

/// The role of a control.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Button,
    Link,
    TextBox,
    CheckBox,
    RadioButton,
    /// A drop-down list.
    ComboBox,
    File,
}

impl Role {
    const fn selector(self) -> &'static str {
        match self {
            Self::Button => "button, input[type=submit], input[type=button], summary, [role=button]",
            Self::Link => "a[href], [role=link]",
            Self::TextBox => {
                "textarea, input:not([type]), input:is([type=text], [type=email], [type=password], [type=search], \
                 [type=url], [type=tel], [type=date], [type=time], [type=number])"
            }
            Self::CheckBox => "input[type=checkbox]",
            Self::RadioButton => "input[type=radio]",
            Self::ComboBox => "select",
            Self::File => "input[type=file]",
        }
    }
}

/// The visible elements of `arguments[0]`. A file picker or a radio button may be drawn by its label.
const SEEN: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))";

/// Those of them that may be called `arguments[1]`, because asking the browser for the name of each control in a long
/// list takes too long. Spaces are ignored, because between blocks the name has some that the text lacks.
const LIKELY: &str = "const flat = text => (text || '').replace(/\\s+/g, '');
    return [...document.querySelectorAll(arguments[0])]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .filter(e => e.hasAttribute('aria-labelledby') || e.querySelector('[aria-label], img[alt], title') ||
        [e.textContent, e.getAttribute('aria-label'), e.title, e.value, e.placeholder, ...[...(e.labels || [])].map(l => l.textContent)]
            .some(text => flat(text).includes(flat(arguments[1]))))";

impl Browser {
    /// Waits for the single control with this role and name.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        self.until(&format!("one {role:?} {name:?}"), async || self.all(role, name).await.len() == 1).await;
        self.all(role, name).await.swap_remove(0)
    }

    /// The current controls with this role and name.
    pub async fn all(&self, role: Role, name: &str) -> Vec<WebElement> {
        let likely = self.driver.execute(LIKELY, vec![json!(role.selector()), json!(name)]).await;
        let mut named = Vec::new();
        for element in likely.and_then(|found| found.elements()).unwrap_or_default() {
            if driver::accessible_name(&self.driver, &element).await.as_deref() == Some(name) {
                named.push(element);
            }
        }
        named
    }

    /// The names of all current controls with this role.
    pub async fn names(&self, role: Role) -> Vec<String> {
        let seen = self.driver.execute(SEEN, vec![json!(role.selector())]).await.unwrap().elements().unwrap();
        let mut names = Vec::new();
        for element in seen {
            names.extend(driver::accessible_name(&self.driver, &element).await);
        }
        names
    }

    /// Whether there is a control with this role and name now.
    pub async fn has(&self, role: Role, name: &str) -> bool {
        !self.all(role, name).await.is_empty()
    }

    /// Clicks the single button or link with this name.
    pub async fn click(&self, name: &str) {
        let both = async || [self.all(Role::Button, name).await, self.all(Role::Link, name).await].concat();
        self.with_one(&format!("one button or link {name:?}"), both, async |element| element.click().await)
            .await;
    }

    /// Clicks the single button or link with this name and waits until it led to `pattern` (see [`Browser::arrive`]).
    pub async fn go(&self, name: &str, pattern: &str) {
        self.click(name).await;
        self.arrive(pattern).await;
    }

    /// Replaces the text in the text box with this name.
    pub async fn fill(&self, name: &str, text: &str) {
        self.with(Role::TextBox, name, async |element| {
            element.clear().await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// The text in the text box with this name.
    pub async fn typed(&self, name: &str) -> String {
        self.with(Role::TextBox, name, async |element| element.value().await).await.unwrap_or_default()
    }

    /// Checks or unchecks the checkbox.
    pub async fn tick(&self, name: &str, on: bool) {
        self.with(Role::CheckBox, name, async |element| {
            if element.is_selected().await? == on { Ok(()) } else { element.click().await }
        })
        .await;
    }

    /// Chooses the radio button with this name.
    pub async fn choose(&self, name: &str) {
        self.with(Role::RadioButton, name, async |element| element.click().await).await;
    }

    /// Whether the checkbox or radio button with this name is checked.
    pub async fn is_chosen(&self, role: Role, name: &str) -> bool {
        self.with(role, name, async |element| element.is_selected().await).await
    }

    /// Chooses an option by its text in the drop-down list with this name.
    pub async fn select(&self, name: &str, option: &str) {
        self.with(Role::ComboBox, name, async |element| {
            SelectElement::new(element).await?.select_by_exact_text(option).await
        })
        .await;
    }

    /// Chooses a file.
    pub async fn attach(&self, name: &str, file: &Path) {
        self.with(Role::File, name, async |element| element.send_keys(file.to_str().unwrap()).await).await;
    }

    async fn with<T>(
        &self,
        role: Role,
        name: &str,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<T>,
    ) -> T {
        self.with_one(&format!("one {role:?} {name:?}"), async || self.all(role, name).await, act).await
    }

    /// Waits until there is exactly one such element, and acts on it. If the page changes between finding and acting,
    /// tries again, because the element belongs to the old page.
    async fn with_one<T>(
        &self,
        what: &str,
        all: impl AsyncFn() -> Vec<WebElement>,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<T>,
    ) -> T {
        loop {
            self.until(what, async || all().await.len() == 1).await;
            let Some(element) = all().await.pop() else { continue };
            match act(&element).await {
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => {}
                done => return done.unwrap_or_else(|error| panic!("{what}: {error}")),
            }
        }
    }
}
