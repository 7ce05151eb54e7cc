// What other packages of this workspace build variants of the server with.
export { bundleServer } from './bundle-server.ts';
export { takeOut } from './take-out.ts';
