import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Ending, type Program, startProgram } from '../torture/server-process.ts';

/** One `kamikit serve`; whatever ends it, it comes back at the same address. */
export interface Instance {
  url: string;
  /** How often it was begun to be ended: who called in one life need not be answered in the next. */
  life(): number;
  isUp(): boolean;
  /** Ends it by the signal, and starts it again. */
  restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ending>;
  end(): Promise<Ending>;
}

export async function startInstance(program: Program): Promise<Instance> {
  let { ended, kill, url } = await serving(program, 0);
  let life = 0;
  let isUp = true;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ending> {
    life += 1;
    isUp = false;
    kill(signal);
    return ended;
  }

  return {
    url,
    life: () => life,
    isUp: () => isUp,
    async restart(signal) {
      const ending = await end(signal);
      ({ ended, kill, url } = await serving(program, Number(new URL(url).port)));
      isUp = true;
      return ending;
    },
    end: () => end('SIGTERM'),
  };

  async function serving(of: Program, port: number) {
    const started = startProgram(of, ['serve', '--port', String(port)]);
    const lines = createInterface({ input: started.child.stdout });
    const [line] = await Promise.race([
      once(lines, 'line'),
      started.ended.then(({ code, signal, stderr }) => {
        throw new Error(`an instance did not start (${code ?? signal}): ${stderr}`);
      }),
    ]);
    const { url: at }: { url: string } = JSON.parse(String(line));
    return { ended: started.ended, kill: started.kill, url: at };
  }
}
