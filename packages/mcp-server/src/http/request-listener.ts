// A part of the bundle of its own, for the commands that serve.
export { getRequestListener, RequestError } from '@hono/node-server';
