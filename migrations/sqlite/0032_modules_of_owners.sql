-- Why: some modules are not for every tenant's administrator to hand out. Only owners enable those that are marked.
ALTER TABLE modules ADD COLUMN owners_only INTEGER NOT NULL DEFAULT 0
    CONSTRAINT modules_owners_only_is_bool CHECK (owners_only IN (0, 1));
