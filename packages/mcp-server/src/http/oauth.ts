import { KamikitError, type Money, parseMoney } from '@kamikit/core';
import { type Person, ROLES } from '@kamikit/ledger';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Config } from '../config/config.ts';
import type { Admitted, Issuer } from './door.ts';

// With a secret that both know, whoever can read the public key could sign (RFC 8725, section 2.1).
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const ROLE_CLAIM = 'kamikit_role';
const DAILY_CLAIM = 'kamikit_daily_budget';
const ORDER_CLAIM = 'kamikit_max_order';
// Visible characters only: it becomes a name in entries and logs.
const SUBJECT = /^[^\s\p{C}\p{Default_Ignorable_Code_Point}]{1,200}$/u;
const TOLERANCE_SECONDS = 5;
const ANSWER_WITHIN_MS = 5_000;
const ASK_AGAIN_AFTER_MS = 30_000;
// An issuer that fails is left alone for so long, however many tokens come; without its keys nobody gets in.
const AFTER_FAILURE_MS = 5_000;
const KEEP_KEYS_MS = 10 * 60_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface IssuerOptions {
  fetch: Fetch;
  now: () => number;
}

/**
 * Tokens of one issuer: signed with a key that it publishes, by an asymmetric algorithm, meant for us, and valid now. Its keys are
 * kept, and asked for anew when a token names another, at most twice a minute. No token is passed on to anybody.
 */
export function createIssuer(
  { issuer, audience }: NonNullable<Config['oauth']>,
  { fetch, now }: IssuerOptions,
): Issuer {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  let begunAt = 0;
  let failedMs = Number.NEGATIVE_INFINITY;
  /** Not for as long as a clock was set back by. */
  const isLeftAlone = () => now() >= failedMs && now() - failedMs < AFTER_FAILURE_MS;

  function keysOf(): Promise<JWTVerifyGetKey> {
    // jose goes by the time of day, which may be set back: then it would keep withdrawn keys, and ask for no new ones, as long as
    // that. And where they are may change.
    if (performance.now() - begunAt >= KEEP_KEYS_MS) keys = undefined;
    if (keys !== undefined) return keys;
    if (isLeftAlone()) return Promise.reject(unavailable());
    begunAt = performance.now();
    keys = jwksUri(issuer, fetch).then((uri) =>
      createRemoteJWKSet(new URL(uri), {
        ...{ timeoutDuration: ANSWER_WITHIN_MS, cooldownDuration: ASK_AGAIN_AFTER_MS },
        ...{ cacheMaxAge: KEEP_KEYS_MS, [customFetch]: fetchKeys },
      }),
    );
    keys.catch(() => {
      keys = undefined;
      failedMs = now();
    });
    return keys;
  }

  async function fetchKeys(url: string, init: RequestInit): Promise<Response> {
    if (isLeftAlone()) throw unavailable();
    try {
      const response = await fetch(url, init);
      const published = Object(await response.json());
      if (response.status !== 200 || !areKeys(published.keys))
        throw new Error('no keys where its metadata says');
      return Response.json(published);
    } catch (error) {
      failedMs = now();
      throw error;
    }
  }

  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, await keysOf(), {
        ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['sub', 'exp'] },
        ...{ clockTolerance: TOLERANCE_SECONDS, currentDate: new Date(now()) },
      });
      return admitted(payload, issuer);
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && isOfToken(error))
        return { refusal: 'invalid_token' };
      throw error instanceof KamikitError ? error : unavailable(error);
    }
  };
}

/** As jose takes them (RFC 7517, section 5.1). */
function areKeys(keys: unknown): boolean {
  return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null);
}

/** Everything else is the issuer's: its keys cannot be had, or are none. */
function isOfToken({ code }: errors.JOSEError): boolean {
  return code !== 'ERR_JOSE_GENERIC' && code !== 'ERR_JWKS_INVALID';
}

function admitted({ sub, ...claims }: JWTPayload, issuer: string): Admitted {
  // Of what a claim is nobody has made sure: a list of one subject would read like that subject.
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) return { refusal: 'invalid_token' };
  const role = ROLES.find((each) => each === claims[ROLE_CLAIM]);
  const [daily, most] = [limitIn(claims[DAILY_CLAIM]), limitIn(claims[ORDER_CLAIM])];
  if (role === undefined || daily === undefined || most === undefined)
    return { refusal: 'insufficient_scope' };
  // The address of the issuer is a part of the name, which no name of ours can have.
  const person: Person = { name: `${sub}@${issuer}`, role, daily_budget: daily, max_order: most };
  return { person };
}

/** Null for none; undefined for what is no limit: then nobody is let in. */
function limitIn(claim: unknown): Money | null | undefined {
  if (claim === undefined || claim === null) return null;
  try {
    const limit = typeof claim === 'string' || typeof claim === 'number' ? parseMoney(claim) : undefined;
    return limit?.startsWith('-') ? undefined : limit;
  } catch {
    return undefined;
  }
}

/** By RFC 8414, or as OpenID Connect Discovery has it. */
async function jwksUri(issuer: string, fetch: Fetch): Promise<string> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(place, {
      redirect: 'error',
      signal,
      headers: { accept: 'application/json' },
    });
    const text = await response.text();
    if (response.status !== 200) continue;
    const metadata = Object(readJson(text));
    // Both say who they are of (RFC 8414, section 3.3).
    if (metadata.issuer !== issuer || !isSafe(metadata.jwks_uri)) continue;
    return metadata.jwks_uri;
  }
  throw new Error('no metadata that says the same issuer');
}

/** Null for none: some sites answer with a page of theirs whatever they are asked for. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isSafe(uri: unknown): uri is string {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

function unavailable(cause?: unknown): KamikitError {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new KamikitError(`The issuer of this token cannot be asked for its keys${why}.`, {
    ...{ code: 'unreachable', retryable: true, cause },
  });
}
