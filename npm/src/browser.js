// Browsers fetch the module, and bundlers find it by this very expression. For a content security
// policy: `script-src 'wasm-unsafe-eval'`. Who wants to say when, or from where, imports
// `tidings-core/manual`.
import init from "./core.js";

await init({ module_or_path: new URL("./core_bg.wasm", import.meta.url) });

export * from "./core.js";
