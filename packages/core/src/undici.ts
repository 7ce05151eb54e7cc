// What is loaded with the first request. undici is CommonJS: a bundle's `import()` of it would find no names.
export { Agent, EnvHttpProxyAgent, request } from 'undici';
