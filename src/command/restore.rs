//! `confirm-restore`.

use std::path::Path;

use anyhow::bail;

use super::audit::name;
use crate::config::terminal::{confirmed, counted, say};
use crate::service::restore::{self, Unconfirmed};
use crate::state::State;

/// Prints what the database is missing, asks for confirmation unless `yes`, and resumes verification.
pub async fn confirm(state: &State, head_file: Option<&Path>, yes: bool) -> anyhow::Result<()> {
    let Some(seen) = restore::unconfirmed(state, head_file).await? else {
        say("Nothing to confirm: no audit events are missing.");
        return Ok(());
    };
    tell(state, &seen).await?;
    if !yes && !confirmed("Type yes to resume verification with this database:", "yes") {
        bail!("not confirmed: verification stays paused");
    }
    restore::confirm(state, head_file, &seen).await?;
    say("Confirmed. Running instances of Latchkey resume verification within two seconds.");
    Ok(())
}

async fn tell(state: &State, seen: &Unconfirmed) -> anyhow::Result<()> {
    if let Some(why) = &seen.unusable {
        say(&format!(
            "The head file cannot be used ({why}), so Latchkey can't tell whether this database is missing anything. \
             If you didn't restore a backup, find out who changed the file."
        ));
    }
    if seen.missing.known_at.is_empty() {
        return Ok(());
    }
    say(&format!("This database is older than its last known state of {}. Missing:", seen.missing.known_at));
    for gap in &seen.missing.gaps {
        let name = name(state, gap.chain()).await?;
        say(&match gap.lacks() {
            0 => format!(
                "  {name}: {} in place of the {} known",
                counted(gap.present, "different event"),
                gap.known
            ),
            lacks => format!(
                "  {name}: {}, from event {} on",
                counted(lacks, "event"),
                gap.present.saturating_add(1)
            ),
        });
    }
    say(
        "Tokens that were revoked, disabled, rotated or restricted since then may work again as before. Tokens \
         created since then do not exist. Passwords and roles are as they were.",
    );
    Ok(())
}
