# What stands around every page.

app-name = Latchkey

shell-skip = Skip to content
shell-menu = Menu
shell-switch = Switch tenant, now:
shell-manage-tenants = Manage tenants
shell-sections = Sections
shell-administration = Administration
shell-tenant = Tenant
shell-modules = Modules
# After it, for the ear: a tenant's page has a tab "Modules" too.
shell-modules-which = (whole catalogue)
shell-tokens = Tokens
shell-audit-which = (all tenants)
shell-sign-out = Sign out
shell-breadcrumbs = Where you are

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
# Which rows one sees: $range is "1–4", $total a number or "1,000+".
paging-range = { $range } of { $total }
paging-of-many = { $total } in all

form-optional = optional
form-problems = { $n ->
    [one] There is a problem
   *[other] There are { $n } problems
}

# Stands above every page while nothing is verified, before the command.
shell-closed-behind = Verification is closed: this database was put back from a backup, so tokens that were revoked since could work again. All tokens are refused until somebody confirms it.
shell-closed-head = Verification is closed: the file with the newest audit head cannot be used, so nobody knows whether this database is up to date. All tokens are refused until somebody confirms it.
shell-closed-command = On the host, run:

# Beside the news of what was just done.
shell-undo = Undo
shell-dismiss = Hide this message

# After what was asked for without leaving the page could not be done.
shell-no-answer = Latchkey did not answer. Check your connection, then load this page again: it shows whether anything was changed.
shell-load-again = Load this page again
