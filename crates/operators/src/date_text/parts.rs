//! What has been read of a date so far: day, time of day, zone.

use engine::date;

/// Up to three numbers whose meaning is found at the end.
#[derive(Default)]
pub(super) struct Day {
    numbers: Vec<i32>,
    pub(super) named_month: Option<i32>,
    /// They are year, month and day.
    pub(super) iso: bool,
}

impl Day {
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// False where there is no room.
    pub(super) fn add(&mut self, n: i32) -> bool {
        let room = self.numbers.len() < 3;
        if room {
            self.numbers.push(n);
        }
        room
    }

    /// Days since 1970.
    pub(super) fn days(&self) -> Option<f64> {
        let at = |i: usize| self.numbers.get(i).copied().unwrap_or(1);
        let first = *self.numbers.first()?;
        let is_day = (1..=31).contains(&first);
        let (year, month, day) = match self.named_month {
            None if self.iso || !is_day => (first, at(1), at(2)),
            None => (at(2), first, at(1)),
            Some(month) if is_day => (at(1), month, first),
            Some(month) => (first, month, at(1)),
        };
        let year = match year {
            _ if self.iso => year,
            0..=49 => year + 2000,
            50..=99 => year + 1900,
            _ => year,
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        Some(date::days_from_civil(year.into(), month.into(), day.into()) as f64)
    }
}

/// Hour, minute, second and millisecond, as many as were read.
#[derive(Default)]
pub(super) struct Time {
    numbers: Vec<i32>,
    /// 0 for a.m., 12 for p.m.
    pub(super) half_day: Option<i32>,
}

impl Time {
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Can `n` be the next number?
    pub(super) fn is_expecting(&self, n: i32) -> bool {
        match self.numbers.len() {
            1 | 2 => (0..60).contains(&n),
            3 => (0..1000).contains(&n),
            _ => false,
        }
    }

    /// False where there is no room.
    pub(super) fn add(&mut self, n: i32) -> bool {
        let room = self.numbers.len() < 4;
        if room {
            self.numbers.push(n);
        }
        room
    }

    /// Adds the last number: no more follow.
    pub(super) fn add_final(&mut self, n: i32) {
        self.add(n);
        self.numbers.resize(4, 0);
    }

    /// Milliseconds of the day.
    pub(super) fn ms(&self) -> Option<f64> {
        let at = |i: usize| self.numbers.get(i).copied().unwrap_or(0);
        let (mut hour, minute, second, ms) = (at(0), at(1), at(2), at(3));
        if let Some(half) = self.half_day {
            (0..=12).contains(&hour).then_some(())?;
            hour = hour % 12 + half;
        }
        let of_day = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..1000).contains(&ms);
        let end_of_day = hour == 24 && minute == 0 && second == 0 && ms == 0;
        (of_day || end_of_day).then_some(())?;
        Some(f64::from((hour * 60 + minute) * 60 + second) * 1000.0 + f64::from(ms))
    }
}

/// A zone: sign, hours and minutes.
#[derive(Default)]
pub(super) struct Zone {
    pub(super) sign: Option<i32>,
    pub(super) hour: Option<i32>,
    pub(super) minute: Option<i32>,
}

impl Zone {
    pub(super) fn is_empty(&self) -> bool {
        self.hour.is_none()
    }

    pub(super) fn is_utc(&self) -> bool {
        self.hour == Some(0) && self.minute == Some(0)
    }

    pub(super) fn set_hours(&mut self, hours: i32) {
        self.sign = Some(if hours < 0 { -1 } else { 1 });
        self.hour = Some(hours.abs());
        self.minute = Some(0);
    }

    /// Can `n` be its minutes?
    pub(super) fn is_expecting(&self, n: i32) -> bool {
        self.hour.is_some() && self.minute.is_none() && (0..60).contains(&n)
    }

    /// Seconds east of UTC, if there is a zone.
    pub(super) fn seconds(&self) -> Option<f64> {
        let hours = f64::from(self.hour.unwrap_or(0));
        let minutes = f64::from(self.minute.unwrap_or(0));
        self.sign
            .map(|sign| f64::from(sign) * (hours * 3600.0 + minutes * 60.0))
    }
}
