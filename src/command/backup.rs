//! `backup FILE`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::config::terminal::say;
use crate::config::{Config, DatabaseUrl};
use crate::disk;
use crate::domain::chain::ChainKey;
use crate::domain::time::Clock;
use crate::service::audit_heads::HeadFile;
use crate::store::backup;

/// Copies the database, and tells where the copy is once it was checked and is on the disk.
pub async fn run(config: &Config, file: &Path) -> anyhow::Result<()> {
    let DatabaseUrl::Sqlite { path, .. } = &config.database else {
        bail!(
            "this database is on a PostgreSQL server, and is backed up with PostgreSQL's own pg_dump; \
             docs/backup.md tells how, and how to restore"
        );
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

/// Gives what to tell.
fn copy(source: &Path, target: &Path, keys: &Keys) -> anyhow::Result<Vec<String>> {
    let head = disk::beside(target, ".head");
    for file in [target, &head] {
        if file.try_exists().with_context(|| format!("{} cannot be made", file.display()))? {
            bail!("{} is there already; a backup overwrites nothing", file.display());
        }
    }
    // A name of its own until it is whole: what a killed backup leaves is never taken for one.
    let partial = Partial(disk::beside(target, ".partial"));
    let held = disk::hold(&partial.0).map_err(|error| match error.kind() {
        ErrorKind::WouldBlock => anyhow::anyhow!("another backup is just writing {}", partial.0.display()),
        _ => anyhow::Error::new(error).context(format!("{} cannot be made", partial.0.display())),
    })?;
    backup::copy(source, &partial.0).with_context(|| format!("{} cannot be copied", source.display()))?;
    held.sync_all().with_context(|| format!("{} cannot be written", partial.0.display()))?;
    let contents = backup::check(&partial.0, &keys.check)?;
    let mut told = Vec::new();
    if let Some(heads) = &contents.heads {
        let text = HeadFile::of(&keys.chain, Clock::System.now(), contents.restores, heads).text();
        let written = Partial(disk::beside(&head, ".partial"));
        disk::replace(&written.0, &text)
            .and_then(|()| disk::place(&written.0, &head))
            .with_context(|| format!("{} cannot be written", head.display()))?;
        let events: i64 = heads.values().map(|head| head.sequence).sum();
        told.push(format!(
            "The heads of its {} audit chains ({events} events) are in {}.",
            heads.len(),
            head.display()
        ));
    }
    disk::place(&partial.0, target).with_context(|| format!("{} cannot be made", target.display()))?;
    told.insert(0, format!("The database is copied to {}, and the copy is sound.", target.display()));
    Ok(told)
}

/// A file that goes unless it got another name.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        // Mostly it is not there any more.
        let _ = std::fs::remove_file(&self.0);
    }
}
