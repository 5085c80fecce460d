-- Why: no writer may forget to keep a slug, and no two may take one at the same moment: the database itself enters each
-- slug that a tenant gets, and fails with a duplicate where it is, or ever was, another tenant's. A tenant that takes
-- back one of its own has it again, dropped or not.
CREATE TRIGGER tenant_slugs_of_new_tenants AFTER INSERT ON tenants BEGIN
    INSERT INTO tenant_slugs (slug, tenant_id, created_at) VALUES (NEW.slug, NEW.id, NEW.updated_at);
END;
CREATE TRIGGER tenant_slugs_of_renamed_tenants AFTER UPDATE OF slug ON tenants WHEN NEW.slug <> OLD.slug BEGIN
    UPDATE tenant_slugs SET dropped_at = NULL WHERE slug = NEW.slug AND tenant_id = NEW.id;
    INSERT INTO tenant_slugs (slug, tenant_id, created_at) SELECT NEW.slug, NEW.id, NEW.updated_at
        WHERE NOT EXISTS (SELECT 1 FROM tenant_slugs WHERE slug = NEW.slug AND tenant_id = NEW.id);
END;
