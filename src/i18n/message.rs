//! A sentence and its arguments, before they are said in a language.

/// As many arguments as a sentence may take; `build.rs` knows it too.
const MAX_ARGUMENTS: usize = 2;

type Arguments<'a> = [Option<(&'static str, Argument<'a>)>; MAX_ARGUMENTS];

/// What a sentence is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Argument<'a> {
    /// Put in as it is.
    Text(&'a str),
    /// Chooses the plural, and is written as the language writes numbers.
    Number(i64),
}

/// A sentence without markup. Only `i18n::msg` makes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Message<'a> {
    pub(super) key: &'static str,
    pub(super) arguments: Arguments<'a>,
}

impl<'a> Message<'a> {
    /// For the module that `build.rs` writes.
    #[doc(hidden)]
    pub const fn new(key: &'static str, arguments: Arguments<'a>) -> Self {
        Self { key, arguments }
    }
}

/// A sentence that is chosen before its number is known.
pub type Counting = fn(i64) -> Message<'static>;

/// A sentence that is chosen before the one text in it is known.
pub type Naming = for<'a> fn(&'a str) -> Message<'a>;

/// A sentence with markup, whose arguments have to be escaped. Only `i18n::msg` makes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RichMessage<'a>(pub(super) Message<'a>);

impl<'a> RichMessage<'a> {
    /// For the module that `build.rs` writes.
    #[doc(hidden)]
    pub const fn new(key: &'static str, arguments: Arguments<'a>) -> Self {
        Self(Message::new(key, arguments))
    }
}
