import { expect, it } from 'vitest';
import { untilAnswered } from './until-answered.ts';

const TYPE = { headers: { 'content-type': 'text/event-stream' } };

function streamed(...pieces: (string | Error)[]) {
  const cancelled: unknown[] = [];
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = left.shift();
        if (next === undefined) return controller.close();
        if (next instanceof Error) return controller.error(next);
        controller.enqueue(new TextEncoder().encode(next));
      },
      cancel: (reason) => void cancelled.push(reason),
    },
    { highWaterMark: 0 },
  );
  let done = 0;
  const response = untilAnswered(new Response(body, { status: 201, ...TYPE }), () => {
    done += 1;
  });
  return { response, cancelled, done: () => done };
}

it('what is given at once is done at once, and left as it is', () => {
  let done = 0;
  const [json, none] = [Response.json({}), new Response(null, TYPE)];
  for (const given of [json, none])
    expect(
      untilAnswered(given, () => {
        done += 1;
      }),
    ).toBe(given);
  expect(done).toBe(2);
});

it('what is streamed is done with its last piece', async () => {
  const { response, done } = streamed('a', 'b');
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  for (const _ of 'ab') expect((await reader?.read())?.done).toBe(false);
  expect(done()).toBe(0);
  expect((await reader?.read())?.done).toBe(true);
  expect(done()).toBe(1);
});

it('what breaks off is done, and breaks off', async () => {
  const { response, done } = streamed('a', new Error('gone'));
  await expect(response.text()).rejects.toThrow('gone');
  expect(done()).toBe(1);
});

it('what nobody listens to any more is done once, and ends', async () => {
  const { response, cancelled, done } = streamed('a', 'b', 'c');
  const reader = response.body?.getReader();
  await reader?.read();
  const next = reader?.read();
  await reader?.cancel('left');
  await next;
  expect(done()).toBe(1);
  expect(cancelled).toEqual(['left']);
});
