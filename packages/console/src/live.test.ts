import { parseMoney } from '@kamikit/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLive } from './live.ts';
import { openConsole } from './testing/open-console.ts';

it('the ledger is asked in one place for all listeners, and not at all without any', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let seq = 5;
  const lastSeq = vi.fn(async () => seq);
  const live = createLive({ lastSeq, everyMs: 100 });
  const heard: Array<[string, number | null]> = [];
  const ends = ['a', 'b'].map((name) => live.listen((change) => void heard.push([name, change])));
  await vi.advanceTimersByTimeAsync(250);
  expect([lastSeq.mock.calls.length, heard]).toEqual([3, []]);
  seq = 6;
  await vi.advanceTimersByTimeAsync(100);
  expect(heard).toEqual([
    ['a', 6],
    ['b', 6],
  ]);
  for (const end of ends) end?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lastSeq.mock.calls.length).toBe(4);
});

it('a ledger that is slow to answer is not asked again meanwhile', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const lastSeq = vi.fn(() => new Promise<number>(() => {}));
  const live = createLive({ lastSeq, everyMs: 100 });
  live.listen(() => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lastSeq).toHaveBeenCalledTimes(1);
});

it('listeners beyond the limit are refused, and there is room again once others have gone', () => {
  const live = createLive({ lastSeq: async () => 1, mostListeners: 2 });
  onTestFinished(() => live.close());
  const [first] = [live.listen(() => {}), live.listen(() => {})];
  expect(live.listen(() => {})).toBeNull();
  first?.();
  expect(live.listen(() => {})).not.toBeNull();
});

async function listen(given: Parameters<typeof openConsole>[0] = {}) {
  const opened = await openConsole({ options: { lookEveryMs: 5, ...given.options }, ...given });
  const { cookie } = await opened.enter();
  const ending = new AbortController();
  const answer = await opened.ask('live', { headers: { cookie }, signal: ending.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  return {
    ...{ ...opened, answer },
    end: () => reader?.cancel(),
    /** What was said until this was part of it, or nothing more comes. */
    async until(text: string): Promise<string> {
      while (!said.includes(text)) {
        const part = await reader?.read();
        if (part === undefined || part.done) break;
        said += part.value;
      }
      return said;
    },
  };
}

it('a page hears that something changed in the ledger, and never what', async () => {
  const { answer, until, askOwner, end } = await listen();
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  await until('alive');
  await askOwner();
  const said = await until('change');
  expect(said).toMatch(/^event: alive\ndata: \n\n(?:event: change\ndata: \d+\n\n)+$/);
  await end();
});

it('a page in which nothing changes hears every 20 seconds that it is still connected', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { until, end } = await listen();
  await until('alive');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await until('alive\ndata: \n\nevent: alive')).toMatch(/^(?:event: alive\ndata: \n\n){2}$/);
  await end();
});

it('the pages of a few browsers hear, and one more is told to ask again later', async () => {
  const { enter, ask } = await openConsole();
  const { cookie } = await enter();
  const pages = await Promise.all(Array.from({ length: 24 }, () => ask('live', { headers: { cookie } })));
  const refused = await ask('live', { headers: { cookie } });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  await pages[0]?.body?.cancel();
  await expect.poll(async () => (await ask('live', { headers: { cookie } })).status).toBe(200);
});

it('listening ends with the session', async () => {
  const { until, pass, askOwner, ledger } = await listen();
  await until('alive');
  pass(30 * 60_000);
  await askOwner();
  await ledger.stop('test');
  expect(await until('never said')).toMatch(/event: ended\ndata: \n\n$/);
});

it('listening ends with the page', async () => {
  const { until, page } = await listen();
  await until('alive');
  page.close();
  expect(await until('never said')).not.toContain('never said');
});

it('a page hears that a job began, and that an item of it was bought', async () => {
  const { ledger, until, end } = await listen();
  await until('alive');
  const items = [{ goods_id: 1 }];
  const terms = { kind: 'purchase', idempotencyKey: 'j', items, maxTotal: parseMoney(9) };
  const { job } = await ledger.startJob(terms);
  const heard = await until('change');
  await ledger.claimItem(job.id);
  const wish = { kind: 'purchase', idempotencyKey: 'k', request: {}, amount: parseMoney(1) };
  await ledger.prepare({ ...wish, item: { job: job.id, number: 1 } });
  expect(await until(`data: ${await ledger.lastEventSeq()}\n`)).not.toBe(heard);
  await end();
});
