//! A sentence with its arguments, before it is rendered in a language.

/// Maximum number of arguments of a sentence; `build.rs` has the same.
const MAX_ARGUMENTS: usize = 2;

type Arguments<'a> = [Option<(&'static str, Argument<'a>)>; MAX_ARGUMENTS];

/// An argument of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Argument<'a> {
    /// Inserted as is.
    Text(&'a str),
    /// Selects the plural form, and is formatted as the language writes numbers.
    Number(i64),
}

/// A sentence without markup. Only `i18n::msg` creates these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Message<'a> {
    pub(super) key: &'static str,
    pub(super) arguments: Arguments<'a>,
}

impl<'a> Message<'a> {
    /// For the module that `build.rs` generates.
    #[doc(hidden)]
    pub const fn new(key: &'static str, arguments: Arguments<'a>) -> Self {
        Self { key, arguments }
    }
}

/// A sentence that is chosen before its number is known.
pub type Counting = fn(i64) -> Message<'static>;

/// A sentence that is chosen before its one text is known.
pub type Naming = for<'a> fn(&'a str) -> Message<'a>;

/// A sentence with markup, whose arguments must be escaped. Only `i18n::msg` creates these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RichMessage<'a>(pub(super) Message<'a>);

impl<'a> RichMessage<'a> {
    /// For the module that `build.rs` generates.
    #[doc(hidden)]
    pub const fn new(key: &'static str, arguments: Arguments<'a>) -> Self {
        Self(Message::new(key, arguments))
    }
}
