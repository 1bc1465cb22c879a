// Starts the browser's side: loads the wasm module whose address the document names, then makes the
// page live. `lathImport` is what wasm cannot say: the sanitizer and the app's own functions come by it.
globalThis.lathImport = (address) => import(address);
const at = (id) => document.getElementById(id).href;
const module = await import(at("lath-js"));
await module.default({ module_or_path: at("lath-wasm") });
await module.hydrate();
