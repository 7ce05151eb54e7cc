/** Calls `done` once the answer has been given: at once, or with the end of its stream, however that ends. */
export function untilAnswered(response: Response, done: () => void): Response {
  const { body, status, headers } = response;
  if (body === null || headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    done();
    return response;
  }
  return new Response(untilRead(body.getReader(), done), { status, headers });
}

/** Pulled through by hand: a transform stream that is piped to takes several times as long. */
function untilRead(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  done: () => void,
): ReadableStream<Uint8Array> {
  let isOver = false;
  function end(): void {
    if (!isOver) done();
    isOver = true;
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value } = await reader.read();
          if (value !== undefined) return controller.enqueue(value);
          // Whoever cancels it meanwhile has closed it.
          if (!isOver) controller.close();
        } catch (error) {
          controller.error(error);
        }
        end();
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    // A piece is read once somebody asks for it.
    { highWaterMark: 0 },
  );
}
