import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultRequest, startSandbox } from '@kamikit/sandbox';
import { introduce, type RawHost, startRaw } from './raw-host.ts';

/** A shop, and hosts of servers that share a ledger: where both sides can be counted. */
export interface Counter {
  /** A new server in front of a host that has said nothing yet. */
  connect(settings?: Record<string, string>): RawHost;
  /** The same, introduced. */
  open(settings?: Record<string, string>): Promise<RawHost>;
  /** How often the shop took money. */
  charges(): number;
  addFault(fault: FaultRequest): void;
  /** @throws {Error} when the ledger holds open outcomes, or another sum than the shop took; read through a new server. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function openCounter(file: string): Promise<Counter> {
  const sandbox = await startSandbox({ orderDelayMs: 0, balance: 1_000_000 });
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-protocol-'));
  const hosts: RawHost[] = [];
  const environment = {
    XDG_CONFIG_HOME: join(folder, 'config'),
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    KAMIKIT_DATA_DIR: join(folder, 'data'),
    KAMIKIT_LANG: 'en',
    KAMIKIT_LOG_LEVEL: 'silent',
    KAMIKIT_MAX_ORDER_TOTAL: 'none',
    KAMIKIT_DAILY_BUDGET: 'none',
    KAMIKIT_STOREFRONT_URL: sandbox.storefront.url,
    KAMIKIT_STOREFRONT_API_KEY: sandbox.storefront.apiKey,
  };

  function connect(settings: Record<string, string> = {}): RawHost {
    const host = startRaw(file, { ...environment, ...settings });
    hosts.push(host);
    return host;
  }

  async function open(settings?: Record<string, string>): Promise<RawHost> {
    const host = connect(settings);
    await introduce(host);
    return host;
  }

  return {
    ...{ connect, open },
    charges: () => sandbox.state().storefront.charges.length,
    addFault: sandbox.addFault,
    async settle() {
      const host = await open();
      for (const state of ['prepared', 'sent', 'unknown'])
        expectNone(await call(host, 'list_ledger', { state }), state);
      const { total } = await call(host, 'list_ledger', { state: 'completed' });
      const summary = await call(host, 'spending_summary', {});
      const taken = sandbox.state().storefront.charges.map(({ amount }) => Math.round(Number(amount) * 100));
      const shop = `${taken.length} charges, ${taken.reduce((sum, fen) => sum + fen, 0)} fen`;
      const ledger = `${total} charges, ${Math.round(Number(Object(summary.total).charged) * 100)} fen`;
      if (ledger !== shop) throw new Error(`the ledger tells of ${ledger}, the shop of ${shop}`);
      host.child.stdin.end();
      await host.ended;
    },
    async close() {
      for (const { child } of hosts) child.kill('SIGKILL');
      await Promise.all(hosts.map(({ ended }) => ended));
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A tool's structured answer. */
export async function call(host: RawHost, name: string, args: object): Promise<Record<string, unknown>> {
  const { result, error } = await host.ask(`${name} ${host.said.length}`, 'tools/call', {
    ...{ name, arguments: args },
  });
  if (result?.structuredContent === undefined) throw new Error(error?.message ?? 'no structured answer');
  return result.structuredContent;
}

function expectNone({ entries }: Record<string, unknown>, state: string): void {
  if (Array.isArray(entries) && entries.length > 0)
    throw new Error(`${entries.length} entries stay ${state}`);
}
