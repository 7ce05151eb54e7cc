// What is loaded with the first request. undici is CommonJS: a bundle's `import()` of it would find no names. Named by
// its file, as Bun answers `undici` with a stand-in of its own, which reuses connections and does not say what was sent.
export { EnvHttpProxyAgent, Pool, request } from 'undici/index.js';
