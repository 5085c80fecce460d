//! API clients.

use super::{both, world};
use crate::domain::api_client::NewApiClient;
use crate::domain::text::Name;
use crate::store::{api_clients, modules};
use world::{NOW, acme, id, later, secret};

both! {
    async fn an_api_client_is_known_by_its_secret_until_it_is_revoked(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        let module = modules::find_by_slug(&mut tx, "administration").await.unwrap().unwrap().id;
        let client = NewApiClient {
            id: id(7),
            name: Name::parse("Gateway").unwrap(),
            modules: vec![module],
            hash: secret(1).hash,
            last_four: "0001".into(),
            created_at: NOW,
        };
        assert!(api_clients::insert(&mut tx, &client, "ann@example.org").await.unwrap());
        let known = api_clients::by_secret(&mut tx, &secret(1).hash).await.unwrap().unwrap();
        assert_eq!((known.id, known.modules), (id(7), vec!["administration".to_owned()]));
        assert!(api_clients::by_secret(&mut tx, &secret(2).hash).await.unwrap().is_none());
        let found = api_clients::find(&mut tx, id(7)).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.created_by.as_str()), ("Gateway", "ann@example.org"));
        assert_eq!((found.modules, found.revoked_at), (api_clients::modules(&mut tx).await.unwrap(), None));
        assert!(api_clients::revoke(&mut tx, id(7), later(1)).await.unwrap());
        assert!(!api_clients::revoke(&mut tx, id(7), later(2)).await.unwrap());
        assert!(api_clients::by_secret(&mut tx, &secret(1).hash).await.unwrap().is_none());
        assert_eq!(api_clients::list(&mut tx).await.unwrap()[0].revoked_at, Some(later(1)));
    }
}
