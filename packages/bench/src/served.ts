import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { postedByItself } from '@kamikit/mcp-server/test/posted-call.ts';
import { request } from 'undici';
import { residentMb } from './started.ts';

/** One instance of the built server, spoken to over HTTP. */
export interface Served {
  /** Calls a tool with somebody's token, in the latest revision of MCP; rejects where it fails. */
  call(token: string, name: string, args: object): Promise<void>;
  /** Resident just then. */
  residentMb(): number;
  close(): Promise<void>;
}

export async function served(file: string, env: Readonly<Record<string, string>>): Promise<Served> {
  const child = spawn(process.execPath, [file, 'serve', '--port', '0'], {
    ...{ env, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  // Where a measurement fails half-way.
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`kamikit serve ended with ${code} before it listened`);
  });
  gone.catch(() => {});
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone]);
  const { url }: { url: string } = JSON.parse(String(line));
  return {
    async call(token, name, args) {
      // Half of what `fetch` takes of the processors that the instances need.
      const { statusCode, body } = await request(url, postedByItself(token, name, { arguments: args }));
      const answer = await body.text();
      if (statusCode !== 200 || /"isError":true|"error":/.test(answer)) throw new Error(`${name}: ${answer}`);
    },
    residentMb: () => residentMb(child.pid),
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      process.off('exit', abandon);
    },
  };
}
