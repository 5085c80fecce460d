-- Why: no writer may forget to keep a slug, and no two may take one at the same moment: the database itself enters each
-- slug that a tenant gets, and fails with a duplicate where it is, or ever was, another tenant's. A tenant that takes
-- back one of its own has it again, dropped or not.
CREATE FUNCTION keep_tenant_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tenant_slugs AS kept (slug, tenant_id, created_at) VALUES (NEW.slug, NEW.id, NEW.updated_at)
        ON CONFLICT (slug) DO UPDATE SET dropped_at = NULL WHERE kept.tenant_id = NEW.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the slug is, or was, another tenant''s' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tenant_slugs_of_new_tenants AFTER INSERT ON tenants
    FOR EACH ROW EXECUTE FUNCTION keep_tenant_slug();
CREATE TRIGGER tenant_slugs_of_renamed_tenants AFTER UPDATE OF slug ON tenants
    FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION keep_tenant_slug();
-- What SQLite has built in: the verification's statement is one text for both.
CREATE FUNCTION hex(id UUID) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT replace(id::text, '-', '') $$;
