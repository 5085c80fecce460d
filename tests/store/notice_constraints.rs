//! What the tables of notifications forbid.

use super::constraints::Case;
use super::constraints::Rule::{Check, Foreign, Unique};

pub const NOTIFICATIONS: &[Case] = &[
    (
        "notification_settings_pk",
        Unique("notification_settings.tenant_id"),
        "UPDATE notification_settings SET tenant_id = {1} WHERE tenant_id = {2}",
    ),
    (
        "notification_settings_tenant_fk",
        Foreign,
        "UPDATE notification_settings SET tenant_id = {30} WHERE tenant_id = {2}",
    ),
    ("notification_settings_kinds_known", Check, "UPDATE notification_settings SET kinds = 128"),
    ("notification_settings_kinds_known", Check, "UPDATE notification_settings SET kinds = -1"),
    (
        "notification_settings_webhook_signs",
        Check,
        "UPDATE notification_settings SET webhook_url = 'https://example.org/' WHERE tenant_id = {2}",
    ),
    (
        "notification_settings_secret_whole",
        Check,
        "UPDATE notification_settings SET secret_made_at = NULL WHERE tenant_id = {1}",
    ),
    (
        "notification_settings_old_secret_whole",
        Check,
        "UPDATE notification_settings SET old_secret_until = NULL WHERE tenant_id = {1}",
    ),
    ("notices_pk", Unique("notices.id"), "UPDATE notices SET id = {1} WHERE id = {4}"),
    ("notices_tenant_fk", Foreign, "UPDATE notices SET tenant_id = {30}"),
    ("notices_token_fk", Foreign, "UPDATE notices SET token_id = {30} WHERE id = {1}"),
    ("notices_kind_known", Check, "UPDATE notices SET kind = 'token.eaten' WHERE id = {1}"),
    ("notices_of_a_token", Check, "UPDATE notices SET token_id = NULL WHERE id = {1}"),
    ("notices_of_a_token", Check, "UPDATE notices SET token_id = {1} WHERE kind = 'test'"),
    (
        "notices_once",
        Unique("notices.token_id, notices.kind, notices.announces"),
        "UPDATE notices SET announces = 9 WHERE id = {3}",
    ),
    ("deliveries_pk", Unique("deliveries.id"), "UPDATE deliveries SET id = {1} WHERE id = {2}"),
    ("deliveries_notice_fk", Foreign, "UPDATE deliveries SET notice_id = {30}"),
    ("deliveries_tenant_fk", Foreign, "UPDATE deliveries SET tenant_id = {30}"),
    ("deliveries_channel_known", Check, "UPDATE deliveries SET channel = 'pigeon' WHERE id = {2}"),
    ("deliveries_state_known", Check, "UPDATE deliveries SET state = 'lost' WHERE id = {2}"),
    ("deliveries_target_of_channel", Check, "UPDATE deliveries SET target = '' WHERE channel = 'email'"),
    ("deliveries_target_of_channel", Check, "UPDATE deliveries SET target = 'x' WHERE channel = 'webhook'"),
    ("deliveries_finished", Check, "UPDATE deliveries SET finished_at = 1 WHERE state = 'waiting'"),
    ("deliveries_finished", Check, "UPDATE deliveries SET finished_at = NULL WHERE state = 'failed'"),
];
