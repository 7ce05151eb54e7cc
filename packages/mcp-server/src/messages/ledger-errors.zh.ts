import { type Glossary, inner, translated } from './glossary.ts';
import { who } from './who.zh.ts';

const BUDGET: Glossary = [
  [
    /^(\S+) yuan requested, but job (\S+) may cost (\S+) yuan at most, of which (\S+) are spent$/,
    (wanted, job, most, spent) => `这一项 ${wanted} 元，而任务 ${job} 最多 ${most} 元，已花费 ${spent} 元`,
  ],
  [
    /^(\d+) to be issued or recharged, but only (\d+) of the (\d+) cards for (\S+) are left$/,
    (wanted, left, all, day) => `要生成或充值 ${wanted} 张，但 ${day} 的 ${all} 张只剩 ${left} 张`,
  ],
  [
    /^(\S+) yuan requested, but at most (\S+) yuan is allowed per order$/,
    (wanted, most) => `这一单 ${wanted} 元，而每单上限是 ${most} 元`,
  ],
  [
    /^(\S+) yuan requested, but only (\S+) of the (\S+) yuan for (\S+) is left \((\S+) spent\)$/,
    (wanted, left, all, day, spent) =>
      `这一单 ${wanted} 元，而 ${day} 的 ${all} 元只剩 ${left} 元（已花费 ${spent} 元）`,
  ],
];

/** What a mandate wants. */
const MANDATE: Glossary = [
  [/^(\S+) must be above 0 yuan, not (\S+)$/, (name, given) => `${name} 应大于 0 元，不能是 ${given}`],
  [/^kinds must name at least one kind of entry$/, () => 'kinds 至少要有一类'],
  [/^goods must name at least one good$/, () => 'goods 至少要有一件商品'],
  [
    /^what spends needs a limit in yuan: (.*) or (.*)$/,
    (some, last) => `要花钱的必须有上限（元）：${some} 或 ${last}`,
  ],
  [
    /^until must be a day such as (\S+), not (.*)$/s,
    (example, given) => `until 应为日期，例如 ${example}，不能是 ${given}`,
  ],
];

/** Why nobody was added. */
const PERSON: Glossary = [
  [/^(\S+) is there already: revoke first$/, (name) => `${name} 已经存在，请先撤销`],
  [/^a name has 1 to 40 letters/, () => '名字应为 1 到 40 个字母或数字，中间和末尾可以有 . _ -'],
  [/^a role is one of (.*)$/, (roles) => `角色应为 ${roles} 之一`],
  [/^a limit must not be negative$/, () => '上限不能是负数'],
  [/^a viewer spends nothing, so there is nothing to limit$/, () => '查看者不能花钱，没有可限制的额度'],
];

const STORAGE: Glossary = [
  [/^is locked by another process$/, () => '正被另一个进程锁定'],
  [/^cannot grow: the disk is full$/, () => '无法写入：磁盘已满'],
  [/^could not be read or written: .*$/, () => '无法读写：磁盘已满、已断开或有故障'],
  [/^is damaged or not a ledger$/, () => '已损坏，或不是账本'],
  [/^took what was written without answering, .*$/, () => '没有回应最后一次写入，也无法查明是否已保存'],
  [/^refused this user or its password$/, () => '不接受这个用户或密码'],
  [/^is in a database that does not exist$/, () => '所在的数据库不存在'],
  [/^allows this user too little \((.*)\)$/s, (why) => `没有给这个用户足够的权限（${why}）`],
  [/^can only be read: .*$/, () => '只能读取：它是备机，或者角色或数据库设为只读'],
  [
    /^cannot be reached this way: its sessions do not get what they are asked for \((.*)\)$/s,
    (what) => `不能这样连接：会话没有得到所要求的设置（${what}）`,
  ],
  [
    /^is in a database whose encoding is (\S+), which lacks /,
    (encoding) => `所在数据库的编码是 ${encoding}，存不下商家可能交付的所有字符`,
  ],
  [/^cannot grow: the disk of the server is full$/, () => '无法写入：服务器磁盘已满'],
  [/^has no connection left$/, () => '没有空余的连接'],
  [/^cannot be reached \((.*)\)$/s, (why) => `无法连接（${why}）`],
  [/^cannot be read or written \((.*)\)$/s, (why) => `无法读写（${why}）`],
  [/^cannot be opened or written \((.*)\)$/s, (why) => `无法打开或写入（${why}）`],
];

