//! `info` and `language`: what a document says of itself.

use engine::Value;
use krilla::metadata::{DateTime, Metadata};

use crate::PdfError;
use crate::read::Read;

/// What names the program that made a document.
const PRODUCER: &str = "Lath";

pub(crate) fn metadata(definition: &Read<'_>) -> Result<Metadata, PdfError> {
    let mut metadata = Metadata::new().producer(PRODUCER.to_owned());
    if let Some(language) = definition.text_of("language")? {
        metadata = metadata.language(language.to_owned());
    }
    let Some(info) = definition.some("info") else {
        return Ok(metadata);
    };
    for (key, value) in info.map()?.iter() {
        let text = || engine::js::to_text(value);
        metadata = match (&*key.to_ascii_lowercase(), value) {
            (_, value) if value.is_none() => metadata,
            ("title", _) => metadata.title(text()),
            ("author", _) => metadata.authors(vec![text()]),
            ("subject", _) => metadata.description(text()),
            ("keywords", Value::List(items)) => {
                metadata.keywords(items.iter().map(engine::js::to_text).collect())
            }
            ("keywords", _) => metadata.keywords(vec![text()]),
            ("creator", _) => metadata.creator(text()),
            ("producer", _) => metadata.producer(text()),
            ("creationdate", Value::Date(ms)) => match date(*ms) {
                Some(date) => metadata.creation_date(date),
                None => metadata,
            },
            // Readers show no others.
            _ => metadata,
        };
    }
    Ok(metadata)
}

fn date(ms: f64) -> Option<DateTime> {
    let text = engine::date::to_iso(ms);
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let part = |from: usize, to: usize| number(from, to).and_then(|n| u8::try_from(n).ok());
    Some(
        DateTime::new(number(0, 4)?)
            .month(part(5, 7)?)
            .day(part(8, 10)?)
            .hour(part(11, 13)?)
            .minute(part(14, 16)?)
            .second(part(17, 19)?)
            .utc_offset_hour(0)
            .utc_offset_minute(0),
    )
}
