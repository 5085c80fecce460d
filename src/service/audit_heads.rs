//! The heads of the chains as a file. A copy stored elsewhere reveals later that events were cut off, even if the
//! heads in the database were reset with them.

use std::collections::BTreeMap;

use hex::FromHex as _;
use serde::{Deserialize, Serialize};

use crate::domain::chain::{Chain, ChainKey, Head, Link};
use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::{audit, database::instance};

/// The file's type.
const KIND: &str = "latchkey audit heads 2";
/// The type before restores were counted. Such files can still be used.
const KIND_WITHOUT_RESTORES: &str = "latchkey audit heads 1";

/// The file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadFile {
    kind: String,
    /// When it was exported: RFC 3339.
    pub exported_at: String,
    /// The number of confirmed restores at that time.
    #[serde(default)]
    pub restores: i64,
    /// A line for each chain with events.
    pub heads: Vec<HeadRecord>,
    /// An HMAC over the whole file, so that nobody can hide missing events by changing it.
    mac: String,
}

/// The head of a chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadRecord {
    /// The tenant's ID; `null` for platform events.
    tenant_id: Option<String>,
    /// How many events the chain had.
    sequence: i64,
    /// The link of the last event.
    link: String,
}

/// Why a head file cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HeadFileError {
    /// It is not a head file.
    #[error("it is not a file of audit heads, or has another version")]
    Form,
    /// Its HMAC is wrong.
    #[error("it was changed, or written by another instance of Latchkey")]
    Changed,
}

/// Exports the current heads of these chains.
///
/// # Errors
/// If the database cannot be read.
pub async fn export(state: &State, chains: &[Chain]) -> Result<HeadFile> {
    let mut heads = Vec::new();
    let mut tx = state.db.read().await?;
    for chain in chains {
        if let Some(head) = audit::chain::head(&mut tx, *chain).await? {
            heads.push(HeadRecord::new(*chain, head));
        }
    }
    let restores = instance::restore_state(&mut tx).await?.restores;
    drop(tx);
    Ok(HeadFile::new(&state.fixed.audit_key, state.now(), restores, heads))
}

impl HeadRecord {
    fn new(chain: Chain, head: Head) -> Self {
        let tenant_id = chain.0.map(|tenant| tenant.to_string());
        Self { tenant_id, sequence: head.sequence, link: hex::encode(head.link) }
    }

    /// The chain and its head.
    ///
    /// # Errors
    /// [`HeadFileError::Form`] if the line is malformed.
    pub fn read(&self) -> std::result::Result<(Chain, Head), HeadFileError> {
        let tenant = self.tenant_id.as_deref().map(str::parse::<TenantId>).transpose();
        let link = Link::from_hex(&self.link).map_err(|_| HeadFileError::Form)?;
        Ok((Chain(tenant.map_err(|_| HeadFileError::Form)?), Head { sequence: self.sequence, link }))
    }
}

impl HeadFile {
    /// A file with these heads.
    pub fn of(key: &ChainKey, now: Timestamp, restores: i64, heads: &BTreeMap<Chain, Head>) -> Self {
        Self::new(
            key,
            now,
            restores,
            heads.iter().map(|(chain, head)| HeadRecord::new(*chain, *head)).collect(),
        )
    }

    fn new(key: &ChainKey, now: Timestamp, restores: i64, heads: Vec<HeadRecord>) -> Self {
        let (kind, exported_at) = (KIND.to_owned(), now.to_string());
        let mut file = Self { kind, exported_at, restores, heads, mac: String::new() };
        file.mac = hex::encode(file.mac_under(key));
        file
    }

    fn mac_under(&self, key: &ChainKey) -> [u8; 32] {
        let mut parts = vec![self.kind.clone(), self.exported_at.clone()];
        if self.kind == KIND {
            parts.push(self.restores.to_string());
        }
        for line in &self.heads {
            parts.push(line.tenant_id.clone().unwrap_or_default());
            parts.push(line.sequence.to_string());
            parts.push(line.link.clone());
        }
        key.mac_of(parts.iter().map(String::as_bytes))
    }

