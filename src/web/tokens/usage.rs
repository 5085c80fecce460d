//! A token's usage in the last thirty days, as a chart, as numbers, and in words.
//!
//! The chart is an SVG without inline styles: positions and sizes are attributes, colours come from the stylesheet.
//! Heights are in pixels and widths in percent, so that it fills any width without distortion.

use chrono_tz::Tz;

use crate::domain::module::Module;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::i18n::{Locale, msg};
use crate::store::usage::days::{Area, Day};

/// How many days are shown, including today.
pub const DAYS: i64 = 30;
/// How many kinds of use are shown.
pub const MAX_AREAS: i64 = 6;

/// The top of the highest bar; the scale's number is above it.
const TOP: i64 = 20;
/// Maximum height of a bar.
const HIGH: i64 = 112;
/// Distance of the scale's number from the bottom of its area.
const LIFT: i64 = 7;
/// Minimum height of a bar, so that it is visible.
const LEAST: i64 = 3;
/// A column's share of the width, in hundredths of a percent.
const COLUMN: i64 = 10_000 / DAYS;
/// The width of a bar, in hundredths of a percent.
const BAR: i64 = COLUMN * 64 / 100;

/// How much a token was used.
pub struct UsageView {
    /// The chart; `None` if nothing was counted in these days.
    pub chart: Option<Chart>,
    /// A remark beside the chart, or instead of it; may be empty.
    pub remark: String,
    /// How often it was allowed in these days.
    pub allowed: String,
    /// How often it was refused.
    pub refused: String,
    /// The kinds of use.
    pub areas: Vec<AreaRow>,
}

/// A bar per day: allowed calls rise from the base line, refused ones hang from it.
pub struct Chart {
    /// The total height.
    pub height: i64,
    /// The position of the base line.
    pub base: i64,
    /// The position of the scale's line.
    pub line: i64,
    /// The position of the scale's number.
    pub label: i64,
    /// The value of the scale's line.
    pub scale: String,
    /// The first day, one in the middle, and the last one.
    pub ticks: [String; 3],
    /// The days, earliest first.
    pub bars: Vec<Bar>,
}

/// A day.
pub struct Bar {
    /// The position of its column in percent, with the sign.
    pub column: String,
    /// The position of its bar in percent, with the sign.
    pub x: String,
    /// The position and height of allowed calls; 0 if there were none.
    pub up: (i64, i64),
    /// The same for refused calls.
    pub down: (i64, i64),
    /// `22 Nov 2026`.
    pub date: String,
    /// How often it was allowed.
    pub allowed: String,
    /// How often it was refused.
    pub refused: String,
    /// A summary in words, shown on hover.
    pub title: String,
}

impl Chart {
    /// The days in the order of the table: latest first.
    pub fn latest_first(&self) -> impl Iterator<Item = &Bar> {
        self.bars.iter().rev()
    }

    /// The width of a column in percent, with the sign.
    pub fn column_width(&self) -> String {
        percent(COLUMN)
    }

    /// The width of a bar in percent, with the sign.
    pub fn bar_width(&self) -> String {
        percent(BAR)
    }
}

/// A kind of use.
pub struct AreaRow {
    /// The module's name, or words for none in particular.
    pub module: String,
    /// The permission's name; empty for none in particular.
    pub permission: String,
    /// How often it was allowed; empty if never.
    pub allowed: String,
    /// How often it was refused, in words; empty if never.
    pub refused: String,
}

/// The first and the last day shown.
pub const fn span(now: Timestamp) -> (i64, i64) {
    (now.day() - DAYS + 1, now.day())
}

