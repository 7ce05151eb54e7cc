import { existsSync } from 'node:fs';
import { CARDS_URL, readServerTime, STOREFRONT_URL, UPSTREAMS, type Upstream } from '@kamikit/core';
import { assertCanKeep, lookAtLedger } from '@kamikit/ledger';
import { doubtAtStart } from '@kamikit/ledger/at-start';
import type { Services } from '../calling/services.ts';
import { assertUsable } from '../config/assert-usable.ts';
import {
  type Config,
  type Environment,
  integrityOf,
  ledgerPath,
  ledgerPlaceOf,
  ledgerShown,
} from '../config/config.ts';
import type { CommandMessages } from '../messages/commands.en.ts';
import type { Doctor } from '../messages/doctor.en.ts';
import type { Setup } from '../messages/setup.en.ts';
import { connectedHosts } from './connected-hosts.ts';
import { tryUpstream } from './try-upstream.ts';

/** What one check found; `skip`: there was nothing to check. */
export interface Finding {
  verdict: 'ok' | 'bad' | 'skip';
  text: string;
}

export interface Check {
  name: string;
  run(signal: AbortSignal): Promise<Finding> | Finding;
  limitMs: number;
  /** What that means, and what to do, when it has not ended by then. */
  tooLate: Finding;
}

const NETWORK_MS = 10_000;
const LEDGER_MS = 30_000;

/** Everything that is checked, in the order in which it is told. */
export function checksOf(
  config: Config,
  services: Services,
  environment: Environment,
  { doctor: say, setup }: CommandMessages,
): readonly Check[] {
  const seconds = NETWORK_MS / 1000;
  const online = (upstream: Upstream): Check => ({
    name: upstream,
    limitMs: NETWORK_MS,
    async run(signal) {
      if (!config.configured.includes(upstream)) return { verdict: 'skip', text: say.notConfigured };
      // Asking it would start it, and it keeps what it sells in a file.
      if (config.sandbox) return { verdict: 'ok', text: say.sandboxUpstream };
      return { verdict: 'ok', text: await tryUpstream[upstream](services, say, signal) };
    },
    tooLate: bad(say.upstreamLate({ where: hostOf(config, upstream), seconds })),
  });
  return [
    {
      ...{ name: 'configuration', run: () => checkConfig(config, say, setup), limitMs: NETWORK_MS },
      tooLate: bad(say.configLate({ seconds })),
    },
    {
      ...{ name: 'hosts', run: () => checkHosts(environment, say, setup), limitMs: NETWORK_MS },
      tooLate: bad(say.hostsLate({ seconds })),
    },
    ...UPSTREAMS.map(online),
    {
      ...{ name: 'clock', run: (signal) => checkClock(config, say, signal), limitMs: NETWORK_MS },
      // What is wrong with the upstream is told in its own line.
      tooLate: { verdict: 'skip', text: say.clockLate({ seconds }) },
    },
    {
      ...{ name: 'ledger', run: () => checkLedger(config, say), limitMs: LEDGER_MS },
      tooLate: bad(say.ledgerLate({ path: ledgerShown(config), seconds: LEDGER_MS / 1000 })),
    },
  ];
}

function bad(text: string): Finding {
  return { verdict: 'bad', text };
}

function checkConfig(config: Config, say: Doctor, { problem }: Setup): Finding {
  if (config.problems.length > 0) return bad(config.problems.map(problem).join('; '));
  if (config.configured.length === 0) return bad(say.nothingConfigured);
  const { maxOrderTotal, dailyBudget, dailyCards, readOnly, confirm, reveal, sandbox } = config;
  const limits = say.limits({ order: maxOrderTotal, day: dailyBudget, cards: dailyCards });
  const modes = say.modes({ confirm, reveal, isReadOnly: readOnly, isSandbox: sandbox });
  return { verdict: 'ok', text: limits + modes };
}

async function checkHosts(environment: Environment, say: Doctor, { problem }: Setup): Promise<Finding> {
  const hosts = await connectedHosts(environment);
  if (hosts.length === 0) return { verdict: 'skip', text: say.noHosts };
  const told = hosts.map(({ title: host, own, unknown }) => {
    const title = own.length === 0 ? host : say.unseen({ host, variables: own });
    return [title, ...unknown.map(problem)].join(' ');
  });
  const isBad = hosts.some(({ isElsewhere, unknown }) => isElsewhere || unknown.length > 0);
  return { verdict: isBad ? 'bad' : 'ok', text: told.join('; ') };
}

