//! The texts that describe a token to people. A new one is added here: pages, the API, files and the audit log then carry
//! it along.

use serde::{Deserialize, Serialize};

use super::text::{Description, Name, TextError};

/// One of the texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelField {
    /// What people call the token.
    Name,
    /// What it is for.
    Description,
}

impl LabelField {
    /// Its name in forms, in addresses, in the API, in files and in the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Description => "description",
        }
    }

    /// Every one, in the order in which people see them.
    pub fn all() -> impl Iterator<Item = Self> {
        Texts::from_fn(|field| field).into_iter()
    }
}

/// A value for each of the texts: as stored, as typed, or where it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts<T> {
    /// What people call the token.
    pub name: T,
    /// What it is for; may be empty.
    pub description: T,
}

impl<T> Texts<T> {
    /// What `value` gives for each.
    pub fn from_fn(mut value: impl FnMut(LabelField) -> T) -> Self {
        Self { name: value(LabelField::Name), description: value(LabelField::Description) }
    }

    /// The one of that field.
    pub const fn get(&self, field: LabelField) -> &T {
        match field {
            LabelField::Name => &self.name,
            LabelField::Description => &self.description,
        }
    }

    /// The same, to change it.
    pub const fn get_mut(&mut self, field: LabelField) -> &mut T {
        match field {
            LabelField::Name => &mut self.name,
            LabelField::Description => &mut self.description,
        }
    }

    /// Every one with its field.
    pub fn iter(&self) -> impl Iterator<Item = (LabelField, &T)> {
        LabelField::all().map(|field| (field, self.get(field)))
    }

    /// The same of something else.
    pub fn map<U>(&self, mut value: impl FnMut(&T) -> U) -> Texts<U> {
        Texts::from_fn(|field| value(self.get(field)))
    }
}

impl<T> IntoIterator for Texts<T> {
    type Item = T;
    type IntoIter = std::array::IntoIter<T, 2>;

    fn into_iter(self) -> Self::IntoIter {
        let Self { name, description } = self;
        [name, description].into_iter()
    }
}

/// The texts of a token, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Labels {
    /// What people call it.
    pub name: Name,
    /// What it is for.
    pub description: Description,
}

impl Labels {
    /// A name, and nothing else.
    pub fn named(name: Name) -> Self {
        Self { name, description: Description::default() }
    }

    /// Takes what was typed, or gives what is wrong with each text.
    pub fn parse(typed: &Texts<String>) -> Result<Self, Vec<(LabelField, TextError)>> {
        match (Name::parse(&typed.name), Description::parse(&typed.description)) {
            (Ok(name), Ok(description)) => Ok(Self { name, description }),
            (name, description) => {
                let wrong = Texts { name: name.err(), description: description.err() };
                Err(wrong.iter().filter_map(|(field, error)| Some((field, (*error)?))).collect())
            }
        }
    }

    /// As they are stored and shown.
    pub fn texts(&self) -> Texts<String> {
        let Self { name, description } = self;
        Texts { name: name.to_string(), description: description.as_str().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, description: &str) -> Texts<String> {
        Texts { name: name.to_owned(), description: description.to_owned() }
    }

    #[test]
    fn every_wrong_text_is_named() {
        let labels = Labels::parse(&typed(" Deploy ", "Two\r\nlines")).unwrap();
        assert_eq!(labels.texts(), typed("Deploy", "Two\nlines"));
        let wrong = Labels::parse(&typed("", "<b>")).unwrap_err();
        assert_eq!(
            wrong,
            [(LabelField::Name, TextError::Empty), (LabelField::Description, TextError::Markup)]
        );
        assert_eq!(Labels::named(labels.name).texts(), typed("Deploy", ""));
    }

    #[test]
    fn each_text_goes_by_its_own_name() {
        let names: Vec<&str> = LabelField::all().map(LabelField::name).collect();
        assert_eq!(names, ["name", "description"]);
        let mut texts = Texts::from_fn(LabelField::name);
        for field in LabelField::all() {
            assert_eq!(*texts.get(field), field.name());
            *texts.get_mut(field) = "changed";
        }
        assert!(texts.iter().all(|(_, text)| *text == "changed"));
        let stored = serde_json::to_value(typed("Deploy", "Why")).unwrap();
        assert!(LabelField::all().all(|field| stored[field.name()].is_string()), "{stored}");
        assert_eq!(serde_json::from_str::<Texts<String>>("{\"name\":\"a\"}").unwrap(), typed("a", ""));
    }
}
