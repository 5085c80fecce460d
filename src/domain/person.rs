//! People, their roles, and the rule for what they may do.

use super::id::{TenantId, UserId};

/// The roles of users.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// May do everything, everywhere.
    Owner,
    /// Administers the assigned tenants and their subtenants.
    TenantAdmin,
    /// Reads the assigned tenants, and changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub(crate) const ALL: [Self; 3] = [Self::Owner, Self::TenantAdmin, Self::Auditor];

    /// Its name in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::TenantAdmin => "tenant-admin",
            Self::Auditor => "auditor",
        }
    }

    /// The role with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Who has each action. A new one does not compile until that is decided here.
    const fn allows(self, action: Action) -> bool {
        match action {
            Action::ReadTenant | Action::ReadTokens | Action::ReadAudit => {
                matches!(self, Self::Owner | Self::TenantAdmin | Self::Auditor)
            }
            Action::ChangeTenant | Action::ManageTokens => matches!(self, Self::Owner | Self::TenantAdmin),
            // What all tenants share, nobody changes for the sake of one tenant.
            Action::CreateTenants
            | Action::DisableTenant
            | Action::MoveTenant
            | Action::ChangeSlug
            | Action::IssueForAllTenants
            | Action::ManageModules
            | Action::ManageApiClients => matches!(self, Self::Owner),
        }
    }
}

/// The actions that roles allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// See a tenant, its settings, its apps and its modules.
    ReadTenant,
    /// Change a tenant's name, time zone or language, its apps, and which modules it has enabled: none of this
    /// affects other tenants.
    ChangeTenant,
    /// Disable or enable a tenant.
    DisableTenant,
    /// Move a tenant below another one, or to the top. This changes who administers it, and what the tokens of
    /// tenants above it can access.
    MoveTenant,
    /// Change a tenant's slug, or remove a former one, by which proxies may pin it.
    ChangeSlug,
    /// See a tenant's tokens.
    ReadTokens,
    /// Read a tenant's audit log, export it, and verify it: everyone with a role there, and auditors in particular.
    /// Events that concern no single tenant (people, the catalogue, API clients) are for people with a role
    /// everywhere.
    ReadAudit,
    /// Create, change and revoke a tenant's tokens.
    ManageTokens,
    /// Create tenants. Concerns no existing tenant.
    CreateTenants,
    /// Create tokens for all tenants, including future ones. Concerns no single tenant.
    IssueForAllTenants,
    /// Create, see and revoke the credentials of APIs that introspect tokens. These see tokens of every tenant, so
    /// they concern no single one.
    ManageApiClients,
    /// Change the catalogue of modules, which all tenants share. Concerns no single tenant.
    ManageModules,
}

/// A role of a user: in one tenant, or everywhere if `tenant` is `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// The tenant; `None` means everywhere. An owner always has the role everywhere, a tenant administrator never.
    pub tenant: Option<TenantId>,
}

/// The tenants in which a user or token may do something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    Everywhere,
    /// These and their subtenants.
    Below(Vec<TenantId>),
    /// Exactly these: the tenants of a token, without subtenants that were not chosen.
    Exactly(Vec<TenantId>),
}

/// A user who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    /// The address they sign in with.
    pub email: String,
    /// The tag of the language they chose, if any.
    pub language: Option<String>,
    pub assignments: Vec<Assignment>,
    /// Whether their password was generated, so that they must change it before doing anything else.
    pub must_change_password: bool,
}

impl Person {
    /// Whether they may do `action` in the tenant with this `lineage` (the tenant first, then its parents).
    ///
    /// The only check for pages and actions.
    pub(crate) fn may(&self, action: Action, lineage: &[TenantId]) -> bool {
        self.assignments.iter().any(|assignment| {
            assignment.role.allows(action) && assignment.tenant.is_none_or(|tenant| lineage.contains(&tenant))
        })
    }

    /// The tenants in which they may do `action`. Agrees with [`Person::may`], for lists.
    pub(crate) fn reach(&self, action: Action) -> Reach {
        let allowing = || self.assignments.iter().filter(|assignment| assignment.role.allows(action));
        if allowing().any(|assignment| assignment.tenant.is_none()) {
            return Reach::Everywhere;
        }
        Reach::Below(allowing().filter_map(|assignment| assignment.tenant).collect())
    }

    /// Whether they may do `action` where no single tenant is concerned.
    pub(crate) fn may_everywhere(&self, action: Action) -> bool {
        self.may(action, &[])
    }

    /// Whether they may do `action` in at least one tenant, or everywhere.
    pub(crate) fn may_somewhere(&self, action: Action) -> bool {
        self.reach(action) != Reach::Below(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn tenant(n: u128) -> TenantId {
        Uuid::from_u128(n).into()
    }

    fn person(role: Role, tenant: Option<TenantId>) -> Person {
        let id = Uuid::from_u128(9).into();
        let assignments = vec![Assignment { role, tenant }];
        Person { id, email: "a@b".into(), language: None, assignments, must_change_password: false }
    }

    #[test]
    fn an_owner_may_do_everything_everywhere() {
        let owner = person(Role::Owner, None);
        assert!(owner.may(Action::DisableTenant, &[tenant(1)]));
        assert!(owner.may_everywhere(Action::CreateTenants));
        assert!(owner.may_everywhere(Action::ManageModules));
    }

    #[test]
    fn a_tenant_administrator_reaches_their_tenants_and_what_is_below_them() {
        let admin = person(Role::TenantAdmin, Some(tenant(1)));
        assert!(admin.may(Action::ManageTokens, &[tenant(1)]));
        assert!(admin.may(Action::ManageTokens, &[tenant(2), tenant(1)]));
        assert!(!admin.may(Action::ReadTenant, &[tenant(2)]));
        assert!(!admin.may(Action::ReadTenant, &[]));
        assert_eq!(admin.reach(Action::ManageTokens), Reach::Below(vec![tenant(1)]));
        assert_eq!(admin.reach(Action::CreateTenants), Reach::Below(vec![]));
        assert!(admin.may_somewhere(Action::ReadTenant) && !admin.may_somewhere(Action::CreateTenants));
        for action in [
            Action::DisableTenant,
            Action::MoveTenant,
            Action::ChangeSlug,
            Action::CreateTenants,
            Action::IssueForAllTenants,
            Action::ManageModules,
            Action::ManageApiClients,
        ] {
            assert!(!admin.may(action, &[tenant(1)]), "{action:?}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        for auditor in [person(Role::Auditor, Some(tenant(1))), person(Role::Auditor, None)] {
            assert!(auditor.may(Action::ReadTokens, &[tenant(1)]));
            assert!(auditor.may(Action::ReadAudit, &[tenant(1)]));
            // Platform events are only for users who can read everything.
            assert_eq!(
                auditor.may_everywhere(Action::ReadAudit),
                auditor.assignments.iter().all(|a| a.tenant.is_none())
            );
            for action in [
                Action::ChangeTenant,
                Action::DisableTenant,
                Action::ManageTokens,
                Action::CreateTenants,
                Action::ManageApiClients,
                Action::ManageModules,
            ] {
                assert!(!auditor.may(action, &[tenant(1)]), "{action:?}");
            }
            assert!(auditor.may_somewhere(Action::ReadTenant));
        }
    }
}
