//! The heads of the chains as a file: whoever keeps one elsewhere finds out later that events were cut off, even if the
//! database's own heads were cut with them.

use serde::{Deserialize, Serialize};

use crate::domain::chain::{Chain, ChainKey, Head, hex, unhex};
use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::audit_chain;

/// What the file says it is.
const KIND: &str = "latchkey audit heads 1";

/// The file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadFile {
    kind: String,
    /// When it was made: RFC 3339.
    pub exported_at: String,
    /// A line for each chain that had begun.
    pub heads: Vec<Line>,
    /// An HMAC over all of it, so that nobody hides a cut by changing the file.
    mac: String,
}

/// The head of a chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The tenant's id; `null` for the events of no tenant.
    tenant_id: Option<String>,
    /// How many events the chain had.
    sequence: i64,
    /// The link of the last one.
    link: String,
}

/// Why a file of heads is of no use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unusable {
    /// It is something else.
    #[error("it is no file of audit heads, or one of another version")]
    Form,
    /// Its HMAC is wrong.
    #[error("it was changed, or made by another instance of Latchkey")]
    Changed,
}

/// The heads of these chains, as they are now.
pub async fn export(state: &State, chains: &[Chain]) -> Result<HeadFile> {
    let mut heads = Vec::new();
    let mut tx = state.db.read().await?;
    for chain in chains {
        if let Some(head) = audit_chain::head(&mut tx, *chain).await? {
            heads.push(Line::new(*chain, head));
        }
    }
    drop(tx);
    Ok(HeadFile::new(&state.fixed.audit_key, state.now(), heads))
}

impl Line {
    fn new(chain: Chain, head: Head) -> Self {
        let tenant_id = chain.0.map(|tenant| tenant.to_string());
        Self { tenant_id, sequence: head.sequence, link: hex(&head.link) }
    }

    /// Which chain it is about, and what it knows of it.
    pub fn read(&self) -> std::result::Result<(Chain, Head), Unusable> {
        let tenant = self.tenant_id.as_deref().map(str::parse::<TenantId>).transpose();
        let link = unhex(&self.link).ok_or(Unusable::Form)?;
        Ok((Chain(tenant.map_err(|_| Unusable::Form)?), Head { sequence: self.sequence, link }))
    }
}

impl HeadFile {
    fn new(key: &ChainKey, now: Timestamp, heads: Vec<Line>) -> Self {
        let mut file =
            Self { kind: KIND.to_owned(), exported_at: now.to_string(), heads, mac: String::new() };
        file.mac = hex(&file.mac_under(key));
        file
    }

    fn mac_under(&self, key: &ChainKey) -> [u8; 32] {
        let mut parts = vec![self.kind.clone(), self.exported_at.clone()];
        for line in &self.heads {
            parts.push(line.tenant_id.clone().unwrap_or_default());
            parts.push(line.sequence.to_string());
            parts.push(line.link.clone());
        }
        key.mac_of(parts.iter().map(String::as_bytes))
    }

    /// From its text, if it is unchanged.
    pub fn parse(text: &str, key: &ChainKey) -> std::result::Result<Self, Unusable> {
        let file: Self = serde_json::from_str(text).map_err(|_| Unusable::Form)?;
        if file.kind != KIND {
            return Err(Unusable::Form);
        }
        if unhex(&file.mac) != Some(file.mac_under(key)) {
            return Err(Unusable::Changed);
        }
        Ok(file)
    }

    /// Its text.
    pub fn text(&self) -> String {
        // Texts and numbers only: there is nothing in it that JSON cannot say.
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
            Line::new(chain, Head { sequence, link: [7; 32] })
        };
        let file = HeadFile::new(&key, Timestamp::from_micros(0), vec![line(None, 3), line(Some(5), 4)]);
        assert_eq!(HeadFile::parse(&file.text(), &key), Ok(file.clone()));
        let (chain, head) = file.heads[1].read().unwrap();
        assert_eq!((chain.uuid().as_u128(), head.sequence, head.link), (5, 4, [7; 32]));
        assert_eq!(file.heads[0].read().unwrap().0, Chain(None));
        for (old, new) in
            [("\"sequence\": 4", "\"sequence\": 2"), ("1970", "1971"), ("0707", "0708"), ("null", "\"\"")]
        {
            let touched = HeadFile::parse(&file.text().replacen(old, new, 1), &key);
            if old == "null" {
                // Says the same; but a line for it does not read.
                assert_eq!(touched.unwrap().heads[0].read(), Err(Unusable::Form));
            } else {
                assert_eq!(touched, Err(Unusable::Changed), "{old}");
            }
        }
        assert_eq!(HeadFile::parse(&file.text(), &ChainKey::new([2; 32])), Err(Unusable::Changed));
        for odd in ["", "{}", "[]", &file.text().replace("heads 1", "heads 2")] {
            assert_eq!(HeadFile::parse(odd, &key), Err(Unusable::Form), "{odd}");
        }
    }
}
