//! The read behind every verification: which modules count, and over whichever connection it goes.

use super::{at_once, both, world};
use crate::domain::decision::{DenyReason, Reach, Requirement};
use crate::domain::id::{ModuleId, TenantId};
use crate::domain::text::{Name, Slug};
use crate::domain::token::TenantScope;
use crate::store::verification::facts;
use crate::store::verification::lookup::Lookup;
use crate::store::{Tx, modules, tenants};
use world::{NOW, acme, id, issue, new_token, secret, tenant};

/// Puts a module into the catalogue, and enables it for these tenants.
async fn module(tx: &mut Tx, number: u128, slug: &str, enabled: &[TenantId]) -> ModuleId {
    let module = id(number);
    let (name, slug) = (Name::parse(slug).unwrap(), Slug::parse(slug).unwrap());
    modules::insert(tx, module, &name, &slug, NOW).await.unwrap();
    for tenant in enabled {
        modules::enable(tx, *tenant, module, NOW).await.unwrap();
    }
    module
}

/// The modules that count for the token with that number.
async fn counting(tx: &mut Tx, number: u128, tenant: Option<&str>) -> String {
    let requirement = Requirement { tenant, ..Requirement::default() };
    facts(tx, &secret(number).hash, requirement).await.unwrap().unwrap().facts.modules.join(" ")
}

