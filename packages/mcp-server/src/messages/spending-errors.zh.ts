import { type Glossary, inner } from './glossary.ts';
import { problem } from './problems.zh.ts';
import { theUpstream } from './upstream-errors.zh.ts';

const CHANGED: Glossary = [
  [/^its quote cannot be read$/, () => '报价已无法读取'],
  [/^it was changed from outside meanwhile$/, () => '它在此期间在程序之外被改动过'],
  [/^something else is offered under the same number by now$/, () => '同一编号下现在是别的商品'],
  [/^the price rose from (\S+) to (\S+) yuan$/, (before, now) => `价格已从 ${before} 元涨到 ${now} 元`],
  [
    /^the price of one rose from (\S+) to (\S+) yuan$/,
    (before, now) => `单价已从 ${before} 元涨到 ${now} 元`,
  ],
];

/** What buying says. */
export const SPENDING_ERRORS: Glossary = [
  [/^You have no \S+ (.*) in this ledger\.$/s, (number) => `这个账本里没有属于你的 ${number}。`],
  [/^This \S+ request is invalid: (.*)\.$/s, (faults) => `请求有误：${faults}。`],
  [/^The supplier has no SKU (\S+); /, (sku) => `供货商没有 SKU ${sku}；它的商品列表里有可买的。`],
  [
    /^The (?:supplier|shop) shows no price for (.*?)\.(?: Nothing was bought\.)?$/s,
    (title) => `店铺没有给出${title}的价格。什么也没有买。`,
  ],
  [
    /^(.*): (\d+) in stock, (\d+) wanted\.(?: Nothing was bought\.)?$/s,
    (title, stock, wanted) => `${title}：库存 ${stock}，要买 ${wanted}。什么也没有买。`,
  ],
  [
    /^Product (\S+) has no \S+(?: (\S+))? \(it has: (.*)\)\.(?: Nothing was bought\.)?$/s,
    (goods, sub, known) =>
      `商品 ${goods} 没有${sub ? `规格 ${sub}` : '规格'}（有：${known === 'none' ? '无' : list(known)}）。什么也没有买。`,
  ],
  [
    /^Product (\S+) has several specifications, so sub_id has to say which: (.*?)\.(?: Nothing was bought\.)?$/s,
    (goods, known) => `商品 ${goods} 有多个规格，请用 sub_id 指定：${specifications(known)}。什么也没有买。`,
  ],
  [
    /^Entry (\S+) is (\S+): only unknown and pending entries can be settled by hand\.$/,
    (entry, state) => `记录 ${entry} 的状态是 ${state}：只有 unknown 和 pending 的记录可以手动了结。`,
  ],
  [
    /^There is no such card: it may have been deleted already\. /,
    () => '没有这张卡，可能已被删除。什么也没有删除。',
  ],
  [
    /^This \S+ was approved, but (.*); nothing was sent\.$/s,
    (why) => `这一笔已获批准，但${inner(why, CHANGED)}；什么也没有发送。`,
  ],
  [
    /^This \S+ was quoted for another account /,
    () => '这一笔的报价来自另一个账户，不是现在配置的这个；什么也没有发送。',
  ],
  [
    /^The price rose from (\S+) to (\S+) yuan while the user was being asked; /,
    (before, now) => `询问用户期间，价格从 ${before} 元涨到了 ${now} 元；什么也没有发送。`,
  ],
  [
    /^(\d+) × (.*) now costs (\S+) yuan, more than max_total (\S+); /s,
    (quantity, title, total, most) =>
      `${quantity} 件${title}现在要 ${total} 元，超过了 max_total ${most} 元；什么也没有发送。`,
  ],
  [/^This \S+ was declined\. Nothing was sent\.$/, () => '这一笔被拒绝了，什么也没有发送。'],
  [/^This \S+ was cancelled before it was sent\.$/, () => '这一笔在发送之前被取消了。'],
  [/^No (storefront|card service|supplier) is configured\.$/, (name) => `没有配置${theUpstream(name)}。`],
  [
    /^Entry (\S+) is (\S+) and holds no cards\.$/,
    (entry, state) => `记录 ${entry} 的状态是 ${state}，没有卡密。`,
  ],
  [
    /^Entry (\S+) holds no such card: .* 1 to (\d+)\.$/,
    (entry, held) => `记录 ${entry} 没有这张卡密：请写成与交付时完全一致，或写它的序号 1 到 ${held}。`,
  ],
  [
    /^Entry (\S+) holds (\d+) cards that this may mean: (.*)\.$/,
    (entry, count, numbers) => `记录 ${entry} 有 ${count} 张卡密都可能是它：${numbers}。`,
  ],
  [
    /^Entry (\S+) belongs to a different account or address /,
    (entry) => `记录 ${entry} 用的不是现在的账户或网址。`,
  ],
  [
    /^This version does not know entries of the kind (\S+)\.$/,
    (kind) => `这个版本不认识 ${kind} 这一类记录。`,
  ],
];

