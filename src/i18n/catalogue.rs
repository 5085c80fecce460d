//! The Fluent files of every language, built into the binary and parsed once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Locale;

/// Lists the Fluent files once; each must exist in every language's folder.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Name, then the text in English, German and French.
        const FILES: &[(&str, [&str; 3])] = &[$((
            $name,
            [
                include_str!(concat!("../../locales/en/", $name)),
                include_str!(concat!("../../locales/de/", $name)),
                include_str!(concat!("../../locales/fr/", $name)),
            ],
        )),+];
    };
}

files! {
    "account.ftl",
    "app.ftl",
    "api_client.ftl",
    "audit.ftl",
    "bulk.ftl",
    "decision.ftl",
    "edit.ftl",
    "error.ftl",
    "explorer.ftl",
    "field.ftl",
    "filter.ftl",
    "mail.ftl",
    "module.ftl",
    "notification.ftl",
    "rotation.ftl",
    "shell.ftl",
    "tenant.ftl",
    "time.ftl",
    "token.ftl",
    "usage.ftl",
    "wizard.ftl",
}

type Bundle = FluentBundle<FluentResource>;

static CATALOGUES: LazyLock<[Bundle; 3]> = LazyLock::new(|| {
    Locale::ALL.map(|locale| {
        let (bundle, problems) = load(locale);
        for problem in problems {
            tracing::error!(language = locale.tag(), problem, "cannot format a message");
        }
        bundle
    })
});

/// The sentence `key` in that language. Never fails: a page with one odd word is of more use than an error page,
/// so an unknown key shows itself and an unknown argument its name, and the log tells.
pub(super) fn sentence(locale: Locale, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let [en, de, fr] = &*CATALOGUES;
    let bundle = match locale {
        Locale::En => en,
        Locale::De => de,
        Locale::Fr => fr,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(language = locale.tag(), key, "unknown message key");
        return key.to_owned();
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(language = locale.tag(), key, ?errors, "a message lacks an argument");
    }
    text
}

/// All sentences of a language, and what is wrong with its files. A test holds that nothing is.
fn load(locale: Locale) -> (Bundle, Vec<String>) {
    // A tag of ours always parses; the plural tests would show if one did not.
    let identifier: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    // Fluent asks for a plain function pointer here, so the language cannot be captured.
    bundle.set_formatter(Some(match locale {
        Locale::En => |value, _| grouped(Locale::En, value),
        Locale::De => |value, _| grouped(Locale::De, value),
        Locale::Fr => |value, _| grouped(Locale::Fr, value),
    }));
    let mut problems = Vec::new();
    for (name, [en, de, fr]) in FILES {
        let source = match locale {
            Locale::En => en,
            Locale::De => de,
            Locale::Fr => fr,
        };
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(rest, errors)| {
            problems.extend(errors.iter().map(|error| format!("{name}: {error}")));
            rest
        });
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.iter().map(|error| format!("{name}: {error}")));
        }
    }
    (bundle, problems)
}

/// Whole numbers as the language groups them; everything else is left to Fluent.
fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        // Fluent carries numbers as floats; the cast is exact for every count below 2^53.
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(locale.number(number.value as i64))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_parses_and_no_key_stands_twice() {
        for locale in Locale::ALL {
            assert_eq!(load(locale).1, Vec::<String>::new(), "{}", locale.tag());
        }
    }

    #[test]
    fn every_file_on_disk_is_built_in() {
        let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        for locale in Locale::ALL {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.tag());
            let found: BTreeSet<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            assert_eq!(found, known, "{}", locale.tag());
        }
    }
}