const DATABASE_URL: Glossary = [
  [/^it is no URL$/, () => '这不是网址'],
  [/^it must begin with (\S+)$/, (start) => `应以 ${start} 开头`],
  [/^it names no database: (\S+)$/, (example) => `没有指明数据库：${example}`],
  [/^its schema must be .*$/, () => 'schema 只能用小写字母、数字和下划线，最多 63 个'],
];

/** What the ledger says. */
export const LEDGER_ERRORS: Glossary = [
  [/^Nobody was added: (.*)\.$/s, (what) => `没有添加任何人：${inner(what, PERSON)}。`],
  [/^The ledger knows nobody called (.*)\.$/s, (name) => `账本里没有叫 ${name} 的人。`],
  [
    /^(\S+) may not use this ledger any more\. /,
    (name) => `${name} 已不能再使用这个账本。没有发送任何请求。`,
  ],
  [/^(\S+) may look at this ledger, and not /, (name) => `${name} 只能查看这个账本，不能花钱，也不能更改。`],
  [/^Only an owner may do this, and (\S+) is none\.$/, (name) => `只有所有者可以这样做，${name} 不是。`],
  [/^The database URL cannot be used: (.*)\.$/, (why) => `数据库网址无法使用：${inner(why, DATABASE_URL)}。`],
  [
    /^The same \S+ was made (?:less than a minute|(\d+) min) ago under the key (.*) \(entry (\S+), (\S+)\)\.$/s,
    (minutes, key, entry, state) =>
      `${minutes ? `${minutes} 分钟前` : '不到一分钟前'}刚用幂等键 ${key} 做过同样的事（记录 ${entry}，${state}）。`,
  ],
  [
    /^Entry (\S+) was not sent: it is not prepared, /,
    (entry) => `记录 ${entry} 没有发送：它不在待发送状态，或搁置过久已被放弃。`,
  ],
  [
    /^The file of the ledger (.*) was moved away or replaced /s,
    (path) => `账本文件 ${path} 在使用中被移走或替换，现在写入的内容会丢失。请重启这个程序。`,
  ],
  [
    /^The file of the ledger (.*) is gone, and its log (.*) is still there: /s,
    (path, log) => `账本文件 ${path} 不见了，而它的日志 ${log} 还在：最近买到的可能只在日志里。`,
  ],
  [/^This Node \((\S+)\) has no SQLite\.$/, (version) => `这个 Node（${version}）没有 SQLite。`],
  [
    /^The ledger (.*) was written by a newer version \(schema (\d+); this one knows (\d+)\)\.$/s,
    (path, theirs, ours) => `账本 ${path} 由更新的版本写入（结构 ${theirs}，这个版本只认识到 ${ours}）。`,
  ],
  [
    /^The (ledger|key) (.*) is a symbolic link, which is not followed\.(.*)$/s,
    (what, path, more) =>
      `${what === 'key' ? '密钥文件' : '账本'} ${path} 是符号链接，不会跟随。${untilMended(more)}`,
  ],
  [
    /^The (ledger|key) (.*) belongs to another user\.(.*)$/s,
    (what, path, more) =>
      `${what === 'key' ? '密钥文件' : '账本'} ${path} 属于另一个用户。${untilMended(more)}`,
  ],
  [
    /^Others can write (.*), and with it replace .*?\.( Until .*)?$/s,
    (path, more) => `其他用户可以改写 ${path}，从而替换里面的文件。${untilMended(more)}`,
  ],
  [
    /^The owner stopped all spending of this ledger at (\S+) \((.*)\)\. /,
    (since, by) => `所有者已于 ${since} 停止这个账本的全部消费（${who(by)}）。什么也没有发送。`,
  ],
  [
    /^This ledger was (.*), and goes on there: nothing was resumed\.$/s,
    (by) => `这个账本${who(by)}，并在那里继续使用：没有恢复。`,
  ],
  [
    /^This \S+ was approved a moment before midnight, /,
    () => '这一笔在午夜前一刻获批准，而此人在新的一天可以花多少并不清楚。什么也没有发送。',
  ],
  [
    /^This \S+ was changed from outside since it was asked about; /,
    () => '提出请求之后，有人在程序之外改动了这条记录；什么也没有发送。',
  ],
  [
    /^The mandate that covered this \S+ was revoked, /,
    () => '这一笔所依据的授权已撤销，或额度已不够。什么也没有发送。',
  ],
  [/^It did not take place: /, () => '没有执行：对账时在对方那里没有找到它的踪迹。'],
  [
    /^This \S+ has been under way since (\S+) \(entry (\S+)\); /,
    (since, entry) => `这一笔从 ${since} 起就在进行中（记录 ${entry}），没有再次发送。`,
  ],
  [/^This \S+ was refused \(entry (\S+)\)\.$/, (entry) => `这一笔没有成交（记录 ${entry}）。`],
  [/^The owner declined this \S+?(?:: (.*)|\.)$/s, (why) => `所有者拒绝了这一笔${why ? `：${why}` : '。'}`],
  [/^Nobody approved this \S+ in time, /, () => '没有人及时批准这一笔，报价已过期。'],
  [
    /^The key and the head of the ledger (.*) cannot be used \((.*)\)\.$/s,
    (path, why) => `账本 ${path} 的密钥和末尾记录无法使用（${why}）。`,
  ],
  [
    /^The ledger has no (entry|mandate) (\S+)\.$/,
    (what, id) => `账本里没有${what === 'entry' ? '记录' : '授权'} ${id}。`,
  ],
  [/^The program stopped before this \S+ was sent\.$/, () => '程序在发送之前停止了。'],
  [
    /^This \S+ was not sent: the ledger did not say in time whether it was recorded\.$/,
    () => '没有发送：账本没有及时答复这一笔是否已经记下。',
  ],
  [
    /^Entry (\S+) \(\S+\) is damaged: its (.*) cannot be read\. /,
    (entry, fields) => `记录 ${entry} 已损坏，${fields} 无法读取；没有再次发送。`,
  ],
  [
    /^The idempotency key (.*) belongs to another \S+ \(entry (\S+)\)\.$/s,
    (key, entry) => `幂等键 ${key} 已属于另一个请求（记录 ${entry}）。`,
  ],
  [
    /^Spending with this account has been suspended since (\S+): entry (\S+) was charged more than agreed\.$/,
    (since, entry) => `这个账户自 ${since} 起暂停消费：记录 ${entry} 实际扣款超过了约定。`,
  ],
  [/^There is no ledger at (.*)\. Nothing was copied\.$/s, (path) => `${path} 处没有账本。什么也没有复制。`],
  [
    /^There is a ledger in that database already, with (\d+) entries and (\d+) events\.$/,
    (entries, events) => `那个数据库里已有账本：${entries} 条记录，${events} 条事件。`,
  ],
  [
    /^Entry (\S+) is still under way in another process\. Nothing was copied\.$/,
    (entry) => `记录 ${entry} 还在另一个进程中进行。什么也没有复制。`,
  ],
  [
    /^The history of the ledger is not intact: (.*) Nothing was copied\.$/s,
    (what) => `账本的历史不完整：${what} 什么也没有复制。`,
  ],
  [/^Over budget: (.*)\.$/s, (what) => `超出预算：${inner(what, BUDGET)}。`],
  [
    /^Entry (\S+) has no card (\S+): it holds (\d+)\.$/,
    (entry, card, held) => `记录 ${entry} 没有第 ${card} 张卡密：共 ${held} 张。`,
  ],
  [/^This mandate was not added: (.*)\.$/s, (what) => `没有添加授权：${inner(what, MANDATE)}。`],
  [
    /^This key was used before, by entry (\S+), /,
    (entry) =>
      `这个幂等键用过：记录 ${entry} 已被人从账本中删除，或换了键。它买了什么这里不知道，同样的东西可能会再买一次。`,
  ],
];

function untilMended(more: string | undefined): string {
  return more ? '在改正并重启这个程序之前，账本只能读取。' : '';
}

/** What is wrong with the ledger's file. */
export function storageError(said: string): string | null {
  const [, file, path, what] =
    /^The (ledger|key) (\S.*?) ((?:is|cannot|could|can|has|took|refused|allows) .*)\.$/s.exec(said) ?? [];
  const told = what === undefined ? null : translated(what, STORAGE);
  return told === null ? null : `${file === 'key' ? '密钥文件' : '账本'} ${path} ${told}。`;
}
