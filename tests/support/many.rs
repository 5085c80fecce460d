//! Many tokens, created bypassing the wizard.

use chrono::TimeDelta;
use latchkey::domain::id::{TenantId, TokenId};
use latchkey::domain::labels::Labels;
use latchkey::domain::permission::Permissions;
use latchkey::domain::secret::PlainSecret;
use latchkey::domain::text::{Email, Name};
use latchkey::domain::token::{KeptSecret, NewToken, TenantScope};
use latchkey::store::{people::users, tenants, tokens};

use super::people::{Issued, OWNER};
use super::server::TestApp;

impl TestApp {
    /// The ID of the tenant with this slug.
    pub async fn tenant_id(&self, slug: &str) -> TenantId {
        let mut tx = self.state.db.read().await.unwrap();
        tenants::find_by_slug(&mut tx, slug).await.unwrap().unwrap().id
    }

    /// This many tokens of the owner, oldest first: `Token 0001`, ...
    pub async fn many(&self, tenant: &str, number: usize) -> Vec<Issued> {
        self.many_with(tenant, number, |token| token).await
    }

    /// The same, each created by `make`.
    pub async fn many_with(
        &self,
        tenant: &str,
        number: usize,
        make: impl Fn(NewToken) -> NewToken,
    ) -> Vec<Issued> {
        let home = self.tenant_id(tenant).await;
        let mut tx = self.state.db.write().await.unwrap();
        let owner = users::find_account(&mut tx, &Email::parse(OWNER).unwrap()).await.unwrap().unwrap();
        let mut made = Vec::new();
        for number in 1..=number {
            let at = self.state.now();
            let secret = PlainSecret::generate("lk", &self.state.entropy).unwrap();
            let key = &self.state.fixed.secret_key;
            let token = make(NewToken {
                id: TokenId::new(at.plus(TimeDelta::milliseconds(number as i64)), &self.state.entropy)
                    .unwrap(),
                tenant: home,
                labels: Labels::named(Name::parse(&format!("Token {number:04}")).unwrap()),
                logo: None,
                scope: TenantScope::This,
                permissions: Permissions::from_bits(1).unwrap(),
                app: None,
                modules: Vec::new(),
                expires_at: None,
                secret: KeptSecret {
                    key_id: key.id().to_owned(),
                    hash: key.hash(&secret),
                    last_four: secret.last_four(),
                },
                created_by: Some(owner.id),
                issued_by: None,
                created_at: at,
            });
            tokens::insert(&mut tx, &token, OWNER).await.unwrap();
            made.push(Issued { id: token.id.to_string(), secret: secret.expose().to_owned() });
        }
        tx.commit().await.unwrap();
        made
    }
}
