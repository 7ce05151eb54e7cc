import { type Glossary, inner } from './glossary.ts';

const KINDS: Glossary = [
  [/^purchase$/, () => '购买'],
  [/^supplier trade$/, () => '进货'],
];

const JOB_STATES: Glossary = [
  [/^awaiting_approval$/, () => '等待批准'],
  [/^running$/, () => '正在进行'],
  [/^paused$/, () => '已暂停'],
  [/^stopped$/, () => '已自动停止'],
  [/^finished$/, () => '已完成'],
  [/^cancelled$/, () => '已取消'],
];

const ACTIONS: Glossary = [
  [/^pause$/, () => '暂停'],
  [/^resume$/, () => '继续'],
  [/^cancel$/, () => '取消'],
];

const WRONG_TERMS: Glossary = [
  [/^it needs 1 to (\d+) items, not (\d+)$/, (most, given) => `要有 1 到 ${most} 项，不能是 ${given} 项`],
  [
    /^concurrency must be 1 to (\d+), not (\S+)$/,
    (most, given) => `concurrency 应为 1 到 ${most}，不能是 ${given}`,
  ],
  [/^max_total must be above 0, not (\S+)$/, (given) => `max_total 应大于 0 元，不能是 ${given}`],
];

const OFFERS: Glossary = [
  [/^something else is offered under the same number by now$/, () => '同一编号下现在是别的商品'],
  [
    /^it costs more than the (\S+) yuan that it was quoted at$/,
    (quoted) => `它现在超过了报价时的 ${quoted} 元`,
  ],
];

const WANTED: Glossary = [
  [/^a whole number above 0$/, () => '大于 0 的整数'],
  [/^an amount above 0 in yuan$/, () => '大于 0 的金额（元）'],
  [/^async or sync$/, () => 'async 或 sync'],
  [/^texts by their names$/, () => '按名称给出的文本'],
  [/^an object$/, () => '对象'],
  [
    /^a number or ledger or goods:ID\/SUB or goods:ID or cards:TYPE$/,
    () => '数量、ledger、goods:商品/规格、goods:商品 或 cards:类型',
  ],
];

const UNCOUNTED: Glossary = [
  [/^the storefront has no such specification$/, () => '店铺没有这个规格'],
  [/^the storefront shows no number for it$/, () => '店铺没有显示数量'],
];

/** Each wrong item, by its number. */
export function itemFaults(said = ''): string {
  return said
    .replaceAll(/; (?=item \d+: |and \d+ more)/g, '；')
    .replaceAll(/(^|；)item (\d+): /g, '$1第 $2 项 ')
    .replace(/and (\d+) more$/, '另有 $1 项')
    .replaceAll(
      /(\w+): expected ([^,；]+)/g,
      (_, field, wanted) => `${field} 应为${after(inner(wanted, WANTED))}`,
    )
    .replaceAll(/(“[^”]*”) is unknown/g, '没有 $1 这一栏')
    .replaceAll(/it needs a sku_id, or a goods_id and a sub_id/g, '要有 sku_id，或 goods_id 和 sub_id')
    .replaceAll(/fields go with a sku_id only/g, 'fields 只用于 sku_id')
    .replaceAll(/target is below floor/g, 'target 小于 floor')
    .replaceAll(/the same as item (\d+)/g, '与第 $1 项相同')
    .replaceAll(/, /g, '，');
}

/** A space goes before what is Latin only. */
function after(text: string): string {
  return /^\p{Script=Han}/u.test(text) ? text : ` ${text}`;
}

