//! `audit verify` and `audit head`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::config::terminal::{counted, say};
use crate::disk::private;
use crate::domain::chain::{Chain, Fault, Finding};
use crate::domain::person::Reach;
use crate::domain::text::Slug;
use crate::service::audit_check::{self, TimeLimit};
use crate::service::audit_heads::{self, HeadFile};
use crate::state::State;
use crate::store::{audit, tenants};

/// Verifies the chains and prints every fault. Fails if there is one.
pub async fn verify(state: &State, tenant: Option<&Slug>, head: Option<&Path>) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let chains = match tenant {
        Some(slug) => {
            let found = tenants::find_by_slug(&mut tx, slug.as_str()).await?;
            vec![Chain(Some(found.with_context(|| format!("there is no tenant {slug}"))?.id))]
        }
        None => audit::chain::chains(&mut tx).await?,
    };
    drop(tx);
    let mut known = Vec::new();
    if let Some(path) = head {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = HeadFile::parse(&text, &state.fixed.audit_key);
        for line in &file.with_context(|| path.display().to_string())?.heads {
            known.push(line.read().with_context(|| path.display().to_string())?);
        }
    }
    let (mut events, mut broken) = (0, 0);
    for chain in &chains {
        let checked = audit_check::check(state, *chain, 0, TimeLimit::None).await?;
        events += checked.events;
        if let Some(finding) = checked.finding {
            broken += 1;
            say(&format!("{}: {}", name(state, *chain).await?, describe(&finding)));
        }
    }
    let known: Vec<_> =
        known.into_iter().filter(|(chain, _)| tenant.is_none() || chains.contains(chain)).collect();
    for (chain, head) in &known {
        if let Some(finding) = audit_check::contains(state, *chain, *head).await? {
            broken += 1;
            say(&format!("{}: {}", name(state, *chain).await?, describe(&finding)));
        }
    }
    if broken > 0 {
        bail!("the audit log is broken: {} found", counted(broken, "fault"));
    }
    say(&format!(
        "Verified {} in {}. All are intact.",
        counted(events, "event"),
        counted(chains.len(), "chain")
    ));
    if let Some(path) = head {
        say(&format!("Matched {} of {}.", counted(known.len(), "head"), path.display()));
    }
    Ok(())
}

/// Writes the heads of all chains.
pub async fn head(state: &State, output: Option<&Path>) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let chains = audit::chain::chains(&mut tx).await?;
    drop(tx);
    let text = audit_heads::export(state, &chains).await?.text();
    match output {
        Some(path) => {
            private::write(path, &text).with_context(|| format!("cannot write {}", path.display()))?;
            say(&format!("Wrote {} to {}.", counted(chains.len(), "head"), path.display()));
        }
        None => say(text.trim_end()),
    }
    Ok(())
}

/// The tenant's slug, or a description of the chain.
pub(super) async fn name(state: &State, chain: Chain) -> anyhow::Result<String> {
    let Some(tenant) = chain.0 else { return Ok("platform events".to_owned()) };
    let reach = Reach::Exactly(vec![tenant]);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: 1 };
    let mut tx = state.db.read().await?;
    let found = tenants::list(&mut tx, &query).await?.into_iter().next();
    Ok(found.map_or_else(|| format!("deleted tenant {tenant}"), |found| found.slug))
}

fn describe(finding: &Finding) -> String {
    let event = match (finding.sequence, finding.event) {
        (Some(sequence), Some((id, at))) => format!("event {sequence} (ID {id}, {at})"),
        (Some(sequence), None) => format!("event {sequence}"),
        (None, Some((id, at))) => format!("an event outside the chain (ID {id}, {at})"),
        (None, None) => "an event".to_owned(),
    };
    match finding.fault {
        Fault::Changed => {
            format!("{event} was changed, or an earlier event was removed and the rest renumbered")
        }
        Fault::Missing => match (finding.sequence, finding.event) {
            (Some(sequence), Some((id, at))) => {
                format!("event {sequence} is missing; the next one is {id}, {at}")
            }
            _ => format!("{event} is missing"),
        },
        Fault::Inserted => format!("{event} was not written by Latchkey"),
        Fault::Reordered => format!("{event} was moved"),
        Fault::CutOff => format!("{event} and those after it were cut off, or the head was reset"),
        Fault::Replaced => format!("{event} is not the one in the exported head"),
    }
}
