import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { WITHOUT_OVERVIEW } from './testing/earlier-versions.ts';
import { job } from './testing/jobs.ts';
import { delivered, lostReply, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand, inFilesOnly } from './testing/store.ts';
import { buy, edit, findings, type Place, place } from './testing/vouched-ledger.ts';

describe('what verification finds', () => {
  it('nothing in a ledger that only Kamikit wrote', async () => {
    const at = place();
    await buy(at, 'a', 'b');
    const ledger = await scratchLedger(at);
    await ledger.execute(wish({ idempotencyKey: 'c' }), upstream(lostReply()).send).catch(() => undefined);
    await ledger.claimDue({ limit: 5, evenIfNotDue: true });
    expect(await ledger.verify()).toEqual([]);
  });

  it('nothing in a ledger whose account was suspended and resumed; both are events', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const dear = { ...delivered, charged: parseMoney(500) };
    await ledger.execute(wish({ evidence: { account: 'shop' } }), upstream(dear).send);
    await ledger.liftSuspensions('shop');
    expect(await ledger.verify()).toEqual([]);
    const actions = await byHand(at.path, 'select action from events order by seq');
    expect(actions.map(({ action }) => action).slice(-2)).toEqual(['account suspended', 'account resumed']);
  });

  it('nothing in a ledger whose account is suspended', async () => {
    const ledger = await scratchLedger(place());
    const dear = { ...delivered, charged: parseMoney(500) };
    await ledger.execute(wish({ evidence: { account: 'shop' } }), upstream(dear).send);
    expect(await ledger.verify()).toEqual([]);
  });

  it('that a suspension was lifted from outside', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const dear = { ...delivered, charged: parseMoney(500) };
    const { id } = await ledger.execute(wish({ evidence: { account: 'shop' } }), upstream(dear).send);
    await edit(at, 'update suspensions set lifted_ms = 1');
    const what = `The suspension of the account that entry ${id} was charged to was lifted from outside.`;
    expect(await ledger.verify()).toEqual([{ entryId: id, what }]);
  });

  it('under which limits entries were prepared, whenever these change', async () => {
    const at = place();
    const limits = [{ dailyBudget: parseMoney(90) }, { dailyBudget: parseMoney(90) }, { dailyCards: 5 }];
    for (const [number, limit] of limits.entries()) {
      const ledger = await scratchLedger({ ...at, ...limit });
      for (const key of ['a', 'b']) await ledger.prepare(wish({ idempotencyKey: `${number}${key}` }));
      await ledger.close();
    }
    const set = await byHand(at.path, "select detail from events where action = 'limits set' order by seq");
    expect(set.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { max_order_total: null, daily_budget: '90', daily_cards: null },
      { max_order_total: null, daily_budget: null, daily_cards: 5 },
    ]);
  });

  it.each([
    [
      'an amount',
      "update entries set amount = '0.01' where idempotency_key = 'b'",
      /^Entry \S+ \(purchase\) was changed/,
    ],
    [
      'a card',
      `update entries set result = '{"cards":["FAKE"]}' where idempotency_key = 'b'`,
      /was changed from outside/,
    ],
    [
      'a state',
      "update entries set state = 'refused' where idempotency_key = 'b'",
      /its state was completed, and is refused/,
    ],
    [
      'a free key',
      "update entries set never_sent = 1 where idempotency_key = 'b'",
      /was changed from outside/,
    ],
    [
      'a deleted entry',
      "delete from entries where idempotency_key = 'b'",
      /is missing: by its last event it was completed/,
    ],
    [
      'an added entry',
      "update entries set id = 'other' where idempotency_key = 'b'",
      /Entry other .* has no events/,
    ],
    ['an event', 'update events set at_ms = 0 where seq = 2', /^Event 2 was altered/],
    [
      'an amount, and no state',
      "update entries set amount = '0.01' where idempotency_key = 'b'",
      /was changed from outside after its last event of 2\S+\.$/,
    ],
    ['one event', 'update events set at_ms = 0 where seq in (2, 5)', /^Event 2 was altered/],
    ['another that is further on', 'update events set at_ms = 0 where seq in (2, 5)', /^Event 5 was altered/],
    [
      'one before a gap',
      'update events set at_ms = 0 where seq in (2, 5); delete from events where seq in (3, 4)',
      /^Event 2 was altered/,
    ],
    ['several events', 'update events set who = 0 where seq in (2, 3)', /^Events 2 to 3 were altered/],
    ['a gap', 'delete from events where seq in (4, 5)', /^Events 4 to 5 are missing/],
    ['a gap at the start', 'delete from events where seq = 1', /^Event 1 is missing/],
  ])('%s', async (_what, sql, told) => {
    const at = place();
    await buy(at, 'a', 'b', 'c');
    await edit(at, sql);
    expect(await findings(at)).toContainEqual(expect.stringMatching(told));
  });

  inFilesOnly(
    'an event that was put in place of another with its entry, by somebody without the key',
    async () => {
      const [at, forger] = [place(), place()];
      await buy(at, 'a', 'b');
      await buy(forger, 'a', 'b');
      await edit(
        at,
        `attach '${forger.path}' as forged; delete from events where seq = 6; insert into events select * from forged.events where seq = 6`,
      );
      const [, found] = await (await scratchLedger(at)).verify();
      expect(found?.what).toEqual(expect.stringContaining('signed with another key'));
    },
  );

  it('without a key: accidents', async () => {
    const { path } = place();
    const at = { path } as Place;
    await buy(at, 'a');
    expect(await findings(at)).toEqual([]);
    await edit(at, "update entries set amount = '1'");
    expect(await findings(at)).toEqual([expect.stringContaining('was changed')]);
  });

  inFilesOnly('an event that was put in place of another, although the key signed it once', async () => {
    const at = place();
    await buy(at, 'a');
    const fork = { path: join(scratchFolder(), 'fork.db'), integrity: { folder: scratchFolder() } };
    copyFileSync(at.path, fork.path);
    copyFileSync(join(at.integrity.folder, 'ledger.key'), join(fork.integrity.folder, 'ledger.key'));
    await buy(at, 'b');
    await buy(fork, 'c');
    await edit(
      at,
      `attach '${fork.path}' as fork; delete from events where seq = 4; insert into events select * from fork.events where seq = 4`,
    );
    expect(await findings(at)).toContainEqual(
      'Event 5 does not continue event 4: an event before it was replaced.',
    );
  });

  it('what somebody without the key has accepted', async () => {
    const at = place();
    await buy(at, 'a');
    await edit(at, "update entries set amount = '1'");
    const forger = await scratchLedger({ path: at.path, integrity: { folder: scratchFolder() } });
    await forger.acceptHistory();
    expect(await forger.verify()).toEqual([]);
    const found = (await (await scratchLedger(at)).verify()).map(({ what }) => what);
    expect(found).toContainEqual(expect.stringContaining('was changed from outside'));
    expect(found).toContainEqual(expect.stringContaining('signed with another key'));
  });

  it('only what comes after the owner accepted the rest', async () => {
    const at = place();
    await buy(at, 'a', 'b', 'c');
    await edit(
      at,
      "update entries set amount = '1' where idempotency_key = 'a'; delete from entries where idempotency_key = 'b'; delete from events where seq = 2; update events set who = 'x' where seq = 5",
    );
    expect(await findings(at)).toHaveLength(4);
    await (await scratchLedger(at)).acceptHistory();
    expect(await findings(at)).toEqual([]);
    const [event] = await byHand(at.path, "select detail from events where action = 'history accepted'");
    expect(JSON.parse(String(event?.detail))).toMatchObject({ doubt: null });
    await edit(
      at,
      "update entries set amount = '2' where idempotency_key = 'a'; update events set who = 'y' where seq = 5",
    );
    expect(await findings(at)).toHaveLength(2);
  });

  inFilesOnly('nothing in a ledger of an earlier version, which is covered from then on', async () => {
    const at = place();
    await buy(at, 'a');
    await edit(
      at,
      `drop table events; drop table identity; ${WITHOUT_OVERVIEW}; alter table entries drop column goods; pragma user_version = 3`,
    );
    rmSync(join(at.integrity.folder, 'ledger-heads'), { recursive: true });
    expect(await findings(at)).toEqual([]);
    await edit(at, "update entries set amount = '1'");
    expect(await findings(at)).toEqual([expect.stringContaining('was changed')]);
  });
});

