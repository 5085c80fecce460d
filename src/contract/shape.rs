//! The shapes of responses: structs that know their own JSON schema.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::time::Timestamp;

/// A type that knows its JSON schema.
pub trait Shape {
    /// The schema, or a reference to it in the document.
    fn schema() -> Value;
}

/// A timestamp as the API writes it: RFC 3339 in UTC, whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment(pub Timestamp);

/// Any JSON object, or null.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(transparent)]
pub struct Details(pub Option<Value>);

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The value of `after` for the next page; null on the last page.
    pub next: Option<String>,
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Shape for Moment {
    fn schema() -> Value {
        json!({ "type": "string", "format": "date-time" })
    }
}

impl Shape for Details {
    fn schema() -> Value {
        json!({ "type": ["object", "null"] })
    }
}

impl Shape for String {
    fn schema() -> Value {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Shape for i64 {
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }
}

impl<T: Shape> Shape for Option<T> {
    fn schema() -> Value {
        let mut schema = T::schema();
        match schema.get_mut("type") {
            Some(kind) if kind.is_string() => {
                *kind = json!([kind.clone(), "null"]);
                schema
            }
            _ => json!({ "anyOf": [schema, { "type": "null" }] }),
        }
    }
}

impl<T: Shape> Shape for Page<T> {
    fn schema() -> Value {
        object(
            "A page of a list.",
            vec![
                ("items", Vec::<T>::schema(), "The items of this page."),
                (
                    "next",
                    Option::<String>::schema(),
                    "Pass this as `after` to get the next page; null on the last page.",
                ),
            ],
        )
    }
}

/// The schema of an object whose members are always present.
pub fn object(about: &str, members: Vec<(&'static str, Value, &str)>) -> Value {
    let required: Vec<&str> = members.iter().map(|(name, ..)| *name).collect();
    let properties: BTreeMap<&str, Value> = members
        .iter()
        .map(|(name, schema, about)| {
            let mut schema = schema.clone();
            if let Some(members) = schema.as_object_mut() {
                members.insert("description".to_owned(), json!(about.trim()));
            }
            (*name, schema)
        })
        .collect();
    json!({ "type": "object", "description": about.trim(), "properties": properties, "required": required })
}

/// Defines structs that are sent as JSON, each with its schema. Their doc comments become descriptions.
macro_rules! shapes {
    ($($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $field_about:literal])+ $field:ident: $kind:ty,)+
    })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, serde::Serialize)]
            pub struct $name {
                $($(#[doc = $field_about])+ pub $field: $kind,)+
            }

            impl $crate::contract::shape::Shape for $name {
                fn schema() -> serde_json::Value {
                    serde_json::json!({ "$ref": concat!("#/components/schemas/", stringify!($name)) })
                }
            }

            impl $name {
                /// Its schema in the document.
                pub fn described() -> serde_json::Value {
                    $crate::contract::shape::object(
                        concat!($($about),+),
                        vec![$((
                            stringify!($field),
                            <$kind as $crate::contract::shape::Shape>::schema(),
                            concat!($($field_about),+),
                        )),+],
                    )
                }
            }
        )+

        /// Every shape by name.
        pub fn all() -> Vec<(&'static str, serde_json::Value)> {
            vec![$((stringify!($name), $name::described())),+]
        }
    };
}

pub(crate) use shapes;