/// The view of these counts.
pub fn view(
    locale: Locale,
    token: &Token,
    modules: &[Module],
    days: &[Day],
    areas: &[Area],
    now: Timestamp,
) -> UsageView {
    let sum = |of: fn(&Day) -> i64| days.iter().map(of).fold(0, i64::saturating_add);
    let (allowed, refused) = (sum(|day| day.allowed), sum(|day| day.refused));
    let remark = match (token.last_used_at, allowed, refused) {
        (None, 0, 0) => locale.t(msg::USAGE_NEVER),
        (None, 0, _) => locale.t(msg::USAGE_ONLY_REFUSED),
        (Some(_), 0, 0) => locale.t(msg::USAGE_NOT_LATELY),
        _ => String::new(),
    };
    UsageView {
        chart: (allowed > 0 || refused > 0).then(|| chart(locale, days, now)),
        remark,
        allowed: locale.number(allowed),
        refused: locale.number(refused),
        areas: areas.iter().map(|area| row(locale, modules, area)).collect(),
    }
}

fn row(locale: Locale, modules: &[Module], area: &Area) -> AreaRow {
    AreaRow {
        module: match area.module.as_str() {
            "" => locale.t(msg::USAGE_NO_MODULE),
            slug => module(modules, slug),
        },
        permission: Permission::from_bit(area.permission)
            .map(|permission| self::permission(locale, permission))
            .unwrap_or_default(),
        allowed: if area.allowed > 0 { locale.number(area.allowed) } else { String::new() },
        refused: if area.refused > 0 {
            locale.t(msg::usage_refused_times(area.refused))
        } else {
            String::new()
        },
    }
}

/// The name of the module, or its slug if the token no longer has it.
pub fn module(modules: &[Module], slug: &str) -> String {
    let found = modules.iter().find(|module| module.slug == slug);
    found.map_or_else(|| slug.to_owned(), |module| module.name.clone())
}

/// The display name of a permission.
pub fn permission(locale: Locale, permission: Permission) -> String {
    locale.t(match permission {
        Permission::Read => msg::PERMISSION_READ,
        Permission::Write => msg::PERMISSION_WRITE,
        Permission::Create => msg::PERMISSION_CREATE,
        Permission::Delete => msg::PERMISSION_DELETE,
    })
}

fn chart(locale: Locale, days: &[Day], now: Timestamp) -> Chart {
    let (first, last) = span(now);
    let most = |of: fn(&Day) -> i64| days.iter().map(of).max().unwrap_or_default();
    let (most_allowed, most_refused) = (most(|day| day.allowed), most(|day| day.refused));
    let date = |day| locale.date(Timestamp::of_day(day), Tz::UTC);
    // If nothing was allowed, no bar rises: the scale is below then, and refusals alone need less height.
    let rises = most_allowed > 0;
    let scale =
        Scale { full: round_up(most_allowed.max(most_refused)), high: if rises { HIGH } else { HIGH / 2 } };
    let base = if rises { TOP + HIGH } else { 0 };
    let deepest = base + 2 + if rises { scale.height(most_refused) } else { scale.high };
    let bars = (first..=last)
        .zip(0..)
        .map(|(day, place)| {
            let counted = days.iter().find(|counted| counted.day == day);
            let (allowed, refused) = counted.map_or((0, 0), |counted| (counted.allowed, counted.refused));
            let (up, down) = (scale.height(allowed), scale.height(refused));
            let (allowed, refused) = (locale.number(allowed), locale.number(refused));
            let counts = locale.t(msg::usage_counts(&allowed, &refused));
            Bar {
                column: percent(place * COLUMN),
                x: percent(place * COLUMN + (COLUMN - BAR) / 2),
                up: (base - up, up),
                down: (base + 1, down),
                title: format!("{} – {counts}", date(day)),
                date: date(day),
                allowed,
                refused,
            }
        })
        .collect();
    Chart {
        height: if rises { deepest } else { deepest + TOP },
        base,
        line: if rises { TOP } else { deepest },
        label: if rises { TOP - LIFT } else { deepest + TOP - LIFT },
        scale: locale.number(scale.full),
        ticks: [first, first + DAYS / 2, last].map(date),
        bars,
    }
}

/// How heights relate to counts.
struct Scale {
    /// The count with the maximum height.
    full: i64,
    /// The maximum height.
    high: i64,
}

