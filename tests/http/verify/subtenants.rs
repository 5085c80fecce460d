//! The table for tenants below others: scope of the token x its tenant x the tenant that is asked for, in trees of
//! several shapes, some of them in part disabled.

use super::Proxy;
use crate::subtenants::put_below;
use crate::support::people::Issued;
use crate::support::{Client, TestApp, both};

const TENANTS: [&str; 5] = ["holding", "acme", "lyon", "oslo", "globex"];
const SCOPES: [&str; 4] = ["this", "this_and_subtenants", "selected", "all"];

/// Who stands below whom, and who is disabled.
struct Shape {
    parents: &'static [(&'static str, &'static str)],
    disabled: &'static [&'static str],
}

const SHAPES: [Shape; 6] = [
    Shape { parents: &[], disabled: &[] },
    Shape { parents: &[("acme", "holding"), ("lyon", "acme"), ("oslo", "acme")], disabled: &[] },
    Shape { parents: &[("acme", "holding"), ("lyon", "acme"), ("oslo", "acme")], disabled: &["acme"] },
    Shape { parents: &[("lyon", "oslo"), ("oslo", "globex"), ("acme", "globex")], disabled: &["lyon"] },
    Shape { parents: &[("holding", "lyon"), ("acme", "holding")], disabled: &["lyon"] },
    Shape { parents: &[("holding", "lyon"), ("acme", "holding")], disabled: &["holding", "globex"] },
];

impl Shape {
    /// The tenant and everything above it, walked up anew each time.
    fn line(&self, tenant: &'static str) -> Vec<&'static str> {
        let mut line = vec![tenant];
        while let Some((_, parent)) =
            self.parents.iter().find(|(child, _)| line.last().is_some_and(|last| last == child))
        {
            line.push(parent);
        }
        line
    }

    fn is_out_of_use(&self, tenant: &'static str) -> bool {
        self.line(tenant).iter().any(|above| self.disabled.contains(above))
    }

    /// The status for a token of that scope and tenant; selected are `acme` and `globex`.
    fn expected(&self, scope: &str, home: &'static str, asked: Option<&'static str>) -> u16 {
        let reaches = |tenant: &'static str| match scope {
            "this" => tenant == home,
            "this_and_subtenants" => self.line(tenant).contains(&home),
            "selected" => tenant == "acme" || tenant == "globex",
            _ => true,
        };
        if self.is_out_of_use(home) {
            return 401;
        }
        let works = |tenant: &'static str| reaches(tenant) && !self.is_out_of_use(tenant);
        match asked {
            _ if scope == "selected" && !TENANTS.into_iter().any(works) => 401,
            None => 200,
            Some(tenant) if works(tenant) => 200,
            Some(_) => 403,
        }
    }
}

async fn arrange(app: &TestApp, owner: &Client, shape: &Shape) {
    for tenant in TENANTS {
        let settings = format!("/administration/tenants/{tenant}/settings");
        if app.database.number(&format!("SELECT disabled_itself FROM tenants WHERE slug = '{tenant}'")).await
            == 1
        {
            owner.fill_in(&settings, "Enable", |form| form).await.expect(303);
        }
        let above = format!("SELECT COUNT(parent_id) FROM tenants WHERE slug = '{tenant}'");
        if app.database.number(&above).await == 1 {
            put_below(owner, tenant, "").await;
        }
    }
    for (child, parent) in shape.parents {
        put_below(owner, child, parent).await;
    }
    for tenant in shape.disabled {
        let settings = format!("/administration/tenants/{tenant}/settings");
        owner.fill_in(&settings, "Disable", |form| form).await.expect(303);
    }
}

both! {
    async fn every_scope_in_every_tenant_of_every_tree_is_decided_as_specified(app) {
        let owner = app.owner().await;
        for tenant in TENANTS {
            app.tenant(&owner, tenant).await;
        }
        let mut tokens: Vec<(&str, &'static str, Issued)> = Vec::new();
        for scope in SCOPES {
            for home in TENANTS {
                let access = |form: crate::support::Form| match scope {
                    "selected" => form.tick("tenant_scope=selected").tick("tenants=acme").tick("tenants=globex"),
                    "all" => form.tick("tenant_scope=all"),
                    _ => form,
                };
                let name = format!("{scope} {home}");
                let token = owner.issue_as(home, |form| form.fill("Name", &name), access).await;
                if scope == "this_and_subtenants" {
                    app.set(&name, "include_subtenants = 1").await;
                }
                tokens.push((scope, home, token));
            }
        }
        let proxy = Proxy::new(&owner);
        let mut passed = 0;
        for (number, shape) in SHAPES.iter().enumerate() {
            arrange(app, &owner, shape).await;
            for (scope, home, token) in &tokens {
                let bearer = format!("Bearer {}", token.secret);
                let headers = [("authorization", bearer.as_str()), ("x-forwarded-method", "GET")];
                for asked in TENANTS.map(Some).into_iter().chain([None]) {
                    let query = asked.map_or_else(String::new, |tenant| format!("?tenant={tenant}"));
                    let answer = proxy.ask(&query, &headers).await;
                    let expected = shape.expected(scope, home, asked);
                    assert_eq!(answer.status, expected, "shape {number}: {scope} of {home} in {asked:?}");
                    passed += usize::from(expected == 200);
                    if let (200, "this_and_subtenants") = (answer.status, *scope) {
                        let told = answer.header("x-latchkey-tenant");
                        let mut told: Vec<&str> = told.split(',').collect();
                        let mut reached: Vec<&str> = match asked {
                            Some(tenant) => [*home, tenant].into(),
                            None => TENANTS.into_iter().filter(|tenant| {
                                shape.line(tenant).contains(home) && !shape.is_out_of_use(tenant)
                            }).collect(),
                        };
                        told.sort_unstable();
                        reached.sort_unstable();
                        reached.dedup();
                        assert_eq!(told, reached, "shape {number}: {home} in {asked:?}");
                    }
                }
            }
        }
        assert!(passed > 200, "{passed}");
    }
}
