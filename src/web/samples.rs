//! Sample data for every page, so that tests can render them all.
