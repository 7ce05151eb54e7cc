import { controlFields } from '../control-fields.ts';
import type { Reply } from '../reply.ts';
import type { RequestHead, SandboxRequest } from '../request.ts';
import { defineUpstream, type Route } from '../upstream.ts';
import { generate, query, recharge, remove, use, verify } from './actions.ts';
import { type CardBox, cardsState, type Manner, openCardBox } from './card-box.ts';
import { readFields } from './fields.ts';
import { BAD_ARGUMENT, envelope, WRONG_KEY } from './outcome.ts';

const PREFIX = '/cards';
const API_KEY = 'sandbox-cards-key-not-a-secret-000000000000000000'.slice(0, 48);

const BOTH = ['GET', 'POST'];
const actions = {
  generate: { methods: ['POST'], run: generate },
  verify: { methods: BOTH, run: verify },
  use: { methods: BOTH, run: use },
  query: { methods: ['GET'], run: query },
  delete: { methods: BOTH, run: remove },
  recharge: { methods: BOTH, run: recharge },
};

/** The card service: one URL, six actions (cards document). */
export const cards = defineUpstream({
  prefix: PREFIX,
  operations: Object.keys(actions),
  changes: ['generate', 'use', 'delete', 'recharge'],
  aliases: {},
  connection: (origin) => ({ url: `${origin}${PREFIX}/`, apiKey: API_KEY }),
  open(means) {
    const box = openCardBox(means);
    return {
      route: (head) => findRoute(box, head),
      state: () => cardsState(box),
      controls: { cards: (body) => setManner(box, body) },
    };
  },
});

function findRoute(box: CardBox, { method, path, query: parameters }: RequestHead): Route | null {
  const found = Object.entries(actions).find(([name]) => name === parameters.get('action'));
  if (found === undefined || (path !== '/' && path !== '')) return null;
  const [operation, { methods, run }] = found;
  return {
    operation,
    answer(request: SandboxRequest): Reply {
      const fields = readFields(request);
      if (fields.get('api_key') !== API_KEY) return envelope(WRONG_KEY, box.manner);
      return envelope(methods.includes(method) ? run(box, fields) : BAD_ARGUMENT, box.manner);
    },
  };
}

function setManner(box: CardBox, body: unknown): Manner {
  const fields = controlFields(body, 'a cards control');
  const { manner } = box;
  const next: Manner = {
    http_status: fields.choice('http_status', ['follows', 'always_200'], manner.http_status),
    code_as: fields.choice('code_as', ['number', 'string'], manner.code_as),
    list_shape: fields.choice('list_shape', ['list', 'object', 'paged'], manner.list_shape),
    page_size: fields.integer('page_size', { min: 1 }, manner.page_size),
    echo_remark: fields.flag('echo_remark', manner.echo_remark),
  };
  fields.end();
  box.manner = next;
  return next;
}
