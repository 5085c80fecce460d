//! What a snapshot of PostgreSQL's contains: `xmin:xmax:xid,xid,...`.

use std::str::FromStr;

/// A snapshot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snapshot {
    /// Everything before this is over.
    pub xmin: u64,
    /// From this on nothing had begun.
    pub xmax: u64,
    /// Under way.
    under_way: Vec<u64>,
}

/// The text is no snapshot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a snapshot")]
pub struct NotASnapshot;

impl FromStr for Snapshot {
    type Err = NotASnapshot;

    fn from_str(text: &str) -> Result<Self, NotASnapshot> {
        let mut parts = text.split(':');
        let (Some(xmin), Some(xmax), Some(under_way), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotASnapshot);
        };
        let number = |text: &str| text.parse::<u64>().map_err(|_| NotASnapshot);
        let under_way: Result<_, _> =
            under_way.split(',').filter(|text| !text.is_empty()).map(number).collect();
        Ok(Self { xmin: number(xmin)?, xmax: number(xmax)?, under_way: under_way? })
    }
}

impl Snapshot {
    /// Whether what that transaction did is in it.
    pub fn contains(&self, xid: u64) -> bool {
        xid < self.xmin || xid < self.xmax && !self.under_way.contains(&xid)
    }
}
