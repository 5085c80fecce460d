//! The Fluent files of every language, built into the binary and parsed once. `build.rs` joins and checks them.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Locale;
use super::message::{Argument, Message};

type Bundle = FluentBundle<FluentResource>;

static CATALOGUES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Locale::ALL.map(load));

/// The sentence in this language, with its texts inserted as `text` writes them. Never fails: a page with one odd
/// word is more useful than an error page, so a missing sentence shows its key and is logged.
pub(super) fn sentence(
    locale: Locale,
    message: Message<'_>,
    text: impl for<'t> Fn(&'t str) -> Cow<'t, str>,
) -> String {
    let [en, de, fr] = &*CATALOGUES;
    let bundle = match locale {
        Locale::En => en,
        Locale::De => de,
        Locale::Fr => fr,
    };
    let key = message.key;
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(language = locale.tag(), key, "unknown message key");
        return key.to_owned();
    };
    let args: FluentArgs<'_> = message
        .arguments
        .into_iter()
        .flatten()
        .map(|(name, argument)| match argument {
            Argument::Text(value) => (name, FluentValue::String(text(value))),
            Argument::Number(n) => (name, FluentValue::from(n)),
        })
        .collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(language = locale.tag(), key, ?errors, "a message lacks an argument");
    }
    text
}

/// All sentences of a language.
fn load(locale: Locale) -> Bundle {
    // Latchkey's own tags always parse; otherwise the plural tests would fail.
    let identifier: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    // Fluent takes a plain function pointer here, so the language cannot be captured.
    bundle.set_formatter(Some(match locale {
        Locale::En => |value, _| grouped(Locale::En, value),
        Locale::De => |value, _| grouped(Locale::De, value),
        Locale::Fr => |value, _| grouped(Locale::Fr, value),
    }));
    let source = match locale {
        Locale::En => include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
        Locale::De => include_str!(concat!(env!("OUT_DIR"), "/de.ftl")),
        Locale::Fr => include_str!(concat!(env!("OUT_DIR"), "/fr.ftl")),
    };
    // `build.rs` rejects a file that does not parse or defines a key twice.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Formats whole numbers with the language's grouping, and leaves the rest to Fluent.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        // Fluent stores numbers as floats; the cast is exact for every count below 2^53.
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(locale.number(number.value as i64))
        }
        _ => None,
    }
}
