import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportSPKI } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AUDIENCE, ISSUER, keyOf, tokenOf, trusting } from '../../test/issuer.ts';
import { posted } from '../../test/posted-call.ts';
import { openServed } from '../../test/served.ts';

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
