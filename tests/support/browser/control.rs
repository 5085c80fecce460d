//! Finding controls by what they are and what they are called, and using them.

use std::path::Path;

use serde_json::json;
use thirtyfour::WebElement;
use thirtyfour::components::SelectElement;

use super::{Browser, driver};

/// What a control is.
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

/// The elements of `arguments[0]` that can be seen. A file picker or a radio button may be drawn by its label.
const SEEN: &str = "return [...document.querySelectorAll(arguments[0])]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))";

/// Of those, the ones that may be called `arguments[1]`: asking the browser for the real name of each control of a
/// long list takes too long.
const LIKELY: &str = "const flat = text => (text || '').replace(/\\s+/g, ' ').trim();
    return [...document.querySelectorAll(arguments[0])]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .filter(e => e.hasAttribute('aria-labelledby') || e.querySelector('[aria-label], img[alt], title') ||
        [e.textContent, e.getAttribute('aria-label'), e.title, e.value, e.placeholder, ...[...(e.labels || [])].map(l => l.textContent)]
            .some(text => flat(text).includes(arguments[1])))";

impl Browser {
    /// Waits for the one control of this kind and name.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        self.until(&format!("one {role:?} {name:?}"), async || self.all(role, name).await.len() == 1).await;
        self.all(role, name).await.swap_remove(0)
    }

    /// The controls of this kind and name at this moment.
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

    /// The names of all controls of this kind at this moment.
    pub async fn names(&self, role: Role) -> Vec<String> {
        let seen = self.driver.execute(SEEN, vec![json!(role.selector())]).await.unwrap().elements().unwrap();
        let mut names = Vec::new();
        for element in seen {
            names.extend(driver::accessible_name(&self.driver, &element).await);
        }
        names
    }

    /// Whether there is a control of this kind and name at this moment.
    pub async fn has(&self, role: Role, name: &str) -> bool {
        !self.all(role, name).await.is_empty()
    }

    /// Clicks the one button or link of this name, whichever it is.
    pub async fn click(&self, name: &str) {
        let both = async || [self.all(Role::Button, name).await, self.all(Role::Link, name).await].concat();
        self.until(&format!("one button or link {name:?}"), async || both().await.len() == 1).await;
        both().await.swap_remove(0).click().await.unwrap();
    }

    /// Clicks the one button or link of this name and waits until it led to `pattern` (see [`Browser::arrive`]).
    pub async fn go(&self, name: &str, pattern: &str) {
        self.click(name).await;
        self.arrive(pattern).await;
    }

    /// Types into the text box of this name, in place of what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        let element = self.find(Role::TextBox, name).await;
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// What stands in the text box of this name.
    pub async fn typed(&self, name: &str) -> String {
        self.find(Role::TextBox, name).await.value().await.unwrap().unwrap_or_default()
    }

    /// Ticks the check box, or takes the tick off.
    pub async fn tick(&self, name: &str, on: bool) {
        let element = self.find(Role::CheckBox, name).await;
        if element.is_selected().await.unwrap() != on {
            element.click().await.unwrap();
        }
    }

    /// Chooses the radio button of this name.
    pub async fn choose(&self, name: &str) {
        self.find(Role::RadioButton, name).await.click().await.unwrap();
    }

    /// Whether the check box or radio button of this name is chosen.
    pub async fn is_chosen(&self, role: Role, name: &str) -> bool {
        self.find(role, name).await.is_selected().await.unwrap()
    }

    /// Chooses an option by its text in the drop-down list of this name.
    pub async fn select(&self, name: &str, option: &str) {
        let element = self.find(Role::ComboBox, name).await;
        SelectElement::new(&element).await.unwrap().select_by_exact_text(option).await.unwrap();
    }

    /// Chooses a file.
    pub async fn attach(&self, name: &str, file: &Path) {
        self.find(Role::File, name).await.send_keys(file.to_str().unwrap()).await.unwrap();
    }
}