const PROGRAM: Glossary = [
  [/^its first line is no key$/, () => '它的第一行不是密钥'],
  [/^it printed too much$/, () => '它输出得太多'],
  [/^it did not end within (\S+) s$/, (seconds) => `它在 ${seconds} 秒内没有结束`],
  [/^it ended with exit code (\S+)$/, (code) => `它的退出码是 ${code}`],
  [/^it could not be started \((.*)\)$/s, (why) => `它无法启动（${why}）`],
];

const ANSWERS: Glossary = [
  [/^the user said no$/, () => '用户拒绝了'],
  [/^the user closed the question$/, () => '用户关闭了询问'],
  [/^the host returned no answer$/, () => '宿主没有返回回答'],
  [/^KAMIKIT_CONFIRM is set to required, /, () => 'KAMIKIT_CONFIRM 设为 required，而这个宿主无法询问用户'],
];

/** What tools and settings say. */
export const TOOL_ERRORS: Glossary = [
  [
    /^Not confirmed: (.*)\. Nothing was sent\.$/s,
    (why) => `没有得到确认：${inner(why, ANSWERS)}。什么也没有发送。`,
  ],
  [
    /^This was carried out and written down as entry (\S+), /,
    (entry) => `已经执行，并记为记录 ${entry}，但无法显示它的结果。`,
  ],
  [
    /^(\S+) is not available: it needs a (.*), and none is configured\.$/s,
    (tool, needed) =>
      `${tool} 不可用：它需要${needed?.split(' or ').map(theUpstream).join('或')}，而现在没有配置。`,
  ],
  [/^(\S+) is not available: this server is read-only\.$/, (tool) => `${tool} 不可用：服务器处于只读模式。`],
  [/^There was no time left to ask about (.*): /s, (order) => `没有时间查询 ${order} 了：还没有问过。`],
  [
    /^Kamikit needs Node\.js (\S+) or newer, and was started with (\S+)\.$/,
    (needed, found) => `Kamikit 需要 Node.js ${needed} 或更新的版本，现在是 ${found}。`,
  ],
  [/^Internal error in Kamikit: (.*)$/s, (what) => `Kamikit 内部错误：${what}`],
  [
    /^Invalid arguments: since \((\S+)\) is after until \((\S+)\)\.$/,
    (since, until) => `参数有误：since（${since}）晚于 until（${until}）。`,
  ],
  [
    /^Invalid arguments: (.*) cannot be combined with card_type (\S+), which takes (.*)\.$/s,
    (names, type, own) => `参数有误：card_type 为 ${type} 时不能有 ${list(names)}，应有 ${list(own)}。`,
  ],
  [
    /^Invalid arguments: card_type (\S+) needs (.*)\.$/s,
    (type, own) => `参数有误：card_type 为 ${type} 时应有 ${list(own)}。`,
  ],
  [
    /^entry_id (\S+) may be (.*): give more of it\.$/s,
    (beginning, ids) => `entry_id ${beginning} 对应多条记录：${ids.replaceAll(', ', '、')}；请多写几位。`,
  ],
  [/^There is no such card\. Nothing was sent\.$/, () => '没有这张卡，什么也没有发送。'],
  [
    /^Waiting was cancelled; entry (\S+) goes on without it\.$/,
    (entry) => `等待已取消；记录 ${entry} 会照常进行。`,
  ],
  [/^Entry (\S+) took place, but /, (entry) => `记录 ${entry} 已经执行，但不知道对方是怎么答复的。`],
  [
    /^This \S+ awaits its owner’s approval until (\S+) \(entry (\S+)\)\. /,
    (until, entry) => `这一笔等待所有者批准，有效期至 ${until}（记录 ${entry}）。还没有发送。`,
  ],
  [
    /^(.*): the key comes from the program (\S+), but (.*)\.$/s,
    (setting, program, why) => `${setting}：密钥来自程序 ${program}，但${inner(why, PROGRAM)}。`,
  ],
  [/^The sandbox cannot be kept in (.*?): (.*)\.$/s, (path, why) => `沙盒不能保存在 ${path}（${why}）。`],
  [/^The configuration is invalid: (.*)\.$/s, (faults) => `配置有误：${settings(faults)}。`],
];

/** Such as `11 “A month” at 25 yuan, 12 without a price, and 3 more`. */
function specifications(listed = ''): string {
  const [, each = '', more] = /^(.*?)(?:, and (\d+) more)?$/s.exec(listed) ?? [];
  const told = [...each.matchAll(/(\d+)(?: (“[^”]*”))? (?:at (\S+?) yuan|without a price)/g)].map(
    ([, id, name = '', price]) => `${id}${name}（${price === undefined ? '没有价格' : `${price} 元`}）`,
  );
  return `${told.join('、')}${more === undefined ? '' : `，另有 ${more} 个`}`;
}

function list(names = ''): string {
  return names.replaceAll(/, | and /g, '、');
}

function settings(faults = ''): string {
  const told = faults.split('; ').map((fault) => {
    const [variable = '', message = ''] = fault.split(/: (.*)/s);
    return message === '' ? fault : problem({ variable, message });
  });
  return told.join('；');
}
