import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { ErrorCode } from '@kamikit/core';
import { startSandbox } from '@kamikit/sandbox';
import * as z from 'zod';
import { settingsOfSandbox } from '../config/settings-of-sandbox.ts';
import { connectServer, type ServerConnection } from '../mcp/client.ts';
import type { Demo } from '../messages/demo.en.ts';
import type { CommandContext } from './command.ts';
import { connectHelp } from './connect-help.ts';
import { cardsStory } from './demo-cards.ts';
import { storefrontStory } from './demo-storefront.ts';
import { supplierStory } from './demo-supplier.ts';
import { ownFile } from './host-command.ts';
import type { Story } from './story.ts';

/** Tells the whole story: this server as a child over stdio, an MCP client in front of it, the sandbox behind it. */
export function demoCommand(context: CommandContext): CommandUnknownOpts {
  return new Command('demo').description(context.say.commandLine.demo).action(() => demo(context));
}

async function demo(context: CommandContext): Promise<void> {
  const { print, say, version, status } = context;
  const { language } = context.config;
  const folder = await mkdtemp(join(tmpdir(), 'kamikit-demo-'));
  const sandbox = await startSandbox({ orderDelayMs: 1000 });
  let number = 0;
  const step = (title: string, ...lines: string[]): void => {
    number += 1;
    print(`\n${styleText('bold', `${number}. ${title}`)}\n${lines.map((line) => `   ${line}\n`).join('')}`);
  };
  const environment = {
    ...settingsOfSandbox(sandbox),
    KAMIKIT_DAILY_BUDGET: '300',
    KAMIKIT_DATA_DIR: folder,
    XDG_CONFIG_HOME: folder,
    KAMIKIT_LOG_LEVEL: 'silent',
    KAMIKIT_LANG: language,
  };
  try {
    print(`${say.demo.intro}\n`);
    status.show(say.demo.starting);
    const receiver = await startReceiver(environment, say.demo);
    try {
      const settings = { ...environment, KAMIKIT_SUPPLIER_NOTIFY_URL: receiver.url };
      const server = await connectServer(process.execPath, [ownFile()], settings, version);
      try {
        const story = { ...callers(server, context), sandbox, say: say.demo, step };
        await storefrontStory(story);
        await cardsStory(story);
        await supplierStory(story);
      } finally {
        await server.close();
      }
    } finally {
      receiver.stop();
    }
    print(`\n${connectHelp(context)}`);
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How the stories call tools: whatever comes otherwise than they tell ends the demo. */
export function callers(
  server: Pick<ServerConnection, 'callTool'>,
  { status, say: { demo: say, failure: words } }: Pick<CommandContext, 'status' | 'say'>,
): Pick<Story, 'call' | 'fail'> {
  const code = z.custom<ErrorCode>((given) => typeof given === 'string' && given in words.hints);
  const failure = z.object({ error: z.object({ code, message: z.string() }) });
  const inWords = (answer: unknown) => {
    const { error } = failure.parse(answer);
    return { code: error.code, what: words.explained(error.code, { said: error.message }) };
  };
  return {
    async call(tool, args) {
      status.show(say.calling({ tool }));
      const { answer, isError } = await server.callTool(tool, args);
      if (isError) throw new Error(say.callFailed({ tool, why: inWords(answer).what }));
      return answer;
    },
    async fail(tool, args) {
      status.show(say.calling({ tool }));
      const { answer, isError } = await server.callTool(tool, args);
      if (!isError) throw new Error(say.callSucceeded({ tool }));
      const { code, what } = inWords(answer);
      return { code, told: words.withCode(code, { what }) };
    },
  };
}

/** `kamikit notify` alongside the server, on the same ledger. */
async function startReceiver(
  environment: Record<string, string>,
  say: Demo,
): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, [ownFile(), 'notify'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...z.object({ url: z.string() }).parse(JSON.parse(line)), stop: () => void child.kill() };
  }
  throw new Error(say.receiverFailed);
}
