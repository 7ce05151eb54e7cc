import { expect, it, onTestFinished } from 'vitest';
import { connectInProcess } from '../../test/in-process.ts';
import { readConfig } from '../config/config.ts';
import { listedTools } from '../listing/tool-list.ts';
import { createServer } from './server.ts';

const WHY = 'Kamikit needs Node.js 22.19 or newer, and was started with 20.0.0.';

/** A server on a Node that is too old, with a folder for its ledger where none can be. */
async function unfit() {
  const config = readConfig({ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: '/dev/null/none' });
  const parts = { config, log: () => {}, redact: (text: string) => text, version: '0.0.0', unfit: WHY };
  const host = await connectInProcess(await createServer(parts));
  onTestFinished(() => host.close());
  return host;
}

it('a Node that is too old is told in the instructions and in the answer of every tool', async () => {
  const { callTool, client } = await unfit();
  expect(client.getInstructions()).toContain(WHY);
  for (const { definition } of listedTools) {
    expect(await callTool(definition.name, {})).toMatchObject({
      isError: true,
      answer: { error: { code: 'config_invalid', message: WHY, outcome: 'not_committed' } },
    });
  }
});

it('it is told instead of prompts, resources and completions, too', async () => {
  const { client } = await unfit();
  const ref = { type: 'ref/prompt', name: 'buy' } as const;
  for (const answer of [
    () => client.listPrompts(),
    () => client.getPrompt({ name: 'this_month' }),
    () => client.listResources(),
    () => client.listResourceTemplates(),
    () => client.readResource({ uri: 'kamikit://ledger/1' }),
    () => client.complete({ ref, argument: { name: 'what', value: 'a' } }),
  ])
    await expect(answer()).rejects.toThrow(WHY);
});
