import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What is known before the body arrives. `path` has no query. */
export interface RequestHead {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface SandboxRequest extends RequestHead {
  body: Buffer;
}

const BODY_LIMIT = 1024 * 1024;

export function readHead({ method = '', url = '/', headers }: IncomingMessage): RequestHead {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return { method, path, query: new URLSearchParams(mark < 0 ? '' : url.slice(mark)), headers };
}

/** The whole body; null when it is longer than 1 MB, in which case it is still read to the end so that an answer arrives. */
export async function readBody(message: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size > BODY_LIMIT ? null : Buffer.concat(chunks);
}

/** Laravel's `wantsJson`: it answers a page to anyone who does not name JSON in `Accept`. */
export function wantsJson({ headers }: RequestHead): boolean {
  return /[/+]json/.test(headers.accept ?? '');
}
