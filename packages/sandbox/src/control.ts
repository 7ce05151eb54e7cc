import { ControlError, type ControlFields, controlFields } from './control-fields.ts';
import { readFault } from './fault.ts';
import type { History } from './history.ts';
import { jsonReply, type Reply } from './reply.ts';
import { createWorld, type World, type WorldSettings } from './world.ts';

/** Holds the current world; a reset replaces it. */
export interface Stage {
  settings: WorldSettings;
  world: World;
  /** Where several processes share the world. */
  history: History | null;
}

export const CONTROL_PREFIX = '/__sandbox';

export const KEPT = 'a sandbox that is kept in a file takes no faults, clock or other control';

// JavaScript's Date ends here.
const LAST_INSTANT_MS = 8.64e15;

const controls: Record<string, (stage: Stage, body: unknown) => unknown> = {
  'GET state': ({ world }) => world.state(),
  'GET faults': listFaults,
  'POST faults'(stage, body) {
    // All are read before one is added: a bad list changes nothing.
    stage.world.faults.add((Array.isArray(body) ? body : [body]).map(readFault));
    return listFaults(stage);
  },
  async 'POST clock'({ world }, body) {
    moveClock(world, controlFields(body, 'a clock request'));
    await Promise.all(world.seats.map(({ upstream }) => upstream.catchUp?.()));
    return { now: new Date(world.clock.now()).toISOString() };
  },
  'POST reset'(stage, body) {
    const fields = controlFields(body, 'a reset');
    const { seed, orderDelayMs, balance, now } = stage.settings;
    const settings = {
      seed: fields.integer('seed', { min: 0 }, seed),
      orderDelayMs: fields.integer('order_delay_ms', { min: 0 }, orderDelayMs),
      balance,
      now,
    };
    fields.end();
    stage.world = createWorld(settings);
    return { seed: settings.seed, order_delay_ms: settings.orderDelayMs };
  },
};

/** Answers `/__sandbox/...`; `path` is what follows that prefix and its slash. */
export async function control(stage: Stage, method: string, path: string, body: Buffer): Promise<Reply> {
  const known: typeof controls = { ...controls };
  for (const { upstream } of stage.world.seats) {
    for (const [name, run] of Object.entries(upstream.controls))
      known[`POST ${name}`] = (_stage, value) => run(value);
  }
  const run = Object.entries(known).find(([name]) => name === `${method} ${path}`)?.[1];
  if (run === undefined) {
    const message = `there is no ${method} ${path}; available: ${Object.keys(known).join(', ')}`;
    return jsonReply(404, { message });
  }
  if (stage.history !== null) {
    // Faults and the clock are this process's alone: the others would not repeat them.
    if (method !== 'GET') return jsonReply(409, { message: KEPT });
    stage.history.catchUp();
  }
  try {
    return jsonReply(200, await run(stage, parseBody(body)));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return jsonReply(400, { message: error.message });
  }
}

function listFaults({ world }: Stage) {
  return { faults: world.faults.list() };
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new ControlError('the body must be JSON', { cause });
  }
}

function moveClock({ clock }: World, fields: ControlFields): void {
  const ways = ['advance_ms', 'advance_seconds', 'set'].filter(fields.has);
  const bounds = { min: 0, max: LAST_INSTANT_MS - clock.now() };
  if (ways.length !== 1)
    throw new ControlError('a clock request takes one of advance_ms, advance_seconds, set');
  if (fields.has('set')) {
    const instant = Date.parse(fields.text('set'));
    if (Number.isNaN(instant)) throw new ControlError('a clock request: set must be an ISO 8601 time');
    fields.end();
    clock.set(instant);
    return;
  }
  const ms = fields.has('advance_ms')
    ? fields.integer('advance_ms', bounds)
    : fields.integer('advance_seconds', { min: 0, max: Math.floor(bounds.max / 1000) }) * 1000;
  fields.end();
  clock.advance(ms);
}
