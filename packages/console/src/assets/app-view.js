// A tool's result in a chat (MCP Apps, SEP-1865 of 2026-01-26). It shows what the host posts, as texts, and asks the host for
// a link to be opened at most: no tool is called from here, and the model is told nothing. The standard's own client
// (`App` of ext-apps 2.0.4) takes 650 kB, minified, for the four messages that are posted here; its host is in the tests.
const root = document.documentElement;
const shown = document.getElementById('shown');
const isSealed = root.dataset.sealed !== undefined;
const ownLanguage = root.dataset.language;

let canOpenLinks = false;
let draw = () => part('working');
let timer;

const post = (message) => window.parent.postMessage({ jsonrpc: '2.0', ...message }, '*');

window.addEventListener('message', ({ source, data }) => {
  if (source !== window.parent || data?.jsonrpc !== '2.0') return;
  const { id, method, params, result } = data;
  if (method === undefined) {
    if (id === 'initialize' && result) initialized(result);
  } else if (id === undefined) {
    told[method]?.(params ?? {});
  } else if (method === 'ping' || method === 'ui/resource-teardown') {
    post({ id, result: {} });
  } else {
    post({ id, error: { code: -32601, message: 'Method not found' } });
  }
});

const told = {
  'ui/notifications/tool-result': (result) => show(() => resultOf(result)),
  'ui/notifications/tool-cancelled': () => show(() => part('cancelled')),
  'ui/notifications/host-context-changed': adapt,
};

post({
  ...{ id: 'initialize', method: 'ui/initialize' },
  params: {
    protocolVersion: '2026-01-26',
    appInfo: { name: 'kamikit', version: '1' },
    appCapabilities: { availableDisplayModes: ['inline'] },
  },
});

function initialized({ hostCapabilities, hostContext }) {
  canOpenLinks = hostCapabilities?.openLinks !== undefined;
  adapt(hostContext ?? {});
  post({ method: 'ui/notifications/initialized' });
  // Not the width: that is the host's to choose.
  new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    post({ method: 'ui/notifications/size-changed', params: { height } });
  }).observe(root);
}

/** What changed of the host's looks; the rest stays. */
function adapt({ theme, locale }) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (typeof locale === 'string') {
    const [language] = locale.toLowerCase().split('-');
    root.dataset.language = templateOf(language) ? language : ownLanguage;
    root.lang = templateOf(root.dataset.language).dataset.htmlLang;
  }
  show(draw);
}

function show(drawing) {
  draw = drawing;
  clearTimeout(timer);
  shown.replaceChildren(draw());
}

function templateOf(language) {
  return document.querySelector(`template[data-language="${CSS.escape(language)}"]`);
}

function part(name) {
  const { content } = templateOf(root.dataset.language);
  return content.querySelector(`[data-part="${name}"]`).cloneNode(true);
}

/** Fills a slot with a text or a node; without one, the fact that it belongs to goes. */
function fill(within, name, value) {
  const slot = within.querySelector(`[data-slot="${name}"]`);
  if (value === undefined || value === null || value === '') (slot.closest('.facts > div') ?? slot).remove();
  else slot.replaceChildren(value);
}

function keep(within, name, isKept) {
  if (!isKept) within.querySelector(`[data-slot="${name}"]`).remove();
}

function resultOf({ structuredContent: answer }) {
  if (typeof answer !== 'object' || answer === null) return part('in-the-chat');
  if (answer.error) return failure(answer.error);
  return Array.isArray(answer.entries) ? entries(answer) : purchase(answer);
}

