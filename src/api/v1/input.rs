//! The members of a body, checked one by one against the contract. Errors are collected, so that the caller gets all
//! of them at once.

use actix_web::http::StatusCode;
use serde_json::{Map, Value};

use crate::contract::fields::{Field, MAX_LISTED};
use crate::error::{Error, Refused, Result, Wrong};
pub use crate::service::token_spec::Patch;

/// The members of a body, and what is wrong with them.
pub struct Input {
    members: Map<String, Value>,
    fields: &'static [Field],
    wrong: Vec<Wrong>,
}

impl Input {
    /// Takes a body that may have `fields`; any other member is an error.
    pub fn new(body: Value, fields: &'static [Field]) -> Result<Self> {
        let Value::Object(members) = body else {
            return Err(
                Refused::new(StatusCode::BAD_REQUEST, "The request body must be a JSON object.").into()
            );
        };
        let unknown = members.keys().filter(|name| fields.iter().all(|field| field.name != **name));
        let mut wrong: Vec<Wrong> = unknown.map(|name| Wrong::new(name.clone(), "is unknown")).collect();
        for field in fields {
            match members.get(field.name) {
                None if field.required => wrong.push(Wrong::new(field.name, "is missing")),
                Some(Value::Null) if !field.nullable => {
                    wrong.push(Wrong::new(field.name, "must not be null"))
                }
                _ => {}
            }
        }
        Ok(Self { members, fields, wrong })
    }

    /// Records an error of a field, unless it has one already.
    pub fn wrong(&mut self, field: &'static str, detail: impl Into<String>) {
        if self.wrong.iter().all(|known| known.field != field) {
            self.wrong.push(Wrong::new(field, detail));
        }
    }

    /// Whether there is no error so far.
    pub fn is_fine(&self) -> bool {
        self.wrong.is_empty()
    }

    /// 422 with all errors.
    pub fn refusal(self) -> Error {
        Refused::fields(self.wrong).into()
    }

    /// A string, read by `parse`, whose error says what is wrong with it.
    pub fn text<T, E: std::fmt::Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> std::result::Result<T, E>,
    ) -> Patch<T> {
        match self.take(name) {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(Value::String(text)) => match parse(&text) {
                Ok(value) => Patch::Value(value),
                Err(error) => {
                    self.wrong(name, error.to_string());
                    Patch::Absent
                }
            },
            Patch::Value(_) => {
                self.wrong(name, "must be a string");
                Patch::Absent
            }
        }
    }

    /// An array of strings.
    pub fn texts(&mut self, name: &'static str) -> Patch<Vec<String>> {
        let items = match self.take(name) {
            Patch::Absent => return Patch::Absent,
            Patch::Null => return Patch::Null,
            Patch::Value(Value::Array(items)) => items,
            Patch::Value(_) => {
                self.wrong(name, "must be an array of strings");
                return Patch::Absent;
            }
        };
        if items.len() > MAX_LISTED {
            self.wrong(name, format!("must have at most {MAX_LISTED} items"));
            return Patch::Absent;
        }
        let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        match texts {
            Some(texts) => Patch::Value(texts),
            None => {
                self.wrong(name, "must be an array of strings");
                Patch::Absent
            }
        }
    }

    fn take(&mut self, name: &str) -> Patch<Value> {
        debug_assert!(self.fields.iter().any(|field| field.name == name), "{name} is not in the contract");
        match self.members.remove(name) {
            None => Patch::Absent,
            Some(Value::Null) => Patch::Null,
            Some(value) => Patch::Value(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::fields::{TOKEN_CREATE, TOKEN_UPDATE};
    use crate::domain::text::Name;

    fn fields(input: Input) -> Vec<String> {
        input.wrong.into_iter().map(|wrong| format!("{} {}", wrong.field, wrong.detail)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let body = json!({ "name": null, "tenant_id": 1, "modules": "x", "description": 5 });
        let mut input = Input::new(body, TOKEN_CREATE).unwrap();
        assert_eq!(input.text("name", Name::parse), Patch::Null);
        assert_eq!(input.texts("modules"), Patch::Absent);
        assert_eq!(input.text("description", Name::parse), Patch::Absent);
        assert!(!input.is_fine());
        assert_eq!(
            fields(input),
            [
                "tenant_id is unknown",
                "name must not be null",
                "permissions is missing",
                "modules must be an array of strings",
                "description must be a string",
            ]
        );
    }

    #[test]
    fn absent_null_and_empty_are_three_things() {
        let body = json!({ "app": null, "modules": [] });
        let mut input = Input::new(body, TOKEN_UPDATE).unwrap();
        assert_eq!(input.text("name", Name::parse), Patch::Absent);
        assert_eq!(input.text("app", Name::parse), Patch::Null);
        assert_eq!(input.texts("modules"), Patch::Value(vec![]));
        assert!(input.is_fine());
    }

    #[test]
    fn a_body_is_an_object() {
        for body in [json!(null), json!([]), json!("x"), json!(1)] {
            assert!(Input::new(body, TOKEN_UPDATE).is_err());
        }
    }
}
