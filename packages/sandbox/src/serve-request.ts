import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyEffect } from './apply-effect.ts';
import { CONTROL_PREFIX, control, type Stage } from './control.ts';
import { refuseStrangers } from './own-address.ts';
import { pictureReply } from './picture.ts';
import { jsonReply, notFoundReply, pageReply, type Reply, sendReply } from './reply.ts';
import { type RequestHead, readBody, readHead, wantsJson } from './request.ts';
import type { Course, UpstreamDefinition } from './upstream.ts';
import type { World } from './world.ts';

/** Answers one request, or cuts its connection. `name` is the address by which the server was started. */
export async function serveRequest(
  stage: Stage,
  name: string,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const reply = refuseStrangers(message, name) ?? (await answer(stage, message, gone.signal));
    if (gone.signal.aborted) return;
    if (reply !== null) sendReply(response, reply);
    else message.socket.resetAndDestroy();
  } catch (error) {
    if (!gone.signal.aborted) sendReply(response, jsonReply(500, { message: String(error) }));
  }
}

/** Null: the connection is cut without an answer. */
async function answer(stage: Stage, message: IncomingMessage, gone: AbortSignal): Promise<Reply | null> {
  const head = readHead(message);
  const pass = admit(stage.world, head);
  // The one fault that strikes before a byte of the body is read.
  if (pass?.effect?.kind === 'refuse_connection') return null;

  const body = await readBody(message);
  if (body === null) return jsonReply(413, { message: 'The body is longer than 1 MB.' });
  if (pass !== null) {
    const { name, route, effect, errorPage } = pass;
    const process = (course?: Course) => {
      const request = { ...pass.head, body };
      if (stage.history !== null) return stage.history.answer(name, request);
      return route === null ? notFoundReply(wantsJson(head)) : route.answer(request, course);
    };
    return effect === null ? process() : applyEffect(effect, { process, gone, errorPage });
  }
  const controlPath = under(CONTROL_PREFIX, head.path);
  if (controlPath !== null) return control(stage, head.method, controlPath.slice(1), body);
  if (head.path === '/') return pageReply(200, '卡密商城');
  return pictureReply(head.path) ?? notFoundReply(wantsJson(head));
}

/** Finds the route and the fault of a request to an upstream, and logs it; null when it is for no upstream. */
function admit({ clock, faults, log, seats }: World, head: RequestHead) {
  for (const { name, definition, upstream } of seats) {
    const path = under(definition.prefix, head.path);
    if (path === null) continue;
    const inner = { ...head, path };
    const route = upstream.route(inner);
    const operation = route?.operation ?? 'unknown';
    const effect = faults.take(name, definition, operation);
    const at = new Date(clock.now()).toISOString();
    const fault = effect === null ? {} : { fault: effect.kind };
    log.add({ upstream: name, operation, method: head.method, path: head.path, at, ...fault });
    return { name, head: inner, route, effect, errorPage: errorPageOf(definition) };
  }
  return null;
}

function errorPageOf({ errorPage }: Pick<UpstreamDefinition<object, object>, 'errorPage'>): () => Reply {
  return errorPage ?? (() => pageReply(200, '系统繁忙，请稍后再试'));
}

/** The rest of `path` below `prefix`: empty, or with its leading slash; null when it is elsewhere. */
function under(prefix: string, path: string): string | null {
  const rest = path.slice(prefix.length);
  return path.startsWith(prefix) && (rest === '' || rest.startsWith('/')) ? rest : null;
}
