// What tests of other packages may use: the server in front of a host, in this process or built, and what goes with it.
export { commands } from '../src/cli/testing/commands.ts';
export { bundleForTests } from './bundle-for-tests.ts';
export { connectHost, startTestSandbox, temporaryFolder } from './host.ts';
export { serveWithToken } from './serve-with-token.ts';
export { startServer } from './server-process.ts';
