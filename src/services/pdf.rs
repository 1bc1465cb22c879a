//! PDF of what the action PdfMake sends: a few at once, each within its limits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{Map, Value};
use pdf::{Job, Limits, PdfError};
use protocol::{Code, ErrorBody};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::{AppState, Settings};

/// PDFs that wait until they can be made. The calls are in memory as they came.
const WAITING: usize = 16;

/// Lets a few be made at once. They take a processor each, and memory.
pub struct Press {
    places: Arc<Semaphore>,
    /// Places, and what waits for one.
    line: Arc<Semaphore>,
    time: Duration,
    pages: usize,
}

/// The right to make a PDF.
pub struct Place {
    _place: OwnedSemaphorePermit,
    _in_line: OwnedSemaphorePermit,
}

impl Press {
    /// As large as the settings say.
    pub fn new(settings: &Settings) -> Press {
        let places = settings.pdf_parallel.clamp(1, 1024);
        Press {
            places: Arc::new(Semaphore::new(places)),
            line: Arc::new(Semaphore::new(places + WAITING)),
            time: settings.pdf_timeout,
            pages: settings.pdf_pages,
        }
    }

    /// A place, when one is free. None if too many wait for one, or it takes too long.
    pub async fn place(&self) -> Option<Place> {
        let in_line = self.line.clone().try_acquire_owned().ok()?;
        let place = timeout(self.time, self.places.clone().acquire_owned()).await;
        Some(Place {
            _place: place.ok()?.ok()?,
            _in_line: in_line,
        })
    }

    /// How long one may take to be made.
    pub fn time(&self) -> Duration {
        self.time
    }
}

/// What came of a call.
pub enum Made {
    /// The PDF.
    File(Vec<u8>),
    /// The sizes of the pages that it would have.
    Pages(Value),
}

/// Makes a PDF at a place. A call with `pages: true` only asks which pages there would be: headers and footers are
/// made for a page by number.
///
/// # Errors
/// What is wrong with the definition and where; that it takes too long.
pub async fn make(state: &AppState, place: Place, call: Value) -> Result<Made, ErrorBody> {
    let press = &state.press;
    let limits = Limits {
        deadline: Some(Instant::now() + press.time),
        pages: press.pages,
        ..Limits::default()
    };
    // Who goes away leaves it to end by itself, and the place is taken as long.
    let making = tokio::task::spawn_blocking(move || {
        let asks = call.key("pages").as_bool() == Some(true);
        let job = job(&call);
        let made = match asks {
            true => pdf::pages(&job, limits).map(|pages| Made::Pages(sizes(&pages))),
            false => pdf::render(&job, limits).map(Made::File),
        };
        drop(place);
        made
    });
    match making.await {
        Ok(made) => made.map_err(refused),
        // A library gave up on a file that is not what it seems.
        Err(error) => {
            tracing::error!(%error, "a PDF could not be made");
            let message = "The PDF could not be made. A picture or a font may be broken.";
            Err(ErrorBody::new(Code::Internal, message))
        }
    }
}

fn job(call: &Value) -> Job {
    let take = |key: &str| call.key(key).clone();
    Job {
        definition: take("docDefinition"),
        table_layouts: take("tableLayouts"),
        fonts: take("fonts"),
        headers: take("headers"),
        footers: take("footers"),
        backgrounds: take("backgrounds"),
    }
}

fn refused(error: PdfError) -> ErrorBody {
    ErrorBody::new(Code::Invalid, format!("PdfMake: {error}."))
}

/// Pages as pdfmake's functions get them.
fn sizes(pages: &[(f64, f64)]) -> Value {
    let pages = pages.iter().map(|(width, height)| {
        let lies = if width > height {
            "landscape"
        } else {
            "portrait"
        };
        Value::object([
            ("width", (*width).into()),
            ("height", (*height).into()),
            ("orientation", lies.into()),
        ])
    });
    let mut answer = Map::new();
    answer.insert("pages", Value::list(pages.collect()));
    Value::map(answer)
}
