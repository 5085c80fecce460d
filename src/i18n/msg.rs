//! Every sentence below `locales/`, written by `build.rs`: a constant, or a function where it takes arguments.

#![deny(dead_code)]

use super::message::{Argument, Message, RichMessage};

include!(concat!(env!("OUT_DIR"), "/msg.rs"));
