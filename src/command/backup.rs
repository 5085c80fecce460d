//! `backup FILE`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::config::terminal::{counted, say};
use crate::config::{Config, DatabaseUrl};
use crate::disk;
use crate::domain::chain::ChainKey;
use crate::domain::time::Clock;
use crate::service::audit_heads::HeadFile;
use crate::store::database::backup;

/// Copies the database, verifies the copy, syncs it to disk, and prints where it is.
pub async fn run(config: &Config, file: &Path) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite { path, .. } = &config.database else {
        bail!("this database is on PostgreSQL: back it up with pg_dump, as described in docs/backup.md");
    };
    let key = config.key.read()?;
    let (source, target) = (path.clone(), file.to_owned());
    let copied = tokio::task::spawn_blocking(move || {
        let keys = Keys { check: key.derive("key check"), chain: ChainKey::new(key.derive("audit chain")) };
        copy(&source, &target, &keys)
    });
    for line in copied.await?? {
        say(&line);
    }
    Ok(())
}

struct Keys {
    check: [u8; 32],
    chain: ChainKey,
}

/// Returns the lines to print.
fn copy(source: &Path, target: &Path, keys: &Keys) -> anyhow::Result<Vec<String>> {
    let head = disk::beside(target, ".head");
    for file in [target, &head] {
        if file.try_exists().with_context(|| format!("cannot create {}", file.display()))? {
            bail!("{} already exists; a backup never overwrites a file", file.display());
        }
    }
    // Written under a temporary name until complete, so that an interrupted backup is never mistaken for a finished
    // one.
    let partial = Partial(disk::beside(target, ".partial"));
    let held = disk::hold(&partial.0).map_err(|error| match error.kind() {
        ErrorKind::WouldBlock => anyhow::anyhow!("another backup is writing {}", partial.0.display()),
        _ => anyhow::Error::new(error).context(format!("cannot create {}", partial.0.display())),
    })?;
    backup::copy(source, &partial.0).with_context(|| format!("cannot copy {}", source.display()))?;
    held.sync_all().with_context(|| format!("cannot write {}", partial.0.display()))?;
    let contents = backup::check(&partial.0, &keys.check)?;
    let mut lines = Vec::new();
    if let Some(heads) = &contents.heads {
        let text = HeadFile::of(&keys.chain, Clock::System.now(), contents.restores, heads).text();
        let written = Partial(disk::beside(&head, ".partial"));
        disk::replace(&written.0, &text)
            .and_then(|()| disk::place(&written.0, &head))
            .with_context(|| format!("cannot write {}", head.display()))?;
        let events: i64 = heads.values().map(|head| head.sequence).sum();
        lines.push(format!(
            "Wrote the heads of {} ({}) to {}.",
            counted(heads.len(), "audit chain"),
            counted(events, "event"),
            head.display()
        ));
    }
    disk::place(&partial.0, target).with_context(|| format!("cannot create {}", target.display()))?;
    lines.insert(
        0,
        format!("Backed up the database to {}. The copy passed its integrity check.", target.display()),
    );
    Ok(lines)
}

/// A file that is deleted unless it was renamed.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        // Usually it no longer exists: it was renamed.
        let _ = std::fs::remove_file(&self.0);
    }
}
