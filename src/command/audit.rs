//! `audit verify` and `audit head`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::config::terminal::say;
use crate::disk::private;
use crate::domain::chain::{Chain, Fault, Finding};
use crate::domain::person::Reach;
use crate::domain::text::Slug;
use crate::service::audit_check::{self, Patience};
use crate::service::audit_heads::{self, HeadFile};
use crate::state::State;
use crate::store::{audit_chain, tenants};

/// Walks the chains and says what is broken; an error when anything is.
pub async fn verify(state: &State, tenant: Option<&Slug>, head: Option<&Path>) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let chains = match tenant {
        Some(slug) => {
            let found = tenants::find_by_slug(&mut tx, slug.as_str()).await?;
            vec![Chain(Some(found.with_context(|| format!("there is no tenant {slug}"))?.id))]
        }
        None => audit_chain::chains(&mut tx).await?,
    };
    drop(tx);
    let mut known = Vec::new();
    if let Some(path) = head {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let file = HeadFile::parse(&text, &state.fixed.audit_key);
        for line in &file.with_context(|| path.display().to_string())?.heads {
            known.push(line.read().with_context(|| path.display().to_string())?);
        }
    }
    let (mut events, mut broken) = (0, 0);
    for chain in &chains {
        let checked = audit_check::check(state, *chain, 0, Patience::Endless).await?;
        events += checked.events;
        if let Some(finding) = checked.finding {
            broken += 1;
            say(&format!("{}: {}", name(state, *chain).await?, told(&finding)));
        }
    }
    let known: Vec<_> =
        known.into_iter().filter(|(chain, _)| tenant.is_none() || chains.contains(chain)).collect();
    for (chain, head) in &known {
        if let Some(finding) = audit_check::contains(state, *chain, *head).await? {
            broken += 1;
            say(&format!("{}: {}", name(state, *chain).await?, told(&finding)));
        }
    }
    if broken > 0 {
        bail!("the audit trail is broken in {broken} places");
    }
    say(&format!("{events} events in {} chains are as they were written.", chains.len()));
    if head.is_some() {
        say(&format!("They contain the {} heads of the file.", known.len()));
    }
    Ok(())
}

/// Writes the heads of all chains.
pub async fn head(state: &State, output: Option<&Path>) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let chains = audit_chain::chains(&mut tx).await?;
    drop(tx);
    let text = audit_heads::export(state, &chains).await?.text();
    match output {
        Some(path) => {
            private::write(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
            say(&format!("{} heads are in {}.", chains.len(), path.display()));
        }
        None => say(text.trim_end()),
    }
    Ok(())
}

/// The tenant's slug, or what stands in for it.
pub(super) async fn name(state: &State, chain: Chain) -> anyhow::Result<String> {
    let Some(tenant) = chain.0 else { return Ok("events of no tenant".to_owned()) };
    let reach = Reach::Exactly(vec![tenant]);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: 1 };
    let mut tx = state.db.read().await?;
    let found = tenants::list(&mut tx, &query).await?.into_iter().next();
    Ok(found.map_or_else(|| format!("the tenant {tenant}, which is gone"), |found| found.slug))
}

fn told(finding: &Finding) -> String {
    let event = match (finding.sequence, finding.event) {
        (Some(sequence), Some((id, at))) => format!("event {sequence} (id {id}, of {at})"),
        (Some(sequence), None) => format!("event {sequence}"),
        (None, Some((id, at))) => format!("an event without a place (id {id}, of {at})"),
        (None, None) => "an event".to_owned(),
    };
    match finding.fault {
        Fault::Changed => {
            format!("{event} was changed, or one before it was taken out and the rest moved up")
        }
        Fault::Missing => match (finding.sequence, finding.event) {
            (Some(sequence), Some((id, at))) => {
                format!("event {sequence} is missing; the next one has the id {id}, of {at}")
            }
            _ => format!("{event} is missing"),
        },
        Fault::Inserted => format!("{event} was put in: Latchkey did not write it"),
        Fault::Reordered => format!("{event} stands elsewhere than it was written"),
        Fault::CutOff => format!("from {event} on, events were cut off, or the head was put back"),
        Fault::Replaced => format!("{event} is another one than the exported head knows"),
    }
}
