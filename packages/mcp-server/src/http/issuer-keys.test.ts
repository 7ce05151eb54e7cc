import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ISSUER, keyOf, tokenOf, trusting } from '../../test/issuer.ts';
import { posted } from '../../test/posted-call.ts';

const MINUTE_MS = 60_000;

describe('the issuer’s keys', () => {
  it('are asked for once, and anew for a key that is not among them, but not with every such token', async () => {
    const [first, second] = [await keyOf('a'), await keyOf('b')];
    const { status, asked, issuer, clock } = await trusting(first);
    for (let time = 0; time < 3; time += 1) expect(await status(await tokenOf(first))).toBe(200);
    expect(asked).toHaveLength(2);
    issuer.keys = [first.jwk, second.jwk];
    for (let time = 0; time < 3; time += 1) expect(await status(await tokenOf(second))).toBe(401);
    expect(asked).toHaveLength(2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + MINUTE_MS });
    onTestFinished(() => void vi.useRealTimers());
    clock.ms += MINUTE_MS;
    expect(await status(await tokenOf(second, {}, clock.ms))).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it('that cannot be had are no reason to say that a token is wrong, nor to let it in', async () => {
    const key = await keyOf('a');
    const { status, asked, issuer, clock } = await trusting(key);
    issuer.isDown = true;
    expect(await status(await tokenOf(key))).toBe(503);
    expect(await status(await tokenOf(key))).toBe(503);
    expect(asked).toHaveLength(1);
    issuer.isDown = false;
    clock.ms += MINUTE_MS;
    expect(await status(await tokenOf(key, {}, clock.ms))).toBe(200);
  });

  it('that cannot be had are what the answer and the log speak of', async () => {
    const key = await keyOf('a');
    const { ask, issuer, logged } = await trusting(key);
    issuer.named = 'https://issuer.example/tenant/';
    const answer = await ask('/mcp', posted(await tokenOf(key), 'list_goods'));
    expect(Object(await answer.json()).error_description).toMatch(
      /^The issuer of this token cannot be reached/,
    );
    expect(logged.join()).toContain('(no metadata that says the same issuer)');
  });

  it.each<[string, object]>([
    ['none', { error: 'no keys' }],
    ['nothing that is a key', { keys: ['none'] }],
    ['an error', Response.json({ keys: [] }, { status: 500 })],
  ])('of which there is %s are not asked for again with each token, but after a while', async (_, said) => {
    const key = await keyOf('a');
    const { status, asked, issuer, clock } = await trusting(key);
    issuer.saidOfKeys = said;
    for (let time = 0; time < 3; time += 1) expect(await status(await tokenOf(key))).toBe(503);
    expect(asked).toHaveLength(2);
    issuer.saidOfKeys = null;
    clock.ms += 4_999;
    expect(await status(await tokenOf(key))).toBe(503);
    clock.ms += 1;
    expect(await status(await tokenOf(key, {}, clock.ms))).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it('are asked for again where the clock was set back since they could not be had', async () => {
    const key = await keyOf('a');
    const { status, issuer, clock } = await trusting(key);
    issuer.isDown = true;
    expect(await status(await tokenOf(key))).toBe(503);
    issuer.isDown = false;
    clock.ms -= 1;
    expect(await status(await tokenOf(key, {}, clock.ms - MINUTE_MS))).toBe(200);
  });

  it('that are known let in while it cannot be asked for others', async () => {
    const [known, unknown] = [await keyOf('a'), await keyOf('b')];
    const { status, asked, issuer, clock } = await trusting(known);
    expect(await status(await tokenOf(known))).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + MINUTE_MS });
    onTestFinished(() => void vi.useRealTimers());
    clock.ms += MINUTE_MS;
    issuer.isDown = true;
    for (let time = 0; time < 3; time += 1)
      expect(await status(await tokenOf(unknown, {}, clock.ms))).toBe(503);
    expect(await status(await tokenOf(known, {}, clock.ms))).toBe(200);
    expect(asked).toHaveLength(3);
  });

  it.each([-24 * 60, 0])(
    'that were withdrawn let nobody in after that, and new ones do, wherever they are, with the time of day set by %d minutes',
    async (minutes) => {
      const [old, fresh] = [await keyOf('a'), await keyOf('b')];
      const { status, issuer, clock } = await trusting(old);
      expect(await status(await tokenOf(old))).toBe(200);
      issuer.keys = [fresh.jwk];
      issuer.keysAt = `${ISSUER}/other-keys`;
      vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() + minutes * MINUTE_MS });
      onTestFinished(() => void vi.useRealTimers());
      // Its other clock begins at 0, a moment before the one that it stands for.
      vi.advanceTimersByTime(11 * MINUTE_MS);
      clock.ms = Date.now();
      expect(await status(await tokenOf(fresh, {}, clock.ms))).toBe(200);
      expect(await status(await tokenOf(old, {}, clock.ms))).toBe(401);
    },
  );

  it('are found by the second place where they may be told of, where a page is shown at the first', async () => {
    const key = await keyOf('a');
    const { status, issuer } = await trusting(key);
    issuer.saidOfItself = new Response('<!doctype html>');
    expect(await status(await tokenOf(key))).toBe(200);
  });

  it('are not taken from metadata that is another issuer’s', async () => {
    const key = await keyOf('a');
    const { status, issuer } = await trusting(key);
    issuer.named = 'https://evil.example';
    expect(await status(await tokenOf(key))).toBe(503);
  });
});
