import { existsSync } from 'node:fs';
import { CARDS_URL, redactor, STOREFRONT_URL } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Discrepancy } from '@kamikit/ledger';
import { doubtAtStart } from '@kamikit/ledger/at-start';
import { createServices, type Services } from '../calling/services.ts';
import { type Config, integrityOf, ledgerPath, readConfig, secretsOf } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import { toFailure } from '../views/failure.ts';
import type { CommandContext } from './command.ts';

/** What one check found; `skip`: there was nothing to check. */
type Result = { verdict: 'ok' | 'bad' | 'skip'; text: string };

/** Checks configuration, reachability, keys, the clock and the ledger, and changes nothing. */
export async function doctor({ environment, print }: CommandContext): Promise<number> {
  const config = readConfig(environment);
  const redact = redactor(secretsOf(config));
  const services = createServices(config, createLog('silent', redact));
  const signal = AbortSignal.timeout(60_000);
  const checks: ReadonlyArray<readonly [string, () => Promise<Result> | Result]> = [
    ['configuration', () => checkConfig(config)],
    ['storefront', () => checkStorefront(config, services, signal)],
    ['cards', () => checkCards(config, services, signal)],
    ['supplier', () => checkSupplier(config, services, signal)],
    ['clock', () => checkClock(config, signal)],
    ['ledger', () => checkLedger(config, services)],
  ];
  let bad = 0;
  for (const [name, check] of checks) {
    const { verdict, text } = await attempt(check);
    if (verdict === 'bad') bad += 1;
    print(
      redact(
        `${{ ok: 'ok  ', bad: 'BAD ', skip: '-   ' }[verdict]} ${name.padEnd(14)} ${stripInvisible(text).replace(/\s+/g, ' ')}\n`,
      ),
    );
  }
  await services.close();
  print(bad === 0 ? '\nNo problems found.\n' : `\n${bad} ${bad === 1 ? 'problem' : 'problems'} found.\n`);
  return bad === 0 ? 0 : 1;
}

async function attempt(check: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    const { message, hint } = toFailure(error, 'inline').error;
    return { verdict: 'bad', text: `${message} ${hint}` };
  }
}

function checkConfig(config: Config): Result {
  if (config.problems.length > 0) {
    const text = config.problems.map(({ variable, message }) => `${variable}: ${message}`).join('; ');
    return { verdict: 'bad', text };
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

const NOT_SET: Result = { verdict: 'skip', text: 'not configured' };

async function checkStorefront(config: Config, services: Services, signal: AbortSignal): Promise<Result> {
  if (!config.configured.includes('storefront')) return NOT_SET;
  const { balance, level_name } = await (await services.storefront()).getBalance({ signal });
  return {
    verdict: 'ok',
    text: `key accepted; balance ${balance} yuan${level_name === null ? '' : `, ${level_name}`}`,
  };
}

async function checkCards(config: Config, services: Services, signal: AbortSignal): Promise<Result> {
  if (!config.configured.includes('cards')) return NOT_SET;
  // No card has this code, so nothing is shown; a wrong key is refused before the card is looked up.
  const client = await services.cards();
  await client.query({ code: 'KAMIKIT-DOCTOR' }, { signal });
  return { verdict: 'ok', text: 'key accepted' };
}

async function checkSupplier(config: Config, services: Services, signal: AbortSignal): Promise<Result> {
  if (!config.configured.includes('supplier')) return NOT_SET;
  const items = await (await services.supplier()).items({ signal });
  return { verdict: 'ok', text: `signature accepted; ${items.length} items` };
}

// Budgets are counted by the day, and cards expire by the clock.
const TOLERATED_SKEW_MS = 60_000;

/** Compares this machine's clock with the `Date` (RFC 9110, 6.6.1) of an upstream that is configured. */
async function checkClock(config: Config, signal: AbortSignal): Promise<Result> {
  if (config.sandbox) return { verdict: 'skip', text: 'the sandbox runs on this machine' };
  const { storefront, cards, supplier } = config;
  const url =
    (storefront && (storefront.url ?? STOREFRONT_URL)) ??
    (cards && (cards.url ?? CARDS_URL)) ??
    supplier?.url;
  if (!url) return NOT_SET;
  const { headers } = await fetch(new URL('/', url), { method: 'HEAD', redirect: 'manual', signal });
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return { verdict: 'skip', text: 'the upstream does not send the time' };
  const skew = Math.round(Math.abs(Date.now() - theirs) / 1000);
  return skew * 1000 <= TOLERATED_SKEW_MS
    ? { verdict: 'ok', text: 'agrees with the upstream' }
    : { verdict: 'bad', text: `differs from the upstream's by ${skew} s: set this machine's clock` };
}

async function checkLedger(config: Config, services: Services): Promise<Result> {
  const path = ledgerPath(config);
  if (!existsSync(path)) {
    // Opening it would create another one.
    const doubt = doubtAtStart(path, integrityOf(config));
    if (doubt !== null) return { verdict: 'bad', text: `${doubt} Put it back, or run kamikit resume.` };
    return { verdict: 'ok', text: `none yet; it will be created at ${path}` };
  }
  const ledger = await services.ledger();
  const found = await ledger.verify();
  if (found.length > 0) return { verdict: 'bad', text: `${summary(found)} Run kamikit ledger verify.` };
  const [suspension] = await ledger.suspensions();
  if (suspension !== undefined) {
    const { account, entry_id } = suspension;
    const text = `Account ${account} is suspended: entry ${entry_id} was charged more than agreed. Look at it, then run kamikit resume.`;
    return { verdict: 'bad', text };
  }
  const { total } = await ledger.list({ perPage: 1 });
  const unknown = await ledger.list({ state: 'unknown', perPage: 1 });
  const open =
    unknown.total > 0 ? `; ${unknown.total} with an unknown outcome: run kamikit ledger reconcile` : '';
  return { verdict: 'ok', text: `${total} entries in ${path}${open}` };
}

function summary([first, ...more]: readonly Discrepancy[]): string {
  return `${first?.what}${more.length === 0 ? '' : ` And ${more.length} more.`}`;
}