both! {
    async fn a_module_counts_only_while_it_is_enabled_where_the_token_is_used(base) {
        let (home, _) = acme(base).await;
        let globex = tenant(base, 2, "Globex", "globex").await;
        let initech = tenant(base, 3, "Initech", "initech").await;
        let closed = tenant(base, 4, "Closed", "closed").await;
        let mut tx = base.tx().await;
        tenants::disable(&mut tx, closed, NOW).await.unwrap();
        let all = vec![
            module(&mut tx, 1, "at-home", &[home]).await,
            module(&mut tx, 2, "at-globex", &[globex]).await,
            module(&mut tx, 3, "at-initech", &[initech]).await,
            module(&mut tx, 4, "at-closed", &[closed]).await,
            module(&mut tx, 5, "everywhere", &[home, globex, initech, closed]).await,
            module(&mut tx, 6, "nowhere", &[]).await,
        ];
        let selected = TenantScope::Selected(vec![globex, closed]);
        for (number, scope) in [(1, TenantScope::This), (2, selected), (3, TenantScope::All)] {
            let mut token = new_token(number, home);
            (token.scope, token.modules) = (scope, all.clone());
            issue(&mut tx, &token).await;
        }
        // A module that a token does not have never counts.
        issue(&mut tx, &new_token(4, home)).await;

        for (token, asked, expected) in [
            (1, None, "at-home everywhere"),
            (2, None, "at-globex everywhere"),
            (3, None, "at-globex at-home at-initech everywhere"),
            (4, None, ""),
            (1, Some("acme"), "at-home everywhere"),
            (2, Some("globex"), "at-globex everywhere"),
            (3, Some("initech"), "at-initech everywhere"),
            (3, Some("nowhere"), ""),
            (4, Some("acme"), ""),
        ] {
            assert_eq!(counting(&mut tx, token, asked).await, expected, "{token} {asked:?}");
        }

        modules::disable(&mut tx, globex, id(2)).await.unwrap();
        assert_eq!(counting(&mut tx, 2, None).await, "everywhere");
        assert_eq!(counting(&mut tx, 2, Some("globex")).await, "everywhere");
        tenants::disable(&mut tx, globex, NOW).await.unwrap();
        assert_eq!(counting(&mut tx, 2, None).await, "", "no tenant is left");
        assert_eq!(counting(&mut tx, 3, None).await, "at-home at-initech everywhere");
    }

    async fn the_decision_follows_from_the_modules_that_count(base) {
        let (home, _) = acme(base).await;
        let globex = tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        let mut token = new_token(1, home);
        token.modules = vec![module(&mut tx, 1, "devices", &[globex]).await];
        token.scope = TenantScope::Selected(vec![home, globex]);
        issue(&mut tx, &token).await;
        for (tenant, expected) in [
            (None, Ok(())),
            (Some("globex"), Ok(())),
            (Some("acme"), Err(DenyReason::WrongModule)),
            (Some("nowhere"), Err(DenyReason::WrongTenant)),
        ] {
            let requirement = Requirement { tenant, module: Some("devices"), permissions: None, ..Requirement::default() };
            let found = facts(&mut tx, &secret(1).hash, requirement).await.unwrap().unwrap();
            assert_eq!(found.facts.decide(requirement, NOW), expected, "{tenant:?}");
        }
    }

    async fn a_token_that_includes_subtenants_reaches_what_is_below_its_tenant_now(base) {
        let (home, _) = acme(base).await;
        for (number, slug) in [(2, "lyon"), (3, "rhone"), (4, "oslo"), (5, "holding")] {
            tenant(base, number, slug, slug).await;
        }
        let mut tx = base.tx().await;
        for (child, parent) in [(1, 5), (2, 1), (3, 2), (4, 1)] {
            let moved = tenants::tree::set_parent(&mut tx, id(child), Some(id(parent)), NOW).await.unwrap();
            assert_eq!(moved, tenants::tree::Moved::Done);
        }
        let modules = vec![
            module(&mut tx, 1, "at-home", &[home]).await,
            module(&mut tx, 2, "in-rhone", &[id(3)]).await,
            module(&mut tx, 3, "in-oslo", &[id(4)]).await,
            module(&mut tx, 4, "above", &[id(5)]).await,
        ];
        let mut token = new_token(1, home);
        (token.scope, token.modules) = (TenantScope::ThisAndBelow, modules);
        issue(&mut tx, &token).await;
        let found = crate::store::tokens::find(&mut tx, home, id(1)).await.unwrap().unwrap();
        assert_eq!(found.scope, TenantScope::ThisAndBelow);
        assert_eq!(crate::store::tokens::count_reaching_below(&mut tx, &[home, id(2)]).await.unwrap(), 1);
        tenants::disable(&mut tx, id(4), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let pool = Lookup::new((**base).clone());
        let own = pool.for_thread(2);
        for (asked, reached, counting) in [
            (None, "acme lyon rhone", "at-home in-rhone"),
            // Of those below only the one that is asked for is looked up.
            (Some("acme"), "acme", "at-home"),
            (Some("rhone"), "acme rhone", "in-rhone"),
            (Some("lyon"), "acme lyon", ""),
            (Some("holding"), "acme", "above"),
            (Some("nowhere"), "acme", ""),
        ] {
            let requirement = Requirement { tenant: asked, ..Requirement::default() };
            let one = pool.facts(&secret(1).hash, requirement).await.unwrap().unwrap();
            let other = own.facts(&secret(1).hash, requirement).await.unwrap().unwrap();
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "{asked:?}");
            let Reach::These(slugs) = &one.facts.reach else { panic!("{asked:?}") };
            assert_eq!((slugs.join(" "), one.facts.modules.join(" ")), (reached.to_owned(), counting.to_owned()));
            let decision = one.facts.decide(requirement, NOW);
            let within = asked.is_none_or(|asked| reached.split(' ').any(|slug| slug == asked));
            assert_eq!(decision, if within { Ok(()) } else { Err(DenyReason::WrongTenant) }, "{asked:?}");
        }
        let oslo = Requirement { tenant: Some("oslo"), ..Requirement::default() };
        let found = own.facts(&secret(1).hash, oslo).await.unwrap().unwrap();
        assert_eq!(found.facts.decide(oslo, NOW), Err(DenyReason::WrongTenant), "it is disabled");
        // The one above is disabled, and with it everything here.
        let mut tx = base.tx().await;
        tenants::disable(&mut tx, id(5), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let found = own.facts(&secret(1).hash, Requirement::default()).await.unwrap().unwrap();
        assert_eq!(found.facts.accepted(NOW), Err(DenyReason::TenantDisabled));
    }

    async fn the_pool_and_a_threads_own_connection_tell_the_same(base) {
        let (home, _) = acme(base).await;
        let mut tx = base.tx().await;
        let devices = module(&mut tx, 1, "devices", &[home]).await;
        let mut token = new_token(1, home);
        (token.modules, token.expires_at) = (vec![devices], Some(world::later(7)));
        issue(&mut tx, &token).await;
        let mut wide = new_token(2, home);
        wide.scope = TenantScope::Selected(vec![home]);
        issue(&mut tx, &wide).await;
        tx.commit().await.unwrap();
        let pool = Lookup::new((**base).clone());
        let own = pool.for_thread(2);
        for number in [1, 2, 9] {
            for tenant in [None, Some("acme"), Some("nowhere"), Some("a\0b")] {
                let requirement = Requirement { tenant, ..Requirement::default() };
                let hash = secret(number).hash;
                let (one, other) = (pool.facts(&hash, requirement).await.unwrap(), own.facts(&hash, requirement).await.unwrap());
                assert_eq!(one.is_some(), number != 9);
                assert_eq!(format!("{one:?}"), format!("{other:?}"), "{number} {tenant:?}");
            }
        }
    }

    async fn what_was_committed_before_a_read_began_is_in_it(base) {
        let (home, _) = acme(base).await;
        let mut tx = base.tx().await;
        let token = issue(&mut tx, &new_token(1, home)).await;
        tx.commit().await.unwrap();
        let own = Lookup::new((**base).clone()).for_thread(1);
        let another = base.another().await;
        for round in 0..20 {
            let found = own.facts(&secret(1).hash, Requirement::default()).await.unwrap().unwrap();
            assert_eq!(found.facts.accepted(NOW), if round % 2 == 0 { Ok(()) } else { Err(DenyReason::Disabled) });
            let at = if round % 2 == 0 { NOW.micros().to_string() } else { "NULL".to_owned() };
            let update = format!("UPDATE tokens SET disabled_at = {at} WHERE id = {{{}}}", token.uuid().as_u128());
            if round % 3 == 0 {
                base.execute(&update).await;
            } else {
                let mut tx = another.write().await.unwrap();
                match round % 2 {
                    0 => crate::store::tokens::changes::disable(&mut tx, home, token, NOW).await.map(drop).unwrap(),
                    _ => crate::store::tokens::changes::enable(&mut tx, home, token, NOW).await.map(drop).unwrap(),
                }
                tx.commit().await.unwrap();
            }
        }
        another.close().await;
    }

    async fn many_at_once_over_one_threads_connections_all_get_their_own_answer(base) {
        let (home, _) = acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=40 {
            issue(&mut tx, &new_token(number, home)).await;
        }
        tx.commit().await.unwrap();
        let own = Lookup::new((**base).clone()).for_thread(4);
        let asked = at_once(40, |number| {
            let own = own.clone();
            async move {
                let number = number as u128 + 1;
                let found = own.facts(&secret(number).hash, Requirement::default()).await.unwrap().unwrap();
                assert_eq!(found.id, id(number));
            }
        });
        assert_eq!(asked.await.len(), 40);
    }

    async fn a_closed_database_answers_nothing(base) {
        let (home, _) = acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, home)).await;
        tx.commit().await.unwrap();
        let db = base.another().await;
        let own = Lookup::new(db.clone()).for_thread(1);
        assert!(own.facts(&secret(1).hash, Requirement::default()).await.unwrap().is_some());
        db.close().await;
        let error = own.facts(&secret(1).hash, Requirement::default()).await.unwrap_err();
        assert!(error.is_passing(), "{error}");
    }
}
