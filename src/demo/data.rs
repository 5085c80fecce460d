//! The demo's data.

use chrono_tz::Tz;

/// Modules: slug, name, and the tenants that have them enabled, as indexes into [`TENANTS`].
pub(super) const MODULES: [(&str, &str, &[usize]); 5] = [
    ("alarms", "Alarms", &[0, 2, 5]),
    ("billing", "Billing", &[0, 1, 3]),
    ("devices", "Devices", &[0, 1, 2, 4, 5]),
    ("reports", "Reports", &[0, 2, 3]),
    ("routes", "Routes", &[4]),
];

/// Apps: the tenant as an index into [`TENANTS`], slug, name.
pub(super) const APPS: [(usize, &str, &str); 7] = [
    (0, "erp-bridge", "ERP bridge"),
    (0, "grafana", "Grafana"),
    (0, "warehouse", "Warehouse app"),
    (1, "releve", "Relevé énergie"),
    (3, "tps", "TPS"),
    (4, "fahrer-app", "Fahrer-App"),
    (5, "greenhouse-gateway", "Greenhouse gateway"),
];

/// Tenants: name, time zone, language.
pub(super) const TENANTS: [(&str, Tz, &str); 6] = [
    ("Acme", chrono_tz::Europe::Berlin, "en"),
    ("Contoso Énergie", chrono_tz::Europe::Paris, "fr"),
    ("Globex", chrono_tz::America::New_York, "en"),
    ("Initech", chrono_tz::UTC, "en"),
    ("Müller Logistik", chrono_tz::Europe::Berlin, "de"),
    ("Umbrella Farms", chrono_tz::Asia::Tokyo, "en"),
];

/// A token to create.
pub(super) struct Sample {
    pub(super) tenant: usize,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) permissions: i64,
    /// The slug of its app; empty for none.
    pub(super) app: &'static str,
    /// The slugs of its modules.
    pub(super) modules: &'static [&'static str],
    /// The tenants it can access, as indexes into [`TENANTS`]: `None` for all, empty for its own.
    pub(super) scope: Option<&'static [usize]>,
    /// How many days ago it was created.
    pub(super) age: i64,
    /// In how many days it expires; negative if it has expired.
    pub(super) ends: Option<i64>,
    /// How it is used, if it is.
    pub(super) used: Option<Use>,
    pub(super) revoked: bool,
}

/// How a token is used.
#[derive(Clone, Copy)]
pub(super) struct Use {
    /// How many minutes ago it was last used.
    pub(super) ago: i64,
    /// The client's address.
    pub(super) from: &'static str,
    /// Calls on an ordinary day.
    pub(super) daily: u64,
    /// Maximum number of additional refusals on some days.
    pub(super) refused: u64,
    /// Whether it is used as much at weekends.
    pub(super) weekends: bool,
}

/// Mostly during working hours.
const fn office(ago: i64, from: &'static str, daily: u64, refused: u64) -> Option<Use> {
    Some(Use { ago, from, daily, refused, weekends: false })
}

/// Day and night.
const fn machine(ago: i64, from: &'static str, daily: u64, refused: u64) -> Option<Use> {
    Some(Use { ago, from, daily, refused, weekends: true })
}

const fn sample(tenant: usize, name: &'static str, description: &'static str, permissions: i64) -> Sample {
    Sample {
        tenant,
        name,
        description,
        permissions,
        app: "",
        modules: &[],
        scope: Some(&[]),
        age: 30,
        ends: Some(60),
        used: None,
        revoked: false,
    }
}

#[rustfmt::skip]
pub(super) const TOKENS: [Sample; 14] = [
    Sample { age: 400, ends: Some(-35), used: machine(60 * 24 * 36, "10.0.0.12", 4, 2), modules: &["reports"], ..sample(0, "Nightly export 2025", "Superseded by the new exporter", 1) },
    Sample { age: 300, ends: Some(-71), revoked: true, modules: &["devices"], ..sample(0, "Mobile app – beta", "", 1) },
    Sample { age: 200, ends: None, used: office(60 * 24 * 51, "10.0.4.2", 60, 0), scope: None, modules: &["administration"], ..sample(0, "CI deploy", "GitLab runner group “platform”", 15) },
    Sample { age: 120, ends: Some(245), used: machine(18, "192.0.2.44", 310, 4), app: "erp-bridge", modules: &["billing"], ..sample(0, "Billing sync", "Pushes invoices every 15 minutes\nOwner: finance-it", 7) },
    Sample { age: 87, ends: Some(3), used: office(60 * 26, "198.51.100.7", 140, 40), scope: Some(&[0, 2]), modules: &["alarms", "devices"], ..sample(0, "Partner integration – vendor", "Contract ends this month", 3) },
    Sample { age: 45, ends: Some(320), used: machine(2, "10.0.3.9", 8_640, 0), app: "grafana", modules: &["alarms", "devices", "reports"], ..sample(0, "Grafana dashboard", "Read-only, operations room", 1) },
    Sample { age: 38, ends: Some(18), modules: &["devices"], ..sample(0, "Load test", "Only while the migration is tested", 13) },
    Sample { age: 35, ends: Some(55), used: office(4, "10.0.3.7", 1_450, 190), app: "warehouse", modules: &["devices"], ..sample(0, "Warehouse scanner – production", "Handhelds in hall 3, owner: logistics", 5) },
    Sample { age: 60, ends: Some(30), used: machine(60 * 5, "203.0.113.20", 96, 0), app: "releve", modules: &["devices"], ..sample(1, "Relevé des compteurs", "Passerelle du site de Lyon", 5) },
    Sample { age: 20, ends: Some(345), modules: &["reports"], ..sample(2, "Reporting", "Quarterly board pack", 1) },
    Sample { age: 90, ends: None, used: office(60 * 24 * 2, "192.0.2.8", 35, 5), app: "tps", modules: &["reports"], ..sample(3, "TPS cover sheets", "", 7) },
    Sample { age: 33, ends: Some(57), used: office(11, "10.8.0.3", 420, 12), app: "fahrer-app", modules: &["routes"], ..sample(4, "Tourenplanung", "Übergibt Touren an die Fahrer-App", 7) },
    Sample { age: 5, ends: Some(25), ..sample(4, "Lagerbestand – Test", "", 1) },
    Sample { age: 150, ends: Some(215), used: machine(60 * 24, "203.0.113.77", 11_500, 90), app: "greenhouse-gateway", modules: &["devices"], ..sample(5, "Greenhouse sensors", "LoRa gateway, 240 sensors", 4) },
];
