// Development only: what is wrong with the app, above the page, and how long requests took on the
// server, behind a small button at the corner. The browser's side hands over what it hears.

const element = (name, css, parent, text = "") => {
  const made = document.createElement(name);
  made.style.cssText = css;
  made.textContent = text;
  parent?.append(made);
  return made;
};

// What is wrong.

const OVERLAY = "lath-overlay";
const overlayStyle = {
  cover: "position:fixed;inset:0;z-index:3000;display:grid;place-items:start center;overflow:auto;padding:5vh 16px;background:var(--l-mask);font:14px/1.5 var(--l-font);color:var(--l-text)",
  section: "inline-size:min(860px,100%);padding:20px 24px;border-radius:var(--l-radius-lg);border-block-start:4px solid var(--l-error);background:var(--l-bg-elevated);box-shadow:var(--l-shadow-3)",
  title: "margin:0 0 4px;font-size:18px",
  note: "margin:0 0 16px;color:var(--l-text-2)",
  list: "margin:0 0 16px;padding:0;list-style:none;display:grid;gap:12px",
  item: "padding:12px;border-radius:var(--l-radius);background:var(--l-error-bg);overflow-wrap:anywhere",
  place: "font:600 13px/1.5 var(--l-font-mono);color:var(--l-error)",
  message: "margin:4px 0;white-space:pre-wrap",
  excerpt: "margin:8px 0;padding:8px 12px;overflow-x:auto;border-radius:var(--l-radius);background:var(--l-bg);font:12px/1.5 var(--l-font-mono)",
  at: "color:var(--l-text-3)",
  button: "font:inherit;padding:4px 16px;border:1px solid var(--l-border);border-radius:var(--l-radius);background:var(--l-bg);color:inherit;cursor:pointer",
};

// The page is as it should be again.
globalThis.lathCalm = () => document.getElementById(OVERLAY)?.remove();

// Shows findings: a list of `{severity, code, message, help, file, line, column, at, excerpt, editor}`,
// where `editor` is the address that opens the file at that place.
globalThis.lathBroken = (json) => {
  globalThis.lathCalm();
  const s = overlayStyle;
  const cover = element("div", s.cover, document.body);
  cover.id = OVERLAY;
  cover.setAttribute("role", "alertdialog");
  cover.setAttribute("aria-labelledby", `${OVERLAY}-title`);
  const section = element("section", s.section, cover);
  element("h2", s.title, section, "The app could not be loaded").id = `${OVERLAY}-title`;
  element("p", s.note, section, "The last good version stays behind this note and is served until the files are mended.");
  const list = element("ol", s.list, section);
  for (const finding of JSON.parse(json)) {
    const { severity, message, help, file, line, column, at, excerpt, editor } = finding;
    const item = element("li", s.item, list);
    const place = line && column ? `${file}:${line}:${column}` : file;
    const shown = element(editor ? "a" : "code", s.place, item, severity === "warning" ? `${place} (warning)` : place);
    if (editor) {
      shown.href = editor;
      shown.title = "Open in the editor";
    }
    element("p", s.message, item, help ? `${message} ${help}` : message);
    if (excerpt) element("pre", s.excerpt, item, excerpt);
    if (at) element("small", s.at, item, at);
  }
  const button = element("button", s.button, section, "Close");
  button.type = "button";
  button.addEventListener("click", globalThis.lathCalm);
  button.focus();
};

// How long it took.

const KEPT = 50;
const entries = [];
let panel, summary, list;
const panelStyle = {
  panel: "position:fixed;inset-block-end:8px;inset-inline-end:8px;z-index:1900;max-inline-size:min(560px,calc(100vw - 16px));font:12px/1.5 var(--l-font-mono);color:var(--l-text-2);background:var(--l-bg-elevated);border:1px solid var(--l-border);border-radius:var(--l-radius);box-shadow:var(--l-shadow-1)",
  summary: "cursor:pointer;padding:2px 8px;list-style:none",
  list: "margin:0;padding:4px 8px 8px;max-block-size:40vh;overflow:auto;list-style:none",
  item: "white-space:pre;color:inherit",
};

const build = () => {
  panel = element("details", panelStyle.panel, document.body);
  panel.id = "lath-timings";
  panel.setAttribute("aria-label", "Requests on the server");
  summary = element("summary", panelStyle.summary, panel);
  list = element("ol", panelStyle.list, panel);
};

const time = (ms) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;

const line = ({ ms, request, endpoint, type, connection, failed }) => {
  const name = endpoint ? `${endpoint} › ${request}` : request;
  return `${time(ms).padStart(9)}  ${name}  ${type} on ${connection}${failed ? "  failed" : ""}`;
};

// Shows one more: `{request, type, connection, page, endpoint, ms, failed}`.
globalThis.lathTiming = (json) => {
  if (!panel?.isConnected) build();
  const newest = JSON.parse(json);
  entries.unshift(newest);
  entries.length = Math.min(entries.length, KEPT);
  const failed = entries.filter((entry) => entry.failed).length;
  summary.textContent = `${time(newest.ms)} ${newest.request}${failed ? ` · ${failed} failed` : ""}`;
  list.replaceChildren();
  for (const entry of entries) {
    const item = element("li", panelStyle.item, list, line(entry));
    if (entry.failed) item.style.color = "var(--l-error)";
  }
};

