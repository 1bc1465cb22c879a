//! A record of tower-sessions and the columns that it fills.

use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::session::Record;

use super::super::StoreError;
use super::{CLIENT_KEY, LOGIN_KEY};

/// The most that a session may hold.
const LONGEST: usize = 256 * 1024;

/// What is kept of a record.
pub(super) struct Parts {
    pub(super) user_id: Option<String>,
    pub(super) address: Option<String>,
    pub(super) agent: Option<String>,
    pub(super) data: String,
}

/// Takes a record apart.
pub(super) fn parts(record: &Record) -> Result<Parts, StoreError> {
    let text = |key: &str, name: &str| {
        let value = record.data.get(key).and_then(|value| value.get(name));
        value.and_then(Value::as_str)
    };
    let data = serde_json::to_string(&record.data).map_err(|_| StoreError::Text("session"))?;
    if data.len() > LONGEST {
        return Err(StoreError::Text("session"));
    }
    Ok(Parts {
        user_id: text(LOGIN_KEY, "user_id").map(str::to_owned),
        address: text(CLIENT_KEY, "address").map(|text| short(text, 100)),
        agent: text(CLIENT_KEY, "agent").map(|text| short(text, 300)),
        data,
    })
}

/// A text of a header, for people to read.
fn short(text: &str, most: usize) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(most).collect()
}

/// A time as milliseconds since 1970.
pub(super) fn millis(date: OffsetDateTime) -> i64 {
    let millis = date.unix_timestamp_nanos() / 1_000_000;
    i64::try_from(millis).unwrap_or(i64::MAX)
}

/// Milliseconds since 1970 as a time; what is too far away becomes the year 9999.
pub(super) fn date(millis: i64) -> OffsetDateTime {
    const LAST: i128 = 253_402_300_799_000;
    let nanos = i128::from(millis).clamp(0, LAST) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