    /// Parses a file and checks its HMAC.
    ///
    /// # Errors
    /// [`HeadFileError`], with the reason.
    pub fn parse(text: &str, key: &ChainKey) -> std::result::Result<Self, HeadFileError> {
        let file: Self = serde_json::from_str(text).map_err(|_| HeadFileError::Form)?;
        // The older format has no restores, so its HMAC doesn't cover that number.
        if file.kind != KIND && (file.kind != KIND_WITHOUT_RESTORES || file.restores != 0) {
            return Err(HeadFileError::Form);
        }
        if Link::from_hex(&file.mac) != Ok(file.mac_under(key)) {
            return Err(HeadFileError::Changed);
        }
        Ok(file)
    }

    /// The head of each chain.
    ///
    /// # Errors
    /// [`HeadFileError::Form`] if a line is malformed.
    pub fn known(&self) -> std::result::Result<BTreeMap<Chain, Head>, HeadFileError> {
        self.heads.iter().map(HeadRecord::read).collect()
    }

    /// Its text.
    pub fn text(&self) -> String {
        // Only texts and numbers, which JSON can always represent.
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_back_unless_somebody_touched_it() {
        let key = ChainKey::new([1; 32]);
        let line = |tenant: Option<u128>, sequence| {
            let chain = Chain(tenant.map(|tenant| uuid::Uuid::from_u128(tenant).into()));
            HeadRecord::new(chain, Head { sequence, link: [7; 32] })
        };
        let file = HeadFile::new(&key, Timestamp::from_micros(0), 8, vec![line(None, 3), line(Some(5), 4)]);
        assert_eq!(HeadFile::parse(&file.text(), &key), Ok(file.clone()));
        let (chain, head) = file.heads[1].read().unwrap();
        assert_eq!((chain.uuid().as_u128(), head.sequence, head.link), (5, 4, [7; 32]));
        assert_eq!(file.heads[0].read().unwrap().0, Chain(None));
        for (old, new) in [
            ("\"sequence\": 4", "\"sequence\": 2"),
            ("\"restores\": 8", "\"restores\": 7"),
            ("1970", "1971"),
            ("0707", "0708"),
            ("null", "\"\""),
        ] {
            let touched = HeadFile::parse(&file.text().replacen(old, new, 1), &key);
            if old == "null" {
                // The HMAC is the same, but the line doesn't parse.
                assert_eq!(touched.unwrap().heads[0].read(), Err(HeadFileError::Form));
            } else {
                assert_eq!(touched, Err(HeadFileError::Changed), "{old}");
            }
        }
        assert_eq!(HeadFile::parse(&file.text(), &ChainKey::new([2; 32])), Err(HeadFileError::Changed));
        for odd in ["", &"0".repeat(63), &"0".repeat(65), &"x".repeat(64), &"é".repeat(32)] {
            let mut file = file.clone();
            (file.heads[1].link, file.mac) = (odd.to_owned(), odd.to_owned());
            assert_eq!(file.heads[1].read(), Err(HeadFileError::Form), "{odd}");
            assert_eq!(HeadFile::parse(&file.text(), &key), Err(HeadFileError::Changed), "{odd}");
        }
        for odd in [
            "",
            "{}",
            "[]",
            &file.text().replace("heads 2", "heads 1"),
            &file.text().replace("heads 2", "heads 3"),
        ] {
            assert_eq!(HeadFile::parse(odd, &key), Err(HeadFileError::Form), "{odd}");
        }
    }

    #[test]
    fn a_file_of_the_time_before_restores_were_counted_still_reads() {
        let key = ChainKey::new([1; 32]);
        let mut file = HeadFile::new(&key, Timestamp::from_micros(0), 0, Vec::new());
        file.kind = KIND_WITHOUT_RESTORES.to_owned();
        file.mac = hex::encode(file.mac_under(&key));
        let text = file.text().replace("  \"restores\": 0,\n", "");
        assert!(!text.contains("restores"));
        assert_eq!(HeadFile::parse(&text, &key), Ok(file));
    }
}
