import { request } from 'node:http';
import { join } from 'node:path';
import { CardsClient } from '@kamikit/core';
import { startSandbox } from '@kamikit/sandbox';
import { expect, it, type TestContext } from 'vitest';
import { startProgram, temporaryFolder } from '../documents/run-program.ts';

const PROGRAM = 'examples/check-and-use-cards.ts';

/** The service, with a card of two uses. */
async function openService(test: TestContext) {
  const sandbox = await startSandbox();
  const { apiKey, url: baseUrl } = sandbox.cards;
  const cards = new CardsClient({ apiKey, baseUrl });
  test.onTestFinished(async () => {
    await cards.close();
    await sandbox.close();
  });
  const { codes } = await cards.generate({ card_type: 'count', uses: 2 });
  const cwd = temporaryFolder(test);
  const environment = {
    KAMIKIT_CARDS_URL: baseUrl,
    KAMIKIT_CARDS_API_KEY: apiKey,
    KAMIKIT_LEDGER: join(cwd, 'till.db'),
  };
  const { url } = await startProgram(PROGRAM, { cwd, environment }, test);
  async function post(path: string, body: string, key?: string) {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const response = await fetch(`${url}${path}`, { method: 'POST', body, headers });
    return { status: response.status, body: await response.json() };
  }
  return { sandbox, url, post, card: codes[0] ?? '', uses: () => sandbox.state().cards.uses.length };
}

it.concurrent('shows with play cards what to try', async (test) => {
  const { lines } = await startProgram(PROGRAM, { cwd: temporaryFolder(test) }, test);
  expect((await lines.next()).value).toMatch(/^Try: curl -d \w{16} http:\/\/127\.0\.0\.1:\d+\/check$/);
});

it.concurrent('uses a card once per Idempotency-Key, and says by HTTP status why it does not', async (test) => {
  const { post, card, uses } = await openService(test);
  expect(await post('/check', card)).toMatchObject({ status: 200, body: { remaining_count: 2 } });
  const first = await post('/use', card, 'first');
  expect(first).toMatchObject({
    status: 200,
    body: { state: 'completed', result: { card: { used_count: 1 } } },
  });
  expect(await post('/use', card, 'first')).toEqual(first);
  expect(await post('/use', `${card}X`, 'first')).toMatchObject({
    status: 422,
    body: { code: 'key_conflict' },
  });
  expect(await post('/use', card, 'second')).toMatchObject({ status: 200 });
  expect(await post('/use', card, 'third')).toMatchObject({ status: 410, body: { code: 'card_exhausted' } });
  expect(await post('/check', 'NO-SUCH-CARD')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await post('/use', card)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(await post('/use', 'x'.repeat(201), 'long')).toMatchObject({ status: 400 });
  expect(uses()).toBe(2);
});

it.concurrent('finds out whether a card was used when the answer is lost', async (test) => {
  const { sandbox, post, card, uses } = await openService(test);
  sandbox.addFault({ upstream: 'cards', operation: 'use', kind: 'reset_after' });
  expect(await post('/use', card, 'first')).toMatchObject({ status: 200, body: { state: 'completed' } });
  expect(uses()).toBe(1);
});

it.concurrent('does nothing for a website that is open on the same machine', async (test) => {
  const { url, card, uses } = await openService(test);
  const { host, port } = new URL(url);
  const statusFor = (headers: Record<string, string>) =>
    new Promise((resolve) =>
      request(`${url}/use`, { method: 'POST', headers: { ...headers, 'idempotency-key': 'k' } }, (response) =>
        resolve(response.resume().statusCode),
      ).end(card),
    );
  for (const headers of [
    { host: 'rebound.example' },
    { host: `rebound.example:${port}`, origin: `http://rebound.example:${port}` },
    { host, origin: 'https://evil.example' },
    { host, origin: 'null' },
  ])
    expect(await statusFor(headers), JSON.stringify(headers)).toBe(403);
  expect(uses()).toBe(0);
  expect(await statusFor({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200);
});