describe('what verification finds of a job', () => {
  it('one item that was changed, or several, by their numbers', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const { id } = (await ledger.startJob(job())).job;
    const change = (which: string) => edit(at, `update job_items set request = '{"goods":7}' where ${which}`);
    await change('number = 2');
    const what = async () => (await ledger.verify()).map((found) => found.what);
    expect(await what()).toEqual([`Item 2 of job ${id} was changed from outside.`]);
    await change('number = 3');
    expect(await what()).toEqual([`2 items (the first is 2) of job ${id} were changed from outside.`]);
  });

  it('that it was deleted', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const { id } = (await ledger.startJob(job())).job;
    await edit(at, 'delete from job_items; delete from jobs');
    const [found] = await ledger.verify();
    expect(found?.what).toBe(`Entry ${id} is missing: by its last event it was running.`);
  });
});

it('what spoke against spending is written down as the owner accepts it', async () => {
  const at = place();
  await buy(at, 'a', 'b');
  await edit(at, 'delete from events where seq > 3');
  const ledger = await scratchLedger(at);
  await ledger.acceptHistory();
  const [event] = await byHand(at.path, "select detail from events where action = 'history accepted'");
  expect(JSON.parse(String(event?.detail))).toMatchObject({
    doubt: expect.stringContaining('gone back in time'),
    accepted: [expect.stringMatching(/^unknown /)],
  });
});

inFilesOnly('however long a ledger is, all of it is verified', async () => {
  const at = place();
  await buy(at, 'a');
  const six = 'with recursive six(i) as (select 1 union all select i + 1 from six where i < 600)';
  await edit(
    at,
    `create temp table copies as ${six} select entries.*, i from entries, six;
     update copies set id = 'copy-' || i, idempotency_key = i;
     alter table copies drop column i;
     insert into entries select * from copies;
     create temp table told as ${six} select events.*, i from events, six where seq = 1;
     update told set seq = i + 3;
     alter table told drop column i;
     insert into events select * from told`,
  );
  const found = await (await scratchLedger(at)).verify();
  const words = found.map(({ what }) => what);
  expect(words).toContain('Events 4 to 603 were altered, or signed with another key.');
  expect(words.filter((what) => what.startsWith('Entry copy-'))).toHaveLength(600);
});

it('whoever else is at work gets a turn while a ledger is verified', async () => {
  const at = place();
  await buy(at, 'a');
  const ledger = await scratchLedger(at);
  await ledger.verify();
  const order: string[] = [];
  const verified = ledger.verify().then(() => order.push('verified'));
  setImmediate(() => order.push('other'));
  await verified;
  expect(order).toEqual(['other', 'verified']);
});
