# The frame around every page.

app-name = Latchkey

shell-skip = Skip to content
shell-menu = Menu
shell-switch = Switch tenant, current:
shell-manage-tenants = Manage tenants
shell-sections = Sections
shell-administration = Administration
shell-tenant = Tenant
shell-modules = Modules
# For screen readers, after "Modules": a tenant has a tab of the same name.
shell-modules-which = (catalogue)
shell-tokens = Tokens
shell-audit-which = (all tenants)
shell-sign-out = Sign out
shell-breadcrumbs = Breadcrumbs

tab-label = Pages of this tenant
tab-summary = Summary
tab-settings = Settings
tab-api = API
tab-apps = Apps
tab-modules = Modules
tab-audit = Audit

paging-label = Pages of this list
paging-previous = Previous
paging-next = Next
# Rows shown: $range is "1–4", $total a number or "1,000+".
paging-range = { $range } of { $total }
paging-of-many = { $total } in total

form-optional = optional
form-problems = { $n ->
    [one] There is a problem
   *[other] There are { $n } problems
}

# Above every page while verification is paused; followed by a command.
shell-closed-behind = Verification is paused. This database was restored from a backup, so tokens revoked after that backup could work again. All tokens are refused until you confirm the restore.
shell-closed-head = Verification is paused. The head file of the audit log can’t be used, so Latchkey can’t tell whether this database is up to date. All tokens are refused until you confirm that it is.
shell-closed-command = On the server, run:

# Next to the message about what was just done.
shell-undo = Undo
shell-dismiss = Hide this message

# When an action on a page that stays open could not be done.
shell-no-answer = Latchkey didn’t respond. Check your connection, then reload this page to see whether the change was made.
shell-load-again = Reload page

# Above every page that an owner sees.
shell-disk-full = The database’s disk is full. Tokens are still verified, and you can still revoke, disable, end sessions and sign in. Free space on that disk; everything else works again a few seconds later.
shell-disk-reserve = There isn’t enough space for the reserve file next to the database. If the disk fills up, you may no longer be able to revoke or disable anything. Free space on that disk.
