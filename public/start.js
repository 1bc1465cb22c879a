// Starts the browser's side: loads the sanitizer and the wasm module whose addresses the document
// names, then makes the page live. Wasm itself cannot import the app's own functions.
globalThis.lathImport = (address) => import(address);
const at = (id) => document.getElementById(id).href;
const [module] = await Promise.all([import(at("lath-js")), import(at("lath-purify"))]);
await module.default({ module_or_path: at("lath-wasm") });
await module.hydrate();
