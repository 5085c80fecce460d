//! The sentences, to find buttons and fields by name.

#![allow(dead_code, reason = "the product is held to use each of them, the tests are not")]

use latchkey::i18n::{Argument, Message, RichMessage};

include!(concat!(env!("OUT_DIR"), "/msg.rs"));
