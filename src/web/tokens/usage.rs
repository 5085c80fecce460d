//! How much a token was used: thirty days as a chart, as numbers, and in words.
//!
//! The chart is an SVG without inline styles: positions and sizes are attributes, colours come from the stylesheet.
//! Heights are pixels and widths are percentages, so that it fills any width without distortion.

use chrono_tz::Tz;

use crate::domain::module::Module;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::domain::token::Token;
use crate::i18n::{Locale, msg};
use crate::store::usage::days::{Area, Day};

/// Number of days shown, including today.
pub const DAYS: i64 = 30;
/// Number of kinds of use shown.
pub const MAX_AREAS: i64 = 6;

/// The top of the highest bar; the number of the scale is above it.
const TOP: i64 = 20;
/// How high the highest bar may be.
const HIGH: i64 = 112;
/// Distance of that number from the bottom of its area.
const LIFT: i64 = 7;
/// Even the lowest bar is seen.
const LEAST: i64 = 3;
/// A column's share of the width, in hundredths of a percent.
const COLUMN: i64 = 10_000 / DAYS;
/// The share of a bar in its column, likewise.
const BAR: i64 = COLUMN * 64 / 100;

/// How much a token was used.
pub struct UsageView {
    /// The chart; `None` when nothing was counted in these days.
    pub chart: Option<Chart>,
    /// What there is to say beside the chart, or instead of it; may be empty.
    pub remark: String,
    /// How often it was allowed something in these days.
    pub allowed: String,
    /// How often it was refused something.
    pub refused: String,
    /// What it was used for.
    pub areas: Vec<AreaRow>,
}

/// A bar a day: what was allowed rises from the base line, what was refused hangs from it.
pub struct Chart {
    /// The height of it all.
    pub height: i64,
    /// Where the base line is.
    pub base: i64,
    /// Where the line of the scale's number is.
    pub line: i64,
    /// The position of that number.
    pub label: i64,
    /// The value of that line.
    pub scale: String,
    /// The first day, one in the middle, the last one.
    pub ticks: [String; 3],
    /// The days, the earliest first.
    pub bars: Vec<Bar>,
}

/// A day.
pub struct Bar {
    /// Where its column begins, in percent, with the sign.
    pub column: String,
    /// Where its bar begins, likewise.
    pub x: String,
    /// Where what was allowed begins, and how high it is; 0 when there was nothing.
    pub up: (i64, i64),
    /// The same for what was refused.
    pub down: (i64, i64),
    /// `22 Nov 2026`.
    pub date: String,
    /// How often it was allowed something.
    pub allowed: String,
    /// How often it was refused something.
    pub refused: String,
    /// All of it in words, shown on hover.
    pub title: String,
}

impl Chart {
    /// The days as a table has them: the latest first.
    pub fn latest_first(&self) -> impl Iterator<Item = &Bar> {
        self.bars.iter().rev()
    }

    /// The width of a column, in percent, with the sign.
    pub fn column_width(&self) -> String {
        percent(COLUMN)
    }

    /// The width of a bar, likewise.
    pub fn bar_width(&self) -> String {
        percent(BAR)
    }
}

/// One kind of use.
pub struct AreaRow {
    /// The module's name; words for none in particular.
    pub module: String,
    /// The permission's name; empty for none in particular.
    pub permission: String,
    /// How often it was allowed; empty when it never was.
    pub allowed: String,
    /// How often it was refused, in words; empty when never.
    pub refused: String,
}

/// The first and the last day that are shown.
pub const fn span(now: Timestamp) -> (i64, i64) {
    (now.day() - DAYS + 1, now.day())
}

/// What is shown of what was counted in these days.
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

/// The name of the module, or its slug when the token has it no longer.
pub fn module(modules: &[Module], slug: &str) -> String {
    let found = modules.iter().find(|module| module.slug == slug);
    found.map_or_else(|| slug.to_owned(), |module| module.name.clone())
}

/// What people call the permission.
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
    // Where nothing was allowed, nothing rises: the scale is below then, and refusals alone need not tower.
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

/// What a height means.
struct Scale {
    /// The count that is as high as may be.
    full: i64,
    /// How high that is.
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

/// The next number that is easy to read: 7, 10, 12, 15, 20, 25, 30, ...
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

/// `3.33%` of hundredths of a percent.
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
