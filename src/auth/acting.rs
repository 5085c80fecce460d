//! What the audit log records of a change.

use serde_json::Value;

/// What changed, as it was and as it is now.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// As it was; `None` for what is new.
    pub before: Option<Value>,
    /// As it is now; `None` for what is gone.
    pub after: Option<Value>,
}
