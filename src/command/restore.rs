//! `confirm-restore`.

use std::path::Path;

use anyhow::bail;

use super::audit::name;
use crate::config::terminal::{confirmed, say};
use crate::service::restore::{self, Unconfirmed};
use crate::state::State;

/// Shows what the database lacks, and lets it count once somebody says so.
pub async fn confirm(state: &State, head_file: Option<&Path>, yes: bool) -> anyhow::Result<()> {
    let Some(seen) = restore::unconfirmed(state, head_file).await? else {
        say("There is nothing to confirm: the database has everything that is known of it.");
        return Ok(());
    };
    tell(state, &seen).await?;
    if !yes && !confirmed("Type yes to let verification go on with this database:", "yes") {
        bail!("nothing was confirmed, and verification stays closed");
    }
    restore::confirm(state, head_file, &seen).await?;
    say("It is confirmed. Running copies of Latchkey verify again within two seconds.");
    Ok(())
}

async fn tell(state: &State, seen: &Unconfirmed) -> anyhow::Result<()> {
    if let Some(why) = &seen.unusable {
        say(&format!(
            "The head file cannot be used ({why}), so nobody knows whether this database lacks anything. \
             If it was not put back from a backup, find out who changed that file."
        ));
    }
    if seen.missing.known_at.is_empty() {
        return Ok(());
    }
    say(&format!("This database is older than what was known of it on {}. It lacks:", seen.missing.known_at));
    for gap in &seen.missing.gaps {
        let name = name(state, gap.chain()).await?;
        say(&match gap.lacks() {
            0 => format!("  {name}: it has {} events, but others than the {} known", gap.present, gap.known),
            lacks => format!("  {name}: {lacks} events, from event {} on", gap.present.saturating_add(1)),
        });
    }
    say(
        "Tokens that were revoked, disabled, rotated or narrowed since then may work again as before, tokens issued since \
         then do not exist, and passwords and roles of people are what they were.",
    );
    Ok(())
}
