import { createHash } from 'node:crypto';
import type { Stage } from './control.ts';
import { openHistoryFile } from './history-file.ts';
import { notFoundReply, type Reply } from './reply.ts';
import { type SandboxRequest, wantsJson } from './request.ts';
import { createWorld } from './world.ts';

/** What lets several processes share one world that outlives them all. */
export interface History {
  /** Answers as if every process were this one; what it changes is on disk before anyone is told. */
  answer(upstream: string, request: SandboxRequest): Reply;
  /** Repeats what other processes did meanwhile. */
  catchUp(): void;
  close(): void;
}

/**
 * Keeps a world in a file, as the requests that changed it. As the same seed and the same requests at the same times give
 * the same world, each process has it in memory and repeats what the others did, in the file's order, before each answer
 * of its own; what changes something is carried out and written down while no other process can. A process that is killed
 * leaves it done and written down, or neither.
 */
export function openHistory(path: string, stage: Stage): History {
  const { settings } = stage;
  const file = openHistoryFile(path, settings.seed);
  /** The time of the request that is carried out; otherwise it is the present. */
  let at: number | null = null;
  /** The last request that is part of the world. */
  let last = 0;
  begin();
  catchUp();

  function begin(): void {
    stage.settings = { ...settings, seed: file.seed(), now: () => at ?? settings.now() };
    stage.world = createWorld(stage.settings);
    last = 0;
  }

  function find(upstream: string, request: SandboxRequest) {
    const seat = stage.world.seats.find(({ name }) => name === upstream);
    const route = seat?.upstream.route(request) ?? null;
    return { route, isChange: route !== null && seat?.definition.changes.includes(route.operation) === true };
  }

  function carryOut(upstream: string, request: SandboxRequest): Reply {
    const { route } = find(upstream, request);
    if (route === null) return notFoundReply(wantsJson(request));
    const reply = route.answer(request);
    if (reply === null || reply instanceof Promise)
      throw new TypeError(`${route.operation} takes its time, which cannot be repeated`);
    return reply;
  }

  function carryOutAt(time: number, upstream: string, request: SandboxRequest): Reply {
    at = time;
    try {
      return carryOut(upstream, request);
    } finally {
      at = null;
    }
  }

  function repeatNew(): boolean {
    return file.after(last).every((past) => {
      last = past.n;
      return digest(carryOutAt(past.at, past.upstream, past.request)) === past.digest;
    });
  }

  function catchUp(): void {
    if (repeatNew()) return;
    file.exclusively(() => {
      // This process may have seen goods ripen at a time that another one's clock had not reached.
      begin();
      if (repeatNew()) return;
      // Another version sold other things: what it sold is unknown here.
      file.startOver(settings.now());
      begin();
    });
  }

  function change(upstream: string, request: SandboxRequest): Reply {
    try {
      return file.exclusively(() => {
        catchUp();
        const time = settings.now();
        const reply = carryOutAt(time, upstream, request);
        last = file.add({ at: time, upstream, request, digest: digest(reply) });
        return reply;
      });
    } catch (error) {
      begin(); // it may have been done here, and is not written down
      throw error;
    }
  }

  return {
    answer(upstream, request) {
      if (find(upstream, request).isChange) return change(upstream, request);
      catchUp();
      return carryOut(upstream, request);
    },
    catchUp,
    close: file.close,
  };
}

function digest({ status, body }: Reply): string {
  return createHash('sha256').update(String(status)).update(body).digest('hex');
}
