//! How the app is: as last built and loaded.

use mcp::{Answer, Tool};

use super::Row;

pub(super) static STATUS: Row = Row {
    tool: Tool {
        name: "build_status",
        about: "How the app is, as last built and loaded: `status` is \"ready\" or \"broken\" (an \
                earlier version is served), `problems` has every error and warning with file, line, \
                column and an excerpt. Ask it after every edit.",
        parameters: &[],
        only_reads: true,
    },
    run: |state, _| Box::pin(async move { Ok(Answer::Data(state.status().to_value(None))) }),
};