// Budgets are counted by the day, and cards expire by the clock.
const TOLERATED_SKEW_MS = 60_000;

/** Compares this machine's clock with the `Date` (RFC 9110, 6.6.1) of the first upstream that is configured. */
async function checkClock(config: Config, say: Doctor, signal: AbortSignal): Promise<Finding> {
  if (config.sandbox) return { verdict: 'skip', text: say.sandboxClock };
  const upstream = UPSTREAMS.find((each) => urlOf(config, each) !== null);
  const url = upstream === undefined ? null : urlOf(config, upstream);
  if (upstream === undefined || url === null) return { verdict: 'skip', text: say.noClock };
  const { host } = url;
  const asking = { upstream, signal, timeoutMs: NETWORK_MS, proxy: config.proxy ?? undefined };
  const theirs = await readServerTime(new URL('/', url), asking).catch(() => 'unreachable' as const);
  if (theirs === 'unreachable') return { verdict: 'skip', text: say.clockUnreachable({ host }) };
  if (theirs === null) return { verdict: 'skip', text: say.clockUntold({ host }) };
  const seconds = Math.round(Math.abs(Date.now() - theirs) / 1000);
  return seconds * 1000 <= TOLERATED_SKEW_MS
    ? { verdict: 'ok', text: say.clockAgrees({ host }) }
    : bad(say.clockDiffers({ host, seconds }));
}

/** The vendor's own address stands in only where none is set: who set another one means that, right or wrong. */
const DEFAULT_URLS: { readonly [U in Upstream]: string | null } = {
  ...{ storefront: STOREFRONT_URL, cards: CARDS_URL },
  supplier: null,
};

/** Where an upstream is; null where it is not configured, or where that is not said rightly. */
function urlOf(config: Config, upstream: Upstream): URL | null {
  const settings = config[upstream];
  const isWrong = config.problems.some(({ concern }) => concern === upstream || concern === 'everything');
  const url = settings?.url || DEFAULT_URLS[upstream];
  return settings === null || isWrong || url === null ? null : new URL(url);
}

function hostOf(config: Config, upstream: Upstream): string | null {
  return urlOf(config, upstream)?.host ?? null;
}

/** Looks, and opens nothing that would be written to: a file that is made, closed or brought up to date is none of its business. */
async function checkLedger(config: Config, say: Doctor): Promise<Finding> {
  assertUsable(config);
  const integrity = integrityOf(config);
  const path = config.databaseUrl === null ? ledgerPath(config) : null;
  if (path !== null && !existsSync(path)) {
    const doubt = doubtAtStart(path, integrity);
    if (doubt !== null) return bad(say.ledgerGone({ said: doubt }));
    assertCanKeep(path, integrity);
    return { verdict: 'ok', text: say.ledgerNew({ path }) };
  }
  const place = ledgerShown(config);
  const { found, suspensions, entries, unknown, version, isOpenToOthers } = await lookAtLedger({
    ...ledgerPlaceOf(config),
    integrity,
  });
  if (path !== null) assertCanKeep(path, integrity);
  const [first, ...more] = found;
  if (first !== undefined) return bad(say.ledgerDiffers({ said: first.what, more: more.length }));
  const [suspension] = suspensions;
  if (suspension !== undefined) {
    const { account, entry_id: entryId, since, by } = suspension;
    if (account === null || entryId === null) return bad(say.stopped({ since, by: by ?? '' }));
    return bad(say.suspended({ account, entryId }));
  }
  if (isOpenToOthers) return bad(say.ledgerOpen({ path: place }));
  if (version === 'none') return { verdict: 'ok', text: say.ledgerNew({ path: place }) };
  const open = unknown > 0 ? say.unknown({ count: unknown }) : '';
  return {
    verdict: 'ok',
    text: say.entries({ total: entries, path: place }) + open + (version === 'older' ? say.ledgerOlder : ''),
  };
}
