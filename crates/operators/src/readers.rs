//! What the functions of `_js` are given to read with: names, and the operators that answer.

use engine::Reader;

/// On a page.
pub static CLIENT: &[Reader] = &[
    ("actions", "_actions"),
    ("event", "_event"),
    ("input", "_input"),
    ("location", "_location"),
    ("lowdefyApp", "_app"),
    ("lowdefyGlobal", "_global"),
    ("pathParams", "_path_params"),
    ("request", "_request"),
    ("state", "_state"),
    ("urlQuery", "_url_query"),
    ("user", "_user"),
];

/// In connections, requests and routines.
pub static SERVER: &[Reader] = &[
    ("item", "_item"),
    ("lowdefyApp", "_app"),
    ("payload", "_payload"),
    ("secret", "_secret"),
    ("state", "_state"),
    ("step", "_step"),
    ("user", "_user"),
];
