//! Strict JSON: anything that two parsers might read differently is refused.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep objects and arrays may be nested; no body needs more.
const DEEPEST: usize = 8;

/// Why a text is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JsonError {
    /// It is not JSON.
    Malformed(String),
    /// An object has two members of this name (RFC 8259 section 4 leaves open which one counts).
    Doubled(String),
    /// It is nested too deeply.
    TooDeep,
}

/// Reads a JSON text.
pub fn parse(text: &[u8]) -> Result<Value, JsonError> {
    let fault = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let outcome = Strict { depth: 0, fault: &fault }.deserialize(&mut reader);
    let outcome = outcome.and_then(|value| reader.end().map(|()| value));
    outcome.map_err(|error| fault.take().unwrap_or_else(|| JsonError::Malformed(error.to_string())))
}

/// Reads a value at some depth. Faults are recorded aside, because serde's errors are only texts.
#[derive(Clone, Copy)]
struct Strict<'f> {
    depth: usize,
    fault: &'f RefCell<Option<JsonError>>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST {
            return Err(self.found(JsonError::TooDeep));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn found<E: serde::de::Error>(self, fault: JsonError) -> E {
        self.fault.replace(Some(fault));
        E::custom("refused")
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(self.found(JsonError::Doubled(name)));
            }
            let value = members.next_value_seed(inner)?;
            object.insert(name, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_read() {
        for value in [
            json!(null),
            json!({ "a": [1, -2, 0.5, "x", true, null, { "b": {} }] }),
            json!("\u{0}ü"),
            json!(18_446_744_073_709_551_615_u64),
        ] {
            assert_eq!(parse(value.to_string().as_bytes()), Ok(value));
        }
        assert_eq!(parse(b" {\"a\" : 1}\n"), Ok(json!({ "a": 1 })));
    }

    #[test]
    fn what_is_doubled_at_any_depth_is_refused() {
        assert_eq!(parse(br#"{"a":1,"a":1}"#), Err(JsonError::Doubled("a".into())));
        assert_eq!(parse(br#"[{"b":{"c":1,"\u0063":2}}]"#), Err(JsonError::Doubled("c".into())));
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(DEEPEST).as_bytes()).is_ok());
        assert_eq!(parse(nested(DEEPEST + 1).as_bytes()), Err(JsonError::TooDeep));
        assert_eq!(parse("[".repeat(100_000).as_bytes()), Err(JsonError::TooDeep));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "{}{}",
            "{a:1}",
            "{'a':1}",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "+1",
            "1e999",
            "NaN",
            "\"\\ud800\"",
            "\"\n\"",
            "// x\n1",
            "\u{feff}{}",
            "undefined",
            "\"a",
            "{\"a\"}",
            "tru",
            "-",
        ] {
            assert!(matches!(parse(text.as_bytes()), Err(JsonError::Malformed(_))), "{text:?}");
        }
        for bytes in [&[0xff][..], b"\"\xff\"", b"\"\xc3\"", b"{}\0", b"\0"] {
            assert!(matches!(parse(bytes), Err(JsonError::Malformed(_))), "{bytes:?}");
        }
    }
}
