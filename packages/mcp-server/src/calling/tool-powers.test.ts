import { expect, it } from 'vitest';
import { sharedEnvironment, temporaryFolder } from '../../test/host.ts';
import { ownedShop } from '../../test/owner.ts';
import { readConfig } from '../config/config.ts';
import { createServices } from './services.ts';
import { toolPowers } from './tool-powers.ts';

/** What only an owner does: a model that could would need no owner. */
const OWNERS = /approve|decline|void|owner|mandate|stop|lift|accept|resume|settle|revoke|person|people|^as$/i;

it('no tool gets a function by which an owner approves, declines, allows, stops or resumes', async () => {
  const config = readConfig({
    ...sharedEnvironment(),
    KAMIKIT_SANDBOX: 'true',
    KAMIKIT_DATA_DIR: temporaryFolder(),
  });
  const services = createServices(config, () => {});
  const ledger = await services.ledger();
  expect([...Object.keys(services.spender), ...Object.keys(ledger)].filter(isOwners).length).toBeGreaterThan(
    9,
  );
  const { spender, ledger: readable } = toolPowers(services, null);
  expect([...Object.keys(spender), ...Object.keys(await readable())].filter(isOwners)).toEqual([]);
  await services.close();
});

function isOwners(name: string): boolean {
  return OWNERS.test(name);
}

it('nothing that a model can write approves: no tool, no argument, no resource', async () => {
  const { client, call, wish, owner, charges } = await ownedShop();
  const { answer } = await call('purchase', wish);
  const entry_id = answer.entry_id;
  const { tools } = await client.listTools();
  expect(tools.length).toBeGreaterThan(15);
  const words = {
    approve: true,
    approved: true,
    confirm: true,
    by: 'owner',
    mandate: entry_id,
    resume: true,
  };
  for (const { name, inputSchema } of tools) {
    const known = Object.fromEntries(
      Object.keys(Object(inputSchema.properties)).map((property) => [
        property,
        guess(property, String(entry_id)),
      ]),
    );
    await call(name, known);
    await call(name, { ...known, ...words });
    await call(name, { ...wish, ...words, wait_seconds: 45 });
  }
  const { resources } = await client.listResources();
  for (const { uri } of resources) await client.readResource({ uri });
  await expect(client.readResource({ uri: `kamikit://approve/${entry_id}` })).rejects.toThrow();

  const ledger = await owner.ledger();
  expect(await ledger.get(String(entry_id))).toMatchObject({ state: 'awaiting_approval', decided_by: null });
  expect(await ledger.mandates({ all: true })).toEqual([]);
  expect(await ledger.suspensions()).toEqual([]);
  const sent = await ledger.list({ perPage: 50 });
  expect(sent.entries.filter(({ sent_at }) => sent_at !== null)).toEqual([]);
  expect(charges()).toBe(0);
});

/** A value that a tool may take for an argument of that name. */
function guess(property: string, entryId: string): unknown {
  if (property === 'entry_id' || property === 'search') return entryId;
  if (property === 'state') return 'awaiting_approval';
  if (property === 'mode') return 'sync';
  if (property === 'again') return true;
  return /key|code|order_sn/.test(property) ? 'x' : 1;
}
