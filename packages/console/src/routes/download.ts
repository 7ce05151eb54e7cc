import type { Context } from 'hono';

/** A file, as it is made. One that fails breaks off: the half that was sent must not pass for the whole. */
export function download(c: Context, parts: AsyncIterable<string>, name: string, type: string): Response {
  return c.body(ReadableStream.from(encoded(parts)), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${name}"`,
  });
}

async function* encoded(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}
