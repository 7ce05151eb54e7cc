// The commands that listen for requests, loaded as one.
export { demoCommand } from './demo.ts';
export { notifyCommand } from './notify.ts';
export { sandboxCommand } from './sandbox.ts';
export { serveCommand } from './serve.ts';
export { uiCommand } from './ui.ts';
