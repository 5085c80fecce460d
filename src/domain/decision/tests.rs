use super::*;
use crate::domain::permission::needed;

const NOW: Timestamp = Timestamp::from_micros(100);

const fn at(micros: i64) -> Option<Timestamp> {
    Some(Timestamp::from_micros(micros))
}

fn good() -> Facts {
    Facts {
        life: Life::default(),
        secret_ends_at: None,
        home_disabled: false,
        reach: Reach::These(vec!["acme".into()]),
        permissions: Permissions::of([Permission::Read]).unwrap(),
        modules: vec!["devices".into()],
        asked_tenant: Some(RequestedTenant { slug: "acme".into(), disabled: false }),
    }
}

#[test]
fn a_secret_is_accepted_only_while_everything_about_it_is_in_order() {
    assert_eq!(good().accepted(NOW), Ok(()));
    assert_eq!(Facts { secret_ends_at: at(101), ..good() }.accepted(NOW), Ok(()));
    assert_eq!(Facts { secret_ends_at: at(100), ..good() }.accepted(NOW), Err(DenyReason::SecretReplaced));
    assert_eq!(Facts { home_disabled: true, ..good() }.accepted(NOW), Err(DenyReason::TenantDisabled));
    assert_eq!(
        Facts { reach: Reach::These(vec![]), ..good() }.accepted(NOW),
        Err(DenyReason::TenantDisabled)
    );
    let life = Life { revoked_at: at(1), ..Life::default() };
    assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Revoked));
    let life = Life { expires_at: at(100), ..Life::default() };
    assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Expired));
    let life = Life { disabled_at: at(1), ..Life::default() };
    assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Disabled));
}

#[test]
fn tenant_module_and_permission_each_decide() {
    let requirement = Requirement {
        tenant: Some("acme"),
        module: Some("devices"),
        permissions: Some(needed::READ),
        ..Requirement::default()
    };
    assert_eq!(good().decide(requirement, NOW), Ok(()));
    assert_eq!(good().decide(Requirement::default(), NOW), Ok(()));
    let globex = || Some(RequestedTenant { slug: "globex".into(), disabled: false });
    assert_eq!(
        Facts { asked_tenant: globex(), ..good() }.decide(requirement, NOW),
        Err(DenyReason::WrongTenant)
    );
    let by_id = Requirement { tenant: None, tenant_id: Some(uuid::Uuid::from_u128(1).into()), ..requirement };
    assert_eq!(good().decide(by_id, NOW), Ok(()));
    assert_eq!(Facts { asked_tenant: globex(), ..good() }.decide(by_id, NOW), Err(DenyReason::WrongTenant));
    assert_eq!(Facts { asked_tenant: None, ..good() }.decide(by_id, NOW), Err(DenyReason::WrongTenant));
    assert_eq!(Facts { asked_tenant: None, ..good() }.decide(requirement, NOW), Err(DenyReason::WrongTenant));
    assert_eq!(
        good().decide(Requirement { module: Some("billing"), ..requirement }, NOW),
        Err(DenyReason::WrongModule)
    );
    let both = Permissions::of([Permission::Read, Permission::Delete]);
    for permissions in [Some(needed::DELETE), both] {
        let refusal = good().decide(Requirement { permissions, ..requirement }, NOW);
        assert_eq!(refusal, Err(DenyReason::MissingPermission(Permission::Delete)));
    }
}

#[test]
fn an_api_learns_of_its_own_modules_only() {
    let facts = Facts { modules: vec!["billing".into(), "devices".into(), "maps".into()], ..good() };
    let registered = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>();
    let among = |slugs: &[&str]| facts.modules_among(&registered(slugs));
    assert_eq!(among(&["maps", "weather", "devices"]), Ok(vec!["devices".into(), "maps".into()]));
    assert_eq!(among(&["weather"]), Err(DenyReason::WrongModule));
    assert_eq!(among(&[]), Err(DenyReason::WrongModule));
    let none = Facts { modules: Vec::new(), ..good() };
    assert_eq!(none.modules_among(&registered(&["devices"])), Err(DenyReason::WrongModule));
}

#[test]
fn every_refusal_has_its_name_among_the_reasons() {
    let mut refusals = vec![
        DenyReason::Unknown,
        DenyReason::Disabled,
        DenyReason::Expired,
        DenyReason::Revoked,
        DenyReason::SecretReplaced,
        DenyReason::TenantDisabled,
        DenyReason::WrongTenant,
        DenyReason::WrongModule,
    ];
    refusals.extend(Permission::ALL.map(DenyReason::MissingPermission));
    for (refusal, reason) in refusals.iter().zip(REASONS) {
        assert_eq!(refusal.reason(), reason);
        assert!(reason.starts_with(&refusal.to_string()));
    }
}

#[test]
fn the_nearer_end_counts() {
    let life = |expires_at| Life { expires_at, ..Life::default() };
    assert_eq!(good().ends_at(), None);
    assert_eq!(Facts { life: life(at(5)), ..good() }.ends_at(), at(5));
    assert_eq!(Facts { secret_ends_at: at(4), ..good() }.ends_at(), at(4));
    assert_eq!(Facts { life: life(at(5)), secret_ends_at: at(4), ..good() }.ends_at(), at(4));
    assert_eq!(Facts { life: life(at(3)), secret_ends_at: at(4), ..good() }.ends_at(), at(3));
}

#[test]
fn a_token_for_everything_still_asks_whether_the_tenant_is_there_and_enabled() {
    let requirement = Requirement { tenant: Some("acme"), ..Requirement::default() };
    let all = Facts { reach: Reach::Everything, ..good() };
    assert_eq!(all.decide(requirement, NOW), Ok(()));
    assert_eq!(
        Facts { asked_tenant: None, ..all.clone() }.decide(requirement, NOW),
        Err(DenyReason::WrongTenant)
    );
    let disabled = Some(RequestedTenant { slug: "acme".into(), disabled: true });
    assert_eq!(
        Facts { asked_tenant: disabled, ..all }.decide(requirement, NOW),
        Err(DenyReason::WrongTenant)
    );
}

#[test]
fn only_methods_that_a_permission_covers_are_known() {
    assert_eq!(permission_for("HEAD"), Some(Permission::Read));
    assert_eq!(permission_for("PATCH"), Some(Permission::Write));
    for odd in ["get", "", "TRACE", "CONNECT", "GET ", "PROPFIND"] {
        assert_eq!(permission_for(odd), None, "{odd}");
    }
}

#[test]
fn paths_that_can_be_read_in_two_ways_are_ambiguous() {
    for clear in ["/", "/a/b", "/a.b/..c", "/a%20b", "/a?next=//x;..", "/a/"] {
        assert!(!is_ambiguous(clear), "{clear}");
    }
    for odd in [
        "",
        "a",
        "//a",
        "/a//b",
        "/a/../b",
        "/..",
        "/./a",
        "/a;b",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/%2e%2e/a",
        "/a%",
        "/a%2",
        "/a%zz",
        "/a%252fb",
        "/a b",
        "/ä",
        "/a%00",
        "http://x/a",
        "/a%0d%0ab",
        "/a#b",
        "/a?b#c",
    ] {
        assert!(is_ambiguous(odd), "{odd}");
    }
}
