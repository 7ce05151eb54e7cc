import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { posted } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';

const ISSUER = 'https://issuer.example/tenant';
const AUDIENCE = 'https://kamikit.example/mcp';
const MINUTE_MS = 60_000;

/** A key of the issuer's, as it signs and as it publishes it. */
async function keyOf(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

type Key = Awaited<ReturnType<typeof keyOf>>;

/** A server that trusts an issuer, which publishes these keys and counts how often it is asked. */
async function trusting(key: Key) {
  const clock = { ms: Date.now() };
  const asked: string[] = [];
  const issuer = {
    keys: [key.jwk],
    isDown: false,
    named: ISSUER,
    keysAt: `${ISSUER}/keys`,
    /** Instead of its keys. */
    saidOfKeys: null as object | null,
    /** Instead of its metadata, where RFC 8414 has it. */
    saidOfItself: null as object | null,
  };
  const metadata = () => ({ issuer: issuer.named, jwks_uri: issuer.keysAt });
  const published = (): Record<string, () => object> => ({
    'https://issuer.example/.well-known/oauth-authorization-server/tenant': () =>
      issuer.saidOfItself ?? metadata(),
    [`${ISSUER}/.well-known/openid-configuration`]: metadata,
    [issuer.keysAt]: () => issuer.saidOfKeys ?? { keys: issuer.keys },
  });
  const fetch = async (url: string) => {
    asked.push(url);
    if (issuer.isDown) throw new TypeError('fetch failed');
    const found = published()[url];
    if (found === undefined) return new Response(null, { status: 404 });
    const said = found();
    return said instanceof Response ? said.clone() : Response.json(said);
  };
  const served = await openServed({
    environment: { KAMIKIT_OAUTH_ISSUER: ISSUER, KAMIKIT_OAUTH_AUDIENCE: AUDIENCE },
    publicUrl: 'https://kamikit.example/',
    parts: { fetch, now: () => clock.ms },
  });
  const status = async (token: string) => (await served.ask('/mcp', posted(token, 'list_goods'))).status;
  return { ...served, clock, asked, issuer, status };
}

const CLAIMS = { kamikit_role: 'buyer' };

function tokenOf(key: Key, claims: object = {}, ms = Date.now()): Promise<string> {
  const seconds = Math.floor(ms / 1000);
  return new SignJWT({
    ...{ iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: seconds, exp: seconds + 300, ...CLAIMS, ...claims },
  })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(key.privateKey);
}

describe('a token of the issuer', () => {
  it('lets in by its role and limits, under a name that no token of ours can have', async () => {
    const key = await keyOf('a');
    const { connect, ledger, tokenOf: ours, logged } = await trusting(key);
    const token = await tokenOf(key, { kamikit_daily_budget: '30', kamikit_max_order: 25 });
    const alice = await connect(token);
    expect((await alice.call('get_balance')).answer).toMatchObject({
      budget: { daily_budget: '30', max_order_total: '25' },
    });
    const wish = {
      goods_id: 1,
      sub_id: 11,
      quantity: 1,
      max_total: '999',
      mode: 'sync',
      idempotency_key: 'k',
    };
    expect((await alice.call('purchase', wish)).answer).toMatchObject({ state: 'completed' });
    expect((await ledger.list()).entries).toMatchObject([{ person: `alice@${ISSUER}` }]);
    const namesake = await connect(await ours('alice'));
    expect((await namesake.call('list_ledger')).answer).toMatchObject({ total: 0 });
    expect(logged.join()).not.toContain(token.slice(-20));
  });

  it.each<[string, object, number]>([
    ['for another resource', { aud: 'https://other.example/mcp' }, 401],
    ['for nobody', { aud: undefined }, 401],
    ['of another issuer', { iss: 'https://evil.example' }, 401],
    ['that has expired', { exp: 1 }, 401],
    ['that never expires', { exp: undefined }, 401],
    ['that is not valid yet', { nbf: 4_000_000_000 }, 401],
    ['without a subject', { sub: undefined }, 401],
    ['whose subject is no name', { sub: 'a\nb' }, 401],
    ['whose subject has a letter that nobody sees', { sub: 'alice\u3164' }, 401],
    ['whose subject is a list of one, and no text', { sub: ['alice'] }, 401],
    ['whose subject is a number', { sub: 1 }, 401],
    ['without a role', { kamikit_role: undefined }, 403],
    ['with a role that is none', { kamikit_role: 'admin' }, 403],
    ['with a limit that is none', { kamikit_daily_budget: 'plenty' }, 403],
    ['with a negative limit', { kamikit_max_order: -1 }, 403],
  ])('%s lets nobody in', async (_, claims, expected) => {
    const key = await keyOf('a');
    const { ask } = await trusting(key);
    const answer = await ask('/mcp', posted(await tokenOf(key, claims), 'list_goods'));
    expect(answer.status).toBe(expected);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="kamikit", error="${expected === 401 ? 'invalid_token' : 'insufficient_scope'}", ` +
        'resource_metadata="https://kamikit.example/.well-known/oauth-protected-resource/mcp"',
    );
  });

  it('that nobody signed, or that was signed with the public key as a secret, lets nobody in', async () => {
    const key = await keyOf('a', 'RS256');
    const { status } = await trusting(key);
    const [, body] = (await tokenOf(key)).split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await status(`${encode({ alg: 'none' })}.${body}.`)).toBe(401);
    const unsigned = `${encode({ alg: 'HS256', kid: 'a' })}.${body}`;
    const secret = await exportSPKI(key.publicKey);
    const signature = createHmac('sha256', secret).update(unsigned).digest('base64url');
    expect(await status(`${unsigned}.${signature}`)).toBe(401);
    expect(await status(await tokenOf(key))).toBe(200);
  });

  it('that was altered, or signed by another key under the same name, lets nobody in', async () => {
    const key = await keyOf('a');
    const { status } = await trusting(key);
    const [header, , signature] = (await tokenOf(key)).split('.');
    const [, body] = (await tokenOf(key, { kamikit_role: 'owner' })).split('.');
    expect(await status(`${header}.${body}.${signature}`)).toBe(401);
    expect(await status(await tokenOf(await keyOf('a')))).toBe(401);
  });
});

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

it('a client learns where to get a token, at both places where it may look', async () => {
  const { ask } = await trusting(await keyOf('a'));
  expect((await ask('/mcp', posted(null, 'list_goods'))).headers.get('www-authenticate')).toBe(
    'Bearer realm="kamikit", resource_metadata="https://kamikit.example/.well-known/oauth-protected-resource/mcp"',
  );
  for (const path of ['', '/mcp'])
    expect(await (await ask(`/.well-known/oauth-protected-resource${path}`)).json()).toEqual({
      resource: 'https://kamikit.example/mcp',
      authorization_servers: [ISSUER],
      bearer_methods_supported: ['header'],
      resource_name: 'Kamikit',
    });
});

it('no token is passed on to an upstream', async () => {
  const key = await keyOf('a');
  const { connect, sandbox } = await trusting(key);
  const token = await tokenOf(key);
  await (await connect(token)).call('list_goods');
  const digest = createHash('sha256').update(token).digest('hex');
  const told = JSON.stringify(sandbox.state());
  expect(told).toContain('list_goods');
  for (const secret of [token, digest]) expect(told).not.toContain(secret);
});

it.each([
  [1_000, 200],
  [300_000, 503],
])(
  'an issuer is asked by itself, and not believed if it sends too much: %d bytes, %d',
  async (bytes, expected) => {
    const key = await keyOf('a');
    const server = createServer(({ url }, response) => {
      const metadata = { issuer, jwks_uri: `${issuer}/keys`, more: 'a'.repeat(bytes) };
      response.end(JSON.stringify(url === '/keys' ? { keys: [key.jwk] } : metadata));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
    const { ask } = await openServed({
      environment: { KAMIKIT_OAUTH_ISSUER: issuer, KAMIKIT_OAUTH_AUDIENCE: AUDIENCE },
      publicUrl: 'https://kamikit.example/',
    });
    const token = await tokenOf(key, { iss: issuer });
    expect((await ask('/mcp', posted(token, 'list_goods'))).status).toBe(expected);
  },
);