/** What is said of jobs. */
export const JOB_ERRORS: Glossary = [
  [
    /^(\d+) of (\d+) items are invalid, so nothing was started: (.*)\.$/s,
    (wrong, all, faults) => `共 ${all} 项，其中 ${wrong} 项有误，没有启动：${itemFaults(faults)}。`,
  ],
  [/^The ledger has no job (\S+)\.$/, (id) => `账本里没有任务 ${id}。`],
  [/^This version does not know jobs of the kind (\S+)\.$/, (kind) => `这个版本不认识 ${kind} 这一类任务。`],
  [
    /^Job (\S+) is (\S+): there is nothing to (\S+)\.$/,
    (id, state, action) => `任务 ${id} ${inner(state, JOB_STATES)}，无法${inner(action, ACTIONS)}。`,
  ],
  [/^This job was not started: (.*)\.$/s, (what) => `没有启动任务：${inner(what, WRONG_TERMS)}。`],
  [
    /^Item (\d+) of job (\S+) was approved, but (.*); nothing was sent\.$/s,
    (item, id, why) => `任务 ${id} 的第 ${item} 项已获批准，但${inner(why, OFFERS)}；什么也没有发送。`,
  ],
  [
    /^Item (\d+) of job (\S+) was approved for (\S+) yuan and now costs (\S+); /,
    (item, id, quoted, now) =>
      `任务 ${id} 的第 ${item} 项批准时是 ${quoted} 元，现在要 ${now} 元；什么也没有发送。`,
  ],
  [
    /^Item (\d+) of job (\S+) is allowed neither by its owner nor by a mandate /,
    (item, id) => `任务 ${id} 的第 ${item} 项既没有所有者批准，也没有额度足够的授权。什么也没有发送。`,
  ],
  [
    /^Item (\d+) of job (\S+) was not sent: the job is (\S+), or another process has it\.$/,
    (item, id, state) =>
      `任务 ${id} 的第 ${item} 项没有发送：任务${inner(state, JOB_STATES)}，或由另一个进程处理。`,
  ],
  [
    /^An owner paused job (\S+): only an owner may resume it\.$/,
    (id) => `任务 ${id} 由所有者暂停：只有所有者可以继续它。`,
  ],
  [
    /^(?:Item (\d+) of job|Job) (\S+) was changed from outside: /,
    (item, id) => `任务 ${id}${item ? ` 的第 ${item} 项` : ''}在程序之外被改动过：这个任务不再购买任何东西。`,
  ],
  [
    /^Item (\d+) of job (\S+): (\d+) more of it have been ordered since /,
    (item, id, more) => `任务 ${id} 的第 ${item} 项：清点之后又订购了 ${more} 件；什么也没有发送。`,
  ],
  [
    /^No mandate covers a (.+?) of (\S+) for (\S+) yuan with account (\S+); /,
    (kind, good, total, account) =>
      `没有授权涵盖这笔${inner(kind, KINDS)}：商品 ${good}，${total} 元，账户 ${account}；什么也没有发送。`,
  ],
  [
    /^The stock of (\S+) cannot be counted: (.*)\. Nothing was bought\.$/,
    (shelf, why) => `无法清点 ${shelf} 的库存：${inner(why, UNCOUNTED)}。什么也没有买。`,
  ],
  [/^Job (\S+) is still being priced, /, (id) => `任务 ${id} 还在询价，暂时不能批准。`],
  [/^Job (\S+) was priced too long ago /, (id) => `任务 ${id} 的报价太久了，现在不能批准。什么也没有发送。`],
  [
    /^Job (\S+) costs (\S+) yuan by now, more than its max_total (\S+)\. /,
    (id, total, most) => `任务 ${id} 现在共要 ${total} 元，超过了 max_total ${most} 元。什么也没有发送。`,
  ],
  [
    /^The idempotency key (.*) belongs to another job \((\S+)\)\.$/s,
    (key, id) => `幂等键 ${key} 已属于另一个任务（${id}）。`,
  ],
];

/** What verifying a ledger finds of them. */
export const JOB_FINDINGS: Glossary = [
  [
    /^Job (\S+) \((\S+)\) was changed from outside\.$/,
    (id, state) => `任务 ${id}（${inner(state, JOB_STATES)}）在程序之外被改动过。`,
  ],
  [
    /^(?:Item (\d+)|(\d+) items \(the first is (\d+)\)) of job (\S+) w(?:as|ere) changed from outside\.$/,
    (item, count, first, id) =>
      `任务 ${id} 的${item ? `第 ${item} 项` : ` ${count} 项（第一处是第 ${first} 项）`}在程序之外被改动过。`,
  ],
];

/** What is advised about them. */
export const JOB_HINTS: Glossary = [
  [/^Its owner can add a mandate, /, () => '所有者可以添加授权，然后继续这个任务。'],
  [/^Its owner can add one that has room for it; /, () => '所有者可以添加额度足够的授权，下次补货就会买。'],
  [/^The next run counts them, /, () => '下次补货会把它们算进去，再买还缺的。'],
  [/^What is left needs a job of its own, /, () => '剩下的要另建一个任务，另给 max_total。'],
  [/^Start another job with what is still wanted\.$/, () => '还想要的，请另建一个任务。'],
  [/^Cancel it, and start a new one if it is still wanted\.$/, () => '请取消它；还想要的，再另建一个任务。'],
  [/^Look at the items that failed; /, () => '请先看看失败的各项，再继续或取消这个任务。'],
  [
    /^Nothing was started\. Use a key again only /,
    () => '没有启动。只有重复同一个任务才沿用原来的幂等键；不同的任务要用新的键。',
  ],
];
