import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { posted } from './posted-call.ts';
import { openServed } from './served.ts';

export const ISSUER = 'https://issuer.example/tenant';
export const AUDIENCE = 'https://kamikit.example/mcp';

/** A key of the issuer's, as it signs and as it publishes it. */
export async function keyOf(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

type Key = Awaited<ReturnType<typeof keyOf>>;

/** A server that trusts an issuer, which publishes these keys and counts how often it is asked. */
export async function trusting(key: Key) {
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

export const CLAIMS = { kamikit_role: 'buyer' };

export function tokenOf(key: Key, claims: object = {}, ms = Date.now()): Promise<string> {
  const seconds = Math.floor(ms / 1000);
  return new SignJWT({
    ...{ iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: seconds, exp: seconds + 300, ...CLAIMS, ...claims },
  })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(key.privateKey);
}
