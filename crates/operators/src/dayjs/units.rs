//! Units of time.

/// A unit. A word that is none is the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    /// Of the week, where a date is taken apart.
    Day,
    /// Day of the month.
    Date,
    Hour,
    Minute,
    Second,
    Millisecond,
    Other,
}

impl Unit {
    /// `month` of `M`, `month`, `Months`.
    pub(crate) fn read(name: &str) -> Unit {
        let short = [
            ("M", Unit::Month),
            ("y", Unit::Year),
            ("w", Unit::Week),
            ("d", Unit::Day),
            ("D", Unit::Date),
            ("h", Unit::Hour),
            ("m", Unit::Minute),
            ("s", Unit::Second),
            ("ms", Unit::Millisecond),
            ("Q", Unit::Quarter),
        ];
        if let Some((_, unit)) = short.iter().find(|(key, _)| *key == name) {
            return *unit;
        }
        let name = name.to_lowercase();
        match name.strip_suffix('s').unwrap_or(&name) {
            "year" => Unit::Year,
            "quarter" => Unit::Quarter,
            "month" => Unit::Month,
            "week" => Unit::Week,
            "day" => Unit::Day,
            "date" => Unit::Date,
            "hour" => Unit::Hour,
            "minute" => Unit::Minute,
            "second" => Unit::Second,
            "millisecond" => Unit::Millisecond,
            _ => Unit::Other,
        }
    }

    /// Milliseconds of one, where that is always the same.
    pub(crate) fn ms(self) -> Option<f64> {
        Some(match self {
            Unit::Week => 604_800_000.0,
            Unit::Day => 86_400_000.0,
            Unit::Hour => 3_600_000.0,
            Unit::Minute => 60_000.0,
            Unit::Second => 1000.0,
            _ => return None,
        })
    }
}
