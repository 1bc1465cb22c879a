// Starts the browser's side: loads the wasm module whose address the document names, then makes the
// page live. The sanitizer of HTML comes when the page asks for it.
const at = (id) => document.getElementById(id).href;
const module = await import(at("lath-js"));
await module.default({ module_or_path: at("lath-wasm") });
await module.hydrate(() => import(at("lath-purify")));
