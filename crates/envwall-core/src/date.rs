//! Calendar days, for rotation and waivers.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 86_400;

/// 9999-12-31. A clock that is later than this is wrong.
const LAST_DAY: u64 = 2_932_896;

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day from year, month and day; the caller has checked that it exists.
    pub fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The UTC day of a moment.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use envwall_core::Date;
    /// let leap_day = Date::of(UNIX_EPOCH + Duration::from_secs(951_782_400));
    /// assert_eq!(leap_day.to_string(), "2000-02-29");
    /// ```
    pub fn of(moment: SystemTime) -> Self {
        let since = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let days = (since.as_secs() / SECONDS_A_DAY).min(LAST_DAY);
        Self::from_days(i64::try_from(days).unwrap_or_default())
    }

    /// Days from another day to this one; negative when this one is earlier.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.to_days() - earlier.to_days()
    }

    /// Days since 1970-01-01. Months are counted from March, so that the leap day comes last.
    fn to_days(self) -> i64 {
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let month = (month + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + day - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
            - 719_468
    }

    fn from_days(days: i64) -> Self {
        // the estimate is at most two years too early
        let mut year = 1970 + days.div_euclid(366);
        while Self::year_start(year + 1) <= days {
            year += 1;
        }
        let narrow = |number: i64| u16::try_from(number).unwrap_or(u16::MAX);
        let first = |month| Self::new(narrow(year), month, 1).to_days();
        let month = (1..=12).rev().find(|month| first(*month) <= days).unwrap_or(1);
        let day = u8::try_from(days - first(month) + 1).unwrap_or(1);
        Self::new(narrow(year), month, day)
    }

    fn year_start(year: i64) -> i64 {
        Self::new(u16::try_from(year).unwrap_or(u16::MAX), 1, 1).to_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_there_and_back() {
        let mut last = None;
        for days in 0..146_097 {
            let date = Date::from_days(days);
            assert_eq!(date.to_days(), days);
            assert!(last < Some(date), "{date}");
            last = Some(date);
        }
        assert_eq!(Date::from_days(20_780).to_string(), "2026-11-23");
    }
}
