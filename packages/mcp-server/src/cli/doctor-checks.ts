import { existsSync } from 'node:fs';
import { CARDS_URL, STOREFRONT_URL, UPSTREAMS, type Upstream } from '@kamikit/core';
import type { Discrepancy } from '@kamikit/ledger';
import { doubtAtStart } from '@kamikit/ledger/at-start';
import type { Services } from '../calling/services.ts';
import { type Config, type Environment, integrityOf, ledgerPath } from '../config/config.ts';
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
export function checksOf(config: Config, services: Services, environment: Environment): readonly Check[] {
  const within = `within ${NETWORK_MS / 1000} s`;
  const online = (upstream: Upstream): Check => {
    const where = hostOf(config, upstream) ?? 'it';
    return {
      name: upstream,
      limitMs: NETWORK_MS,
      async run(signal) {
        if (!config.configured.includes(upstream)) return NOT_SET;
        return { verdict: 'ok', text: await tryUpstream[upstream](services, signal) };
      },
      tooLate: bad(
        `no answer from ${where} ${within}: check its address, the network, and any proxy or firewall between`,
      ),
    };
  };
  return [
    {
      ...{ name: 'configuration', run: () => checkConfig(config), limitMs: NETWORK_MS },
      tooLate: bad(`it could not be read ${within}`),
    },
    {
      ...{ name: 'hosts', run: () => checkHosts(environment), limitMs: NETWORK_MS },
      tooLate: bad(`their files could not be read ${within}`),
    },
    ...UPSTREAMS.map(online),
    {
      ...{ name: 'clock', run: (signal) => checkClock(config, signal), limitMs: NETWORK_MS },
      // What is wrong with the upstream is told in its own line.
      tooLate: { verdict: 'skip', text: `not compared: no answer ${within}` },
    },
    {
      ...{ name: 'ledger', run: () => checkLedger(config, services), limitMs: LEDGER_MS },
      tooLate: bad(
        `${ledgerPath(config)} could not be read within ${LEDGER_MS / 1000} s: another process may hold it, or its disk hangs`,
      ),
    },
  ];
}

function bad(text: string): Finding {
  return { verdict: 'bad', text };
}

function checkConfig(config: Config): Finding {
  if (config.problems.length > 0) {
    const text = config.problems.map(({ variable, message }) => `${variable}: ${message}`).join('; ');
    return bad(text);
  }
  if (config.configured.length === 0) {
    const text =
      'nothing is configured, so nothing can be bought or checked: run kamikit init, or set KAMIKIT_SANDBOX=true to try it with play money';
    return bad(text);
  }
  const { maxOrderTotal, dailyBudget, dailyCards, readOnly, confirm, reveal, sandbox } = config;
  const limits = `at most ${maxOrderTotal ?? 'any amount'} an order, ${dailyBudget ?? 'any amount'} a day, ${dailyCards ?? 'any number of'} cards issued a day`;
  const modes = [
    `confirm ${confirm}`,
    `reveal ${reveal}`,
    ...(readOnly ? ['read-only'] : []),
    ...(sandbox ? ['sandbox'] : []),
  ];
  return { verdict: 'ok', text: `${limits}; ${modes.join(', ')}` };
}

const NOT_SET: Finding = { verdict: 'skip', text: 'not configured' };

async function checkHosts(environment: Environment): Promise<Finding> {
  const hosts = await connectedHosts(environment);
  if (hosts.length === 0)
    return {
      verdict: 'skip',
      text: 'none whose file can be read starts the server: kamikit init connects one',
    };
  const told = hosts.map(({ title, own, unknown }) => {
    const unseen = `sets ${own.join(', ')} for its server alone, which no command sees: kamikit init --host moves it into the configuration`;
    return [title, ...(own.length > 0 ? [unseen] : []), ...unknown].join(' ');
  });
  const isBad = hosts.some(({ isElsewhere, unknown }) => isElsewhere || unknown.length > 0);
  return { verdict: isBad ? 'bad' : 'ok', text: told.join('; ') };
}

// Budgets are counted by the day, and cards expire by the clock.
const TOLERATED_SKEW_MS = 60_000;

/** Compares this machine's clock with the `Date` (RFC 9110, 6.6.1) of the first upstream that is configured. */
async function checkClock(config: Config, signal: AbortSignal): Promise<Finding> {
  if (config.sandbox) return { verdict: 'skip', text: 'the sandbox runs on this machine' };
  const url = UPSTREAMS.map((upstream) => urlOf(config, upstream)).find((found) => found !== null);
  if (url === undefined) return { verdict: 'skip', text: 'no upstream to compare it with is configured' };
  const answer = await fetch(new URL('/', url), { method: 'HEAD', redirect: 'manual', signal }).catch(
    () => null,
  );
  if (answer === null) return { verdict: 'skip', text: `not compared: ${url.host} cannot be reached` };
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs))
    return { verdict: 'skip', text: `not compared: ${url.host} does not send the time` };
  const skew = Math.round(Math.abs(Date.now() - theirs) / 1000);
  return skew * 1000 <= TOLERATED_SKEW_MS
    ? { verdict: 'ok', text: `agrees with that of ${url.host}` }
    : bad(`differs from that of ${url.host} by ${skew} s: set this machine's clock`);
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

async function checkLedger(config: Config, services: Services): Promise<Finding> {
  const path = ledgerPath(config);
  if (!existsSync(path)) {
    // Opening it would create another one.
    const doubt = doubtAtStart(path, integrityOf(config));
    if (doubt !== null) return bad(`${doubt} Put it back, or run kamikit resume.`);
    return { verdict: 'ok', text: `none yet; it will be created at ${path}` };
  }
  const ledger = await services.ledger();
  const found = await ledger.verify();
  if (found.length > 0) return bad(`${summary(found)} Run kamikit ledger verify.`);
  const [suspension] = await ledger.suspensions();
  if (suspension !== undefined) {
    const { account, entry_id } = suspension;
    const text = `Account ${account} is suspended: entry ${entry_id} was charged more than agreed. Look at it, then run kamikit resume.`;
    return bad(text);
  }
  const { total } = await ledger.list({ perPage: 1 });
  const unknown = await ledger.list({ state: 'unknown', perPage: 1 });
  const open =
    unknown.total > 0 ? `; ${unknown.total} with an unknown outcome: run kamikit ledger reconcile` : '';
  return { verdict: 'ok', text: `${total} ${total === 1 ? 'entry' : 'entries'} in ${path}${open}` };
}

function summary([first, ...more]: readonly Discrepancy[]): string {
  return `${first?.what}${more.length === 0 ? '' : ` And ${more.length} more.`}`;
}
