//! The measured pages and their table.

use std::fmt::Write as _;
use std::time::Duration;

use crate::server::Server;

/// The tenant with a tenth of all tokens.
const LARGE: &str = "/administration/tenants/tenant-0/api";
/// One of the others.
const SMALL: &str = "/administration/tenants/tenant-8/api";

/// The pages: the name in the table, the tenant's list, and the query.
const PAGES: &[(&str, &str, &str)] = &[
    ("first page", LARGE, ""),
    ("first page, small tenant", SMALL, ""),
    ("sorted by name", LARGE, "?sort=name"),
    ("sorted by expiry", LARGE, "?sort=expires"),
    ("sorted by last use", LARGE, "?sort=used"),
    ("active", LARGE, "?status=active"),
    ("disabled", LARGE, "?status=disabled"),
    ("expired", LARGE, "?status=expired"),
    ("revoked", LARGE, "?status=revoked"),
    ("may delete", LARGE, "?permission=delete"),
    ("module", LARGE, "?module=module-1"),
    ("app", LARGE, "?app=shop"),
    ("for all tenants", LARGE, "?scope=all"),
    ("creator", LARGE, "?creator=person-3%40example.org"),
    ("expiring within 30 days", LARGE, "?expiring=30"),
    ("never used", LARGE, "?unused=never"),
    ("unused for 90 days", LARGE, "?unused=90"),
    ("search: common", LARGE, "?q=deploy"),
    ("search: rare", LARGE, "?q=zanzibar"),
    ("search: no hit", LARGE, "?q=xylophone"),
    ("search: no hit here, but elsewhere", LARGE, "?q=quetzal"),
    ("search: two letters", LARGE, "?q=de"),
    ("search: common, revoked", LARGE, "?q=deploy&status=revoked"),
    ("search: common, by name", LARGE, "?q=deploy&sort=name"),
    ("search: common, small tenant", SMALL, "?q=deploy"),
    ("search: rare, small tenant", SMALL, "?q=quetzal"),
    ("search: no hit, small tenant", SMALL, "?q=xylophone"),
];

/// Pages outside a tenant's list.
const OTHERS: &[(&str, &str)] = &[
    ("Summary", "/administration/tenants/tenant-0"),
    ("tenants", "/administration/tenants"),
    ("audit log of a tenant", "/administration/tenants/tenant-0/audit"),
    ("audit log, by action", "/administration/tenants/tenant-0/audit?action=token.issued"),
    ("audit log of all", "/administration/audit"),
];

/// The table of one database, in Markdown.
pub async fn table(name: &str, few: &Server, many: &Server, rounds: usize) -> String {
    let mut table = format!(
        "\n| {name} | 1,000 tokens: ms | many tokens: ms | ratio | at the 95th: ms |\n|---|---:|---:|---:|---:|\n"
    );
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for (what, list, query) in PAGES {
        // In the small database, all tokens belong to one tenant.
        rows.push(((*what).to_owned(), format!("{LARGE}{query}"), format!("{list}{query}")));
    }
    let deep = (few.deep(LARGE, 15).await, many.deep(LARGE, 40).await);
    rows.insert(1, ("a deep page".to_owned(), deep.0, deep.1));
    for (what, path) in OTHERS {
        rows.push(((*what).to_owned(), (*path).to_owned(), (*path).to_owned()));
    }
    for (what, of_few, of_many) in rows {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for round in 0..rounds + 3 {
            let (one, other) = (few.get(&of_few).await.1, many.get(&of_many).await.1);
            // The first requests warm up.
            if round >= 3 {
                short.push(one);
                long.push(other);
            }
        }
        let (one, other) = (at(&mut short, 0.5), at(&mut long, 0.5));
        let last = at(&mut long, 0.95);
        println!("{name}: {what}: {one:.2} ms, {other:.2} ms");
        writeln!(table, "| {what} | {one:.2} | {other:.2} | {:.2} | {last:.2} |", other / one).unwrap();
    }
    table
}

/// The percentile in milliseconds: the time that this share did not exceed.
pub fn at(all: &mut [Duration], share: f64) -> f64 {
    all.sort_unstable();
    let place = ((all.len() as f64 - 1.0) * share).round() as usize;
    all.get(place).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
}
