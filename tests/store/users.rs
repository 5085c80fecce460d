//! Users.

use super::{both, world};
use crate::domain::person::{Assignment, Role};
use crate::domain::text::Email;
use crate::store::people::users;
use world::{NOW, id, later, tenant, user};

fn email(typed: &str) -> Email {
    Email::parse(typed).unwrap()
}

const fn everywhere(role: Role) -> Assignment {
    Assignment { role, tenant: None }
}

both! {
    async fn a_password_that_was_made_for_somebody_has_to_be_changed_until_it_is(base) {
        user(base, 1).await;
        let mut tx = base.tx().await;
        let must = async |tx: &mut crate::store::Tx| {
            users::find_signed_in(tx, id(1)).await.unwrap().unwrap().person.must_change_password
        };
        assert!(!must(&mut tx).await);
        assert!(users::must_change_password(&mut tx, id(1), NOW).await.unwrap());
        assert!(!users::must_change_password(&mut tx, id(9), NOW).await.unwrap());
        assert!(must(&mut tx).await);
        assert!(!users::change_password(&mut tx, id(1), "$other$", "$new$", later(1)).await.unwrap());
        assert!(must(&mut tx).await, "nothing was changed");
        assert!(users::set_password(&mut tx, id(1), "$set$", later(1)).await.unwrap());
        assert!(!must(&mut tx).await);
        assert!(users::must_change_password(&mut tx, id(1), NOW).await.unwrap());
        assert!(users::change_password(&mut tx, id(1), "$set$", "$new$", later(1)).await.unwrap());
        assert!(!must(&mut tx).await);
    }

    async fn somebody_reads_back_as_they_were_made(base) {
        let mut tx = base.tx().await;
        assert!(!users::any(&mut tx).await.unwrap());
        users::create(&mut tx, id(1), &email("Änn@Example.org"), "$hash$", Some("fr"), NOW).await.unwrap();
        assert!(users::any(&mut tx).await.unwrap());
        let account = users::find_account(&mut tx, &email("änn@example.ORG")).await.unwrap().unwrap();
        assert_eq!((account.id, account.password_hash.as_str(), account.is_disabled), (id(1), "$hash$", false));
        let found = users::find_signed_in(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!((found.person.id, found.person.email.as_str()), (id(1), "änn@example.org"));
        assert_eq!((found.person.language.as_deref(), found.password_hash.as_str()), (Some("fr"), "$hash$"));
        assert!(found.person.assignments.is_empty());
        assert!(users::find_account(&mut tx, &email("ann@example.org")).await.unwrap().is_none());
        assert!(users::find_signed_in(&mut tx, id(2)).await.unwrap().is_none());
    }

    async fn an_address_is_somebodys_once(base) {
        user(base, 1).await;
        let again = users::create(&mut base.tx().await, id(2), &email("U1@example.org"), "x", None, NOW).await;
        assert!(again.unwrap_err().is_duplicate());
    }

    async fn who_is_disabled_is_known_but_not_signed_in(base) {
        user(base, 1).await;
        base.execute("UPDATE users SET disabled_at = 1").await;
        let mut tx = base.reader().await;
        assert!(users::find_account(&mut tx, &email("u1@example.org")).await.unwrap().unwrap().is_disabled);
        assert!(users::find_signed_in(&mut tx, id(1)).await.unwrap().is_none());
    }

    async fn roles_come_with_the_person_in_the_order_they_were_given(base) {
        user(base, 1).await;
        user(base, 2).await;
        tenant(base, 1, "Acme", "acme").await;
        let admin = Assignment { role: Role::TenantAdmin, tenant: Some(id(1)) };
        let auditor = Assignment { role: Role::Auditor, tenant: Some(id(1)) };
        let mut tx = base.tx().await;
        assert!(users::assign(&mut tx, id(1), admin, later(1)).await.unwrap());
        // Assigned at the same time: the platform role comes first on both databases.
        assert!(users::assign(&mut tx, id(1), auditor, later(2)).await.unwrap());
        assert!(users::assign(&mut tx, id(1), everywhere(Role::Auditor), later(2)).await.unwrap());
        assert!(users::assign(&mut tx, id(1), everywhere(Role::Owner), NOW).await.unwrap());
        let found = users::find_signed_in(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!(
            found.person.assignments,
            [everywhere(Role::Owner), admin, everywhere(Role::Auditor), auditor]
        );
        assert!(users::find_signed_in(&mut tx, id(2)).await.unwrap().unwrap().person.assignments.is_empty());
    }

    async fn a_role_is_given_once_to_each_and_in_each_place(base) {
        user(base, 1).await;
        user(base, 2).await;
        tenant(base, 1, "Acme", "acme").await;
        tenant(base, 2, "Other", "other").await;
        let auditor = |number| Assignment { role: Role::Auditor, tenant: Some(id(number)) };
        let mut tx = base.tx().await;
        for assignment in [everywhere(Role::Owner), everywhere(Role::Auditor), auditor(1), auditor(2)] {
            assert!(users::assign(&mut tx, id(1), assignment, NOW).await.unwrap(), "{assignment:?}");
            assert!(!users::assign(&mut tx, id(1), assignment, NOW).await.unwrap(), "{assignment:?}");
            assert!(users::assign(&mut tx, id(2), assignment, NOW).await.unwrap(), "{assignment:?}");
        }
    }

    async fn a_role_where_it_cannot_be_is_refused(base) {
        user(base, 1).await;
        tenant(base, 1, "Acme", "acme").await;
        for wrong in [
            everywhere(Role::TenantAdmin),
            Assignment { role: Role::Owner, tenant: Some(id(1)) },
            Assignment { role: Role::Auditor, tenant: Some(id(9)) },
        ] {
            assert!(users::assign(&mut base.tx().await, id(1), wrong, NOW).await.is_err(), "{wrong:?}");
        }
        assert!(users::assign(&mut base.tx().await, id(9), everywhere(Role::Owner), NOW).await.is_err());
    }

    async fn password_and_language_can_be_changed(base) {
        user(base, 1).await;
        user(base, 2).await;
        let mut tx = base.tx().await;
        assert!(users::set_password(&mut tx, id(1), "$new$", later(1)).await.unwrap());
        assert!(!users::set_password(&mut tx, id(9), "$new$", later(1)).await.unwrap());
        users::set_language(&mut tx, id(1), Some("de"), later(1)).await.unwrap();
        let found = users::find_signed_in(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!((found.password_hash.as_str(), found.person.language.as_deref()), ("$new$", Some("de")));
        let other = users::find_signed_in(&mut tx, id(2)).await.unwrap().unwrap();
        assert_eq!((other.password_hash.as_str(), other.person.language.as_deref()), ("$argon2id$", None));
        users::set_language(&mut tx, id(1), None, later(2)).await.unwrap();
        assert_eq!(users::find_signed_in(&mut tx, id(1)).await.unwrap().unwrap().person.language, None);
        assert!(users::set_language(&mut tx, id(1), Some("it"), later(2)).await.is_err());
    }

    async fn a_password_changes_by_the_hash_that_was_proved_alone(base) {
        user(base, 1).await;
        user(base, 2).await;
        let mut tx = base.tx().await;
        assert!(users::change_password(&mut tx, id(1), "$argon2id$", "$new$", later(1)).await.unwrap());
        assert!(!users::change_password(&mut tx, id(1), "$argon2id$", "$late$", later(2)).await.unwrap());
        assert!(!users::change_password(&mut tx, id(9), "$argon2id$", "$new$", later(1)).await.unwrap());
        for (number, expected) in [(1, "$new$"), (2, "$argon2id$")] {
            let found = users::find_signed_in(&mut tx, id(number)).await.unwrap().unwrap();
            assert_eq!(found.password_hash, expected);
        }
    }

    async fn every_letter_an_address_may_hold_is_lower_case_for_the_database_too(base) {
        let letters: Vec<char> = ('\u{21}'..=char::MAX).filter(|c| c.is_alphabetic() && *c != '@').collect();
        let mut tx = base.tx().await;
        for (number, some) in (1..).zip(letters.chunks(100)) {
            let typed = format!("{}@example.org", some.iter().collect::<String>());
            let Ok(email) = Email::parse(&typed) else { continue };
            users::create(&mut tx, id(number), &email, "x", None, NOW).await.unwrap_or_else(|error| panic!("{typed}: {error}"));
        }
    }

    async fn an_unknown_role_is_an_error_with_a_name(base) {
        user(base, 1).await;
        let mut tx = base.tx().await;
        users::assign(&mut tx, id(1), everywhere(Role::Owner), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let rules = ["role_assignments_place", "role_assignments_role_known"];
        base.corrupt("role_assignments", &rules, "UPDATE role_assignments SET role = 'king'").await;
        let found = users::find_signed_in(&mut base.reader().await, id(1)).await;
        assert_eq!(found.err().unwrap().to_string(), "corrupt row: role_assignments.role");
    }
}