function purchase(answer) {
  const view = part('purchase');
  const { state, total, total_price: agreed, actual_price: charged, quote_until: until } = answer;
  const isOver = until && Date.parse(until) <= Date.now();
  const isAsked = state === 'awaiting_approval' && !isOver;
  const page = isAsked ? pageIn(answer.next) : null;
  for (const name of ['goods_name', 'order_sn', 'ledger_notice']) fill(view, name, answer[name]);
  fill(view, 'quantity', answer.quantity === null ? null : String(answer.quantity));
  fill(view, 'state', badge(state));
  fill(view, 'cost', money(total ?? charged ?? agreed));
  fill(view, 'unit_price', money(answer.unit_price));
  fill(view, 'total_price', charged && charged !== agreed ? money(agreed) : null);
  fill(view, 'mandate', answer.mandate?.slice(0, 8));
  // While it is asked, the command names it.
  fill(view, 'entry_id', isAsked ? null : answer.entry_id);
  fill(view, 'until', isAsked && until ? time(until) : null);
  fill(view, 'page', page);
  fill(view, 'command', isAsked ? `kamikit approve ${answer.entry_id}` : null);
  keep(view, 'overcharged', answer.warning);
  keep(view, 'over', state === 'awaiting_approval' && isOver);
  keep(view, 'open', page !== null && canOpenLinks);
  view.querySelector('[data-slot="open"]')?.addEventListener('click', () => {
    post({ id: 'open', method: 'ui/open-link', params: { url: page } });
  });
  cards(view, answer.cards, isSealed && !answer.ledger_notice);
  if (isAsked && until) timer = setTimeout(() => show(draw), Date.parse(until) - Date.now());
  return view;
}

/** Where the owner decides: a door on this machine that tells nothing, and lets nobody in. */
function pageIn(next) {
  return /http:\/\/127\.0\.0\.1:\d{1,5}\/#approvals/.exec(next)?.[0] ?? null;
}

function entries({ entries: list, total, page, per_page: perPage }) {
  const view = part('entries');
  const first = (page - 1) * perPage + 1;
  fill(view, 'range', list.length > 0 ? `${first}–${first + list.length - 1} / ${total}` : null);
  keep(view, 'nothing', list.length === 0);
  const row = view.querySelector('tbody > tr');
  row.replaceWith(...list.map((entry) => fillRow(row.cloneNode(true), entry, view)));
  if (list.length === 0) view.querySelector('table').remove();
  view.querySelector('dl').remove();
  return view;
}

function fillRow(row, entry, view) {
  const kind = view.querySelector(`[data-kind="${CSS.escape(entry.kind)}"]`)?.textContent ?? entry.kind;
  const count = entry.quantity === undefined ? null : `× ${entry.quantity}`;
  const detail = [entry.specification, count, entry.name && kind].filter(Boolean).join(' · ');
  fill(row, 'name', entry.name ?? kind);
  row.querySelector('[data-slot="detail"]').textContent = detail;
  fill(row, 'state', badge(entry.state));
  keep(row, 'overcharged', entry.warning);
  row.querySelector('[data-slot="amount"]').textContent = money(entry.amount) ?? '—';
  row.querySelector('[data-slot="when"]').dateTime = entry.created_at;
  fill(row, 'when', time(entry.created_at));
  cards(row, entry.cards, isSealed);
  return row;
}

/** Uncovered by a click, and not in the page before that; sealed, what stands in their place. */
function cards(view, text, sealed) {
  fill(view, 'sealed', sealed ? text?.replace(/^\[|\]$|`/g, '') : null);
  keep(view, 'cards', text && !sealed);
  const details = view.querySelector('[data-slot="cards"]');
  details?.addEventListener('toggle', () => {
    const list = details.querySelector('ol');
    if (!details.open) return list.replaceChildren();
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return list.replaceChildren(
      ...lines.map((line) => {
        const [item, code] = [document.createElement('li'), document.createElement('code')];
        code.textContent = line;
        item.append(code);
        return item;
      }),
    );
  });
}

function failure({ message, outcome }) {
  const view = part('failure');
  fill(view, 'state', outcome ? badge(outcome === 'unknown' ? 'unknown' : 'refused') : null);
  fill(view, 'message', message);
  return view;
}

function badge(state) {
  return (
    part('states').querySelector(`[data-state="${CSS.escape(state)}"]`) ?? document.createTextNode(state)
  );
}

/** As on the page: exact, since a number given as a text is not rounded. */
function money(amount) {
  if (amount === undefined || amount === null) return null;
  const format = { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' };
  return new Intl.NumberFormat('en-US', { ...format, maximumFractionDigits: 20 }).format(amount);
}

/** As on the page: in Shanghai, of another year with the year. */
function time(iso) {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(root.lang === 'en' ? 'en-US' : root.lang, {
    ...(isThisYear ? {} : { year: 'numeric' }),
    ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ hour12: false, timeZone: 'Asia/Shanghai' },
  }).format(at);
}
