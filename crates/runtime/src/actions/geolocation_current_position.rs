use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Asks the browser where it is. The response holds `coords` and `timestamp`; when the user or the
/// browser refuses, the action fails with the browser's reason. It needs https, or localhost.
///
/// ```yaml
/// id: where
/// type: GeolocationCurrentPosition
/// params: { enableHighAccuracy: true, timeout: 10000 }
/// ```
///
/// - `enableHighAccuracy`: true takes the best place there is, which may take longer.
/// - `timeout`: how many milliseconds it may take.
/// - `maximumAge`: how many milliseconds old a known place may be.
pub struct GeolocationCurrentPosition;

impl Action for GeolocationCurrentPosition {
    const NAME: &'static str = "GeolocationCurrentPosition";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let position = cx.page.app().backend().position(params);
        position.await.map_err(ActionError::new)
    }
}
