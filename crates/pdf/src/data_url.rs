//! Files that stand in the definition itself.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::PdfError;
use crate::read::Read;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes of a data URL in base64, at most `most`. Other addresses are refused: the server fetches
/// nothing for a document.
pub(crate) fn bytes(read: &Read<'_>, most: usize) -> Result<Vec<u8>, PdfError> {
    let Some(rest) = read.text()?.strip_prefix("data:") else {
        return Err(read.error(
            "must be a data URL such as `data:image/png;base64,…`: nothing is fetched for a PDF",
        ));
    };
    let Some((_, data)) = rest.split_once(";base64,") else {
        return Err(read.error("must be a data URL in base64"));
    };
    if data.len() / 4 * 3 > most {
        return Err(read.error(format!("is larger than {} MB", most >> 20)));
    }
    let data: String = data.split_ascii_whitespace().collect();
    BASE64
        .decode(data)
        .map_err(|_| read.error("has data that is no base64"))
}
