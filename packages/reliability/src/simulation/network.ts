import { Dispatcher } from 'undici';
import type { Choices } from '../seeded.ts';
import type { Deed, Reply, Request, Upstream } from './accounts.ts';
import { type Actor, actAs, currentActor, type Machine, WORLD } from './machine.ts';

/**
 * What goes wrong with one request. `unreached`: no connection; `lost`: it breaks before the request arrives; `answer_lost`:
 * after it was done; `late`: the connection breaks, and it is done later; `slow`: done at once, answered late; `slow_start`:
 * done and answered late; `page`, `page_after`: an error page, before and after it was done; `cut`: half of the answer;
 * `other`: an answer about something else; `refused_after`: done, and then refused; `busy`: 429, not done; `twice`: it arrives
 * twice.
 */
export const NETWORK_FAULTS = [
  ...(['unreached', 'lost', 'answer_lost', 'late', 'slow', 'slow_start', 'page', 'page_after'] as const),
  ...(['cut', 'other', 'refused_after', 'busy', 'twice'] as const),
] as const;

export type NetworkFault = (typeof NETWORK_FAULTS)[number];

export interface Strike {
  upstream: UpstreamName;
  effect: 'read' | 'change';
  fault: NetworkFault;
  ms: number;
}

export type UpstreamName = 'storefront' | 'supplier' | 'cards';

/** Where a client asks; the branch is the storefront for another account. */
type Host = UpstreamName | 'branch';

export interface NetworkParts {
  machine: Machine;
  choices: Choices;
  upstreams: Readonly<Record<Host, Upstream>>;
  /** Told of each fault that struck. */
  onStrike(strike: Strike): void;
  deeds: readonly Deed[];
}

/** A network between the owners and the upstreams; what was planned to go wrong strikes the next request that it fits. */
export class Network extends Dispatcher {
  readonly planned: Strike[] = [];
  readonly #parts: NetworkParts;
  /** How many requests are on their way, or done later. */
  underWay = 0;

  constructor(parts: NetworkParts) {
    super();
    this.#parts = parts;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const actor = currentActor();
    if (actor.process.isDead) return true;
    const url = new URL(options.path, String(options.origin));
    const name = nameOf(url.hostname);
    const request: Request = {
      ...{ method: options.method, path: url.pathname, query: url.searchParams },
      ...{ body: String(options.body ?? ''), call: actor.call },
    };
    const connection = new Connection(handler, actor, this.#parts.machine);
    handler.onRequestStart?.(connection, null);
    if (connection.aborted) return true;
    this.underWay += 1;
    void actAs(WORLD, () => this.#carry(name, request, connection)).finally(() => {
      this.underWay -= 1;
    });
    return true;
  }

  async #carry(name: Host, request: Request, connection: Connection): Promise<void> {
    const { machine, choices, upstreams } = this.#parts;
    const upstream = upstreams[name];
    const effect = upstream.effectOf(request);
    const strike = this.#strikeOn(name, effect);
    const [there, back] = [choices.between(1, 300), choices.between(1, 300)];
    if (strike?.fault === 'unreached') {
      await machine.sleep(there);
      return connection.fail(
        Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      );
    }
    await machine.sleep(there);
    switch (strike?.fault) {
      case 'lost':
        return connection.fail(reset());
      case 'late':
        await connection.fail(reset());
        await machine.sleep(strike.ms);
        upstream.answer(request);
        return;
      case 'busy':
        return connection.reply({ status: 429, body: { message: 'Too Many Attempts.' } });
      case 'page':
        return connection.reply(PAGE);
      case 'slow_start':
        await machine.sleep(strike.ms);
        break;
      default:
    }
    const known = this.#parts.deeds.length;
    const reply = upstream.answer(request);
    if (strike?.fault === 'refused_after' && !upstream.showsBalance)
      for (const deed of this.#parts.deeds.slice(known)) deed.isDenied = true;
    // Only the supplier tells a repetition by its number; the others would do it twice, whoever asks.
    if (strike?.fault === 'twice' && name === 'supplier') upstream.answer(request);
    await machine.sleep(strike?.fault === 'slow' ? strike.ms : back);
    switch (strike?.fault) {
      case 'answer_lost':
        return connection.fail(reset());
      case 'page_after':
        return connection.reply(PAGE);
      case 'cut':
        return connection.reply(reply, 'half');
      case 'other':
        return connection.reply(upstream.answerOther(request) ?? reply);
      case 'refused_after':
        return connection.reply(upstream.refuse());
      default:
        return connection.reply(reply);
    }
  }

  #strikeOn(host: Host, effect: 'read' | 'change'): Strike | undefined {
    const name = host === 'branch' ? 'storefront' : host;
    const at = this.planned.findIndex((each) => each.upstream === name && each.effect === effect);
    if (at < 0) return undefined;
    const [strike] = this.planned.splice(at, 1);
    if (strike) this.#parts.onStrike(strike);
    return strike;
  }

  override async close(): Promise<void> {}

  override async destroy(): Promise<void> {}
}

function nameOf(host: string): Host {
  const [name] = host.split('.');
  if (name === 'storefront' || name === 'branch' || name === 'supplier' || name === 'cards') return name;
  throw new TypeError(`no upstream is at ${host}`);
}

const PAGE: Reply = { status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' };

function reset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

/** The owner's end of one request; whatever comes back waits for the owner's turn. */
class Connection implements Dispatcher.DispatchController {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #actor: Actor;
  readonly #machine: Machine;
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly rawHeaders: string[] = [];
  #isOver = false;

  constructor(handler: Dispatcher.DispatchHandler, actor: Actor, machine: Machine) {
    this.#handler = handler;
    this.#actor = actor;
    this.#machine = machine;
  }

  abort(reason: Error): void {
    if (this.#isOver) return;
    this.aborted = true;
    this.reason = reason;
    this.#isOver = true;
    this.#handler.onResponseError?.(this, reason);
  }

  pause(): void {}

  resume(): void {}

  async fail(error: Error): Promise<void> {
    await this.#arrives(() => this.#handler.onResponseError?.(this, error));
  }

  async reply({ status, body }: Reply, how: 'whole' | 'half' = 'whole'): Promise<void> {
    const isPage = typeof body === 'string';
    const text = isPage ? body : JSON.stringify(body);
    const headers = { 'content-type': isPage ? 'text/html; charset=UTF-8' : 'application/json' };
    await this.#arrives(() => {
      this.#handler.onResponseStart?.(this, status, headers, '');
      this.#handler.onResponseData?.(
        this,
        Buffer.from(how === 'half' ? text.slice(0, text.length / 2) : text),
      );
      this.#handler.onResponseEnd?.(this, {});
    });
  }

  /** Of an owner that is gone the turn never comes: nobody waits for that. */
  async #arrives(deliver: () => void): Promise<void> {
    if (this.#actor.process.isDead) return;
    void this.#machine.turn(this.#actor).then(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      actAs(this.#actor, deliver);
    });
  }
}
