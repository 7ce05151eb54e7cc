/** Calls `done` once the answer has been given: at once, or with the end of its stream, however that ends. */
export function untilAnswered(response: Response, done: () => void): Response {
  const { body, status, headers } = response;
  if (body === null || headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    done();
    return response;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  body
    .pipeTo(writable)
    .catch(() => {})
    .finally(done);
  return new Response(readable, { status, headers });
}
