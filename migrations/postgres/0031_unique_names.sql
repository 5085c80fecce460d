-- Why: people choose a tenant by its name, so two tenants with the same name are an invitation to pick the wrong one. Which
-- names are the same (case, width and spaces do not count) is decided by the program, which fills this column, also for
-- the tenants that are there already: of those with the same name the later ones get a number after it.
ALTER TABLE tenants ADD COLUMN name_key TEXT COLLATE "C";
CREATE UNIQUE INDEX tenants_name_unique ON tenants (name_key);