impl Scale {
    fn height(&self, count: i64) -> i64 {
        if count <= 0 {
            return 0;
        }
        let exact = i128::from(count) * i128::from(self.high) / i128::from(self.full.max(1));
        i64::try_from(exact).unwrap_or(self.high).clamp(LEAST, self.high)
    }
}

/// The next round number: 7, 10, 12, 15, 20, 25, 30, ...
fn round_up(most: i64) -> i64 {
    if most <= 10 {
        return most.max(1);
    }
    let mut power = 1_i64;
    loop {
        for step in [10, 12, 15, 20, 25, 30, 40, 50, 60, 80] {
            let Some(round) = power.checked_mul(step) else { return most };
            if round >= most {
                return round;
            }
        }
        let Some(next) = power.checked_mul(10) else { return most };
        power = next;
    }
}

/// `3.33%` for 333 hundredths of a percent.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_micros(1_795_176_000_000_000);

    fn day(back: i64, allowed: i64, refused: i64) -> Day {
        Day { day: NOON.day() - back, allowed, refused }
    }

    #[test]
    fn every_day_has_its_place_and_its_numbers() {
        let chart = chart(Locale::En, &[day(29, 500, 0), day(3, 1_000, 250), day(0, 1, 0)], NOON);
        assert_eq!(chart.bars.len(), 30);
        assert_eq!(chart.ticks, ["22 Oct 2026", "6 Nov 2026", "20 Nov 2026"]);
        assert_eq!((chart.scale.as_str(), chart.line, chart.base), ("1,000", TOP, TOP + HIGH));
        let [first, .., last] = chart.bars.as_slice() else { panic!("no bars") };
        assert_eq!((first.column.as_str(), first.up, first.down.1), ("0.00%", (TOP + HIGH / 2, HIGH / 2), 0));
        assert_eq!((last.up.1, last.title.as_str()), (LEAST, "20 Nov 2026 – 1 allowed, 0 refused"));
        let busiest = &chart.bars[26];
        assert_eq!((busiest.up, busiest.down), ((TOP, HIGH), (TOP + HIGH + 1, HIGH / 4)));
        assert_eq!((busiest.allowed.as_str(), busiest.refused.as_str()), ("1,000", "250"));
        assert_eq!(chart.bars.iter().filter(|bar| bar.up.1 + bar.down.1 > 0).count(), 3);
        assert_eq!(chart.latest_first().next().map(|bar| bar.date.as_str()), Some("20 Nov 2026"));
    }

    #[test]
    fn nothing_leaves_the_chart_whatever_was_counted() {
        let all = [
            vec![day(0, 1, 0)],
            vec![day(0, 0, 1)],
            vec![day(0, i64::MAX, i64::MAX), day(1, 1, 1)],
            vec![day(5, 3, 900), day(4, 0, 901)],
        ];
        for days in all {
            let chart = chart(Locale::Fr, &days, NOON);
            for bar in &chart.bars {
                assert!(bar.up.0 >= 0 && bar.up.0 + bar.up.1 <= chart.base, "{days:?}");
                assert!(bar.down.0 + bar.down.1 < chart.height, "{days:?}");
            }
            assert!((0..=chart.height).contains(&chart.line) && chart.label < chart.height, "{days:?}");
            let end: i64 = COLUMN * (DAYS - 1) + COLUMN;
            assert!(end <= 10_000, "the last column ends within the width");
        }
    }

    #[test]
    fn scales_are_easy_to_read() {
        for (most, scale) in
            [(0, 1), (1, 1), (7, 7), (10, 10), (11, 12), (13, 15), (81, 100), (1_207, 1_500), (8_999, 10_000)]
        {
            assert_eq!(round_up(most), scale);
        }
        assert_eq!(round_up(i64::MAX), i64::MAX);
    }

    #[test]
    fn a_module_that_is_no_longer_the_tokens_goes_by_its_slug() {
        assert_eq!(module(&[], "devices"), "devices");
    }
}
