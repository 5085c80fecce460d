//! Modules and the access of tokens, set directly in the database, so that tests can use every combination.

use super::database::Kind;
use super::server::TestApp;

impl TestApp {
    /// A module of the catalogue, enabled in the tenants with these slugs; its name is the capitalized slug.
    pub async fn module(&self, slug: &str, tenants: &[&str]) {
        let id = match self.kind {
            Kind::Sqlite => "randomblob(16)",
            Kind::Postgres => "gen_random_uuid()",
        };
        let name = format!("{}{}", slug[..1].to_uppercase(), &slug[1..]);
        let insert =
            format!("INSERT INTO modules (id, slug, name, created_at) VALUES ({id}, '{slug}', '{name}', 0)");
        self.database.execute(&insert).await;
        for tenant in tenants {
            let enable = format!(
                "INSERT INTO tenant_modules (tenant_id, module_id, created_at)
                 SELECT t.id, m.id, 0 FROM tenants t, modules m WHERE t.slug = '{tenant}' AND m.slug = '{slug}'"
            );
            assert_eq!(self.database.execute(&enable).await, 1, "{tenant}");
        }
    }

    /// Gives the token with this name these modules.
    pub async fn let_use(&self, token: &str, modules: &[&str]) {
        for module in modules {
            let grant = format!(
                "INSERT INTO token_modules (token_id, module_id, tenant_id)
                 SELECT t.id, m.id, t.tenant_id FROM tokens t, modules m WHERE t.name = '{token}' AND m.slug = '{module}'"
            );
            assert_eq!(self.database.execute(&grant).await, 1, "{token} {module}");
        }
    }

    /// Changes the row of the token with this name: `permissions = 15`.
    pub async fn set(&self, token: &str, assignment: &str) {
        let update = format!("UPDATE tokens SET {assignment} WHERE name = '{token}'");
        assert_eq!(self.database.execute(&update).await, 1, "{token}");
    }

    /// Lets the token with this name access these selected tenants.
    pub async fn let_reach(&self, token: &str, tenants: &[&str]) {
        self.set(token, "tenant_scope = 'selected'").await;
        for tenant in tenants {
            let reach = format!(
                "INSERT INTO token_tenants (token_id, tenant_id)
                 SELECT t.id, o.id FROM tokens t, tenants o WHERE t.name = '{token}' AND o.slug = '{tenant}'"
            );
            assert_eq!(self.database.execute(&reach).await, 1, "{token} {tenant}");
        }
    }
}
