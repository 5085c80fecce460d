//! The texts of a token, as pages show them and ask for them.

use crate::domain::labels::{LabelField, Texts};
use crate::i18n::{Locale, Message, msg};

/// How a page shows a text, and how a form asks for it.
pub struct Control {
    /// Its name in forms.
    pub name: &'static str,
    /// What it is called.
    pub label: Message<'static>,
    /// What to type.
    pub hint: Message<'static>,
    /// Whether it may have several lines.
    pub lines: bool,
    /// Whether it may be left empty.
    pub optional: bool,
}

/// That of one text.
pub const fn control(field: LabelField) -> Control {
    let name = field.name();
    match field {
        LabelField::Name => Control {
            name,
            label: msg::LABEL_NAME,
            hint: msg::LABEL_NAME_HINT,
            lines: false,
            optional: false,
        },
        LabelField::Description => Control {
            name,
            label: msg::LABEL_DESCRIPTION,
            hint: msg::LABEL_DESCRIPTION_HINT,
            lines: true,
            optional: true,
        },
    }
}

/// Every text with its control.
pub fn controls(texts: &Texts<String>) -> impl Iterator<Item = (Control, &str)> {
    texts.iter().map(|(field, text)| (control(field), text.as_str()))
}

/// The same but for the name, which is the title of a token's page.
pub fn beside_name(texts: &Texts<String>) -> impl Iterator<Item = (Control, &str)> {
    let others = texts.iter().filter(|(field, _)| *field != LabelField::Name);
    others.map(|(field, text)| (control(field), text.as_str()))
}

/// The sentence that says that one changes.
pub fn change(locale: Locale, field: LabelField, old: &str, new: &str) -> String {
    locale.t(match field {
        LabelField::Name => msg::label_name_changed(new, old),
        LabelField::Description if new.is_empty() => msg::LABEL_DESCRIPTION_REMOVED,
        LabelField::Description => msg::LABEL_DESCRIPTION_CHANGED,
    })
}
