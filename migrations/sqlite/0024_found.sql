-- Why: what the search tables find is checked, name by name. This index has all that is looked at, in the order in which
-- it is found, so that a common word does not fetch a thousand tokens from all over the database to be counted.
CREATE INDEX tokens_found ON tokens (id, tenant_id, search_name);
