import type { Glossary } from './glossary.ts';

const MEANS = '同样的幂等键可能会再次购买；消费已暂停。';

/** What speaks against a ledger, as its libraries say it. */
export const DOUBTS: Glossary = [
  [
    /^The ledger (.*) has gone back in time: its last (?:(\d+) events are|event is) missing\. /s,
    (path, lost) =>
      `账本 ${path} 回到了过去：缺少最后 ${lost ?? 1} 个事件，可能是恢复的备份。其间买了什么，里面没有，${MEANS}`,
  ],
  [
    /^The ledger (.*) was moved, and has gone on in the other place: /s,
    (path) =>
      `账本 ${path} 已搬到别处，并在那里继续使用：请使用那里的账本。在那里买了什么，这里没有，${MEANS}`,
  ],
  [
    /^The ledger (.*) is not the one that was written last: /s,
    (path) =>
      `账本 ${path} 不是最后写入的那一个，事件不同，可能是恢复的备份或另一份副本。另一份里买了什么，这里没有，${MEANS}`,
  ],
  [
    /^The ledger that was at (.*) has vanished: it held (\d+) events?\. /s,
    (path, events) => `${path} 的账本不见了，其中原有 ${events} 个事件。以前买了什么，新账本里没有，${MEANS}`,
  ],
  [
    /^The last event of the ledger (.*) was altered, or signed with a key that is not the one in use\. /s,
    (path) => `账本 ${path} 的最后一个事件被改动过，或用了别的密钥签名。账本不再写入，消费已暂停。`,
  ],
];

/** What verifying a ledger finds. */
export const FINDINGS: Glossary = [
  [
    /^Events? (\d+)(?: to (\d+))? (?:was|were) altered, or signed with another key(?: \((.*), entry (\S+)\))?\.$/s,
    (from, to, action, entry) =>
      `${numbered(from, to)}被改动过，或用了别的密钥签名${entry ? `（${action}，记录 ${entry}）` : ''}。`,
  ],
  [/^Events? (\d+)(?: to (\d+))? (?:is|are) missing\.$/, (from, to) => `缺少${numbered(from, to)}。`],
  [
    /^Event (\d+) does not continue event (\d+): /,
    (event, before) => `事件 ${event} 接不上事件 ${before}：前面有事件被替换过。`,
  ],
  [
    /^Entry (\S+) \((.*), (.*)\) has no events: /,
    (entry, kind, state) => `记录 ${entry}（${kind}，${state}）没有任何事件：不是由 Kamikit 写入的。`,
  ],
  [
    /^Entry (\S+) \((\S+)\) was changed from outside after its last event of (\S+?)(?: \(its state was (\S+), and is (\S+)\))?\.$/,
    (entry, kind, at, was, is) =>
      `记录 ${entry}（${kind}）在最后一个事件（${at}）之后被外部改动过${was ? `：状态原为 ${was}，现为 ${is}` : ''}。`,
  ],
  [
    /^Entry (\S+) is missing: by its last event it was (\S+)\.$/,
    (entry, state) => `记录 ${entry} 不见了：按最后一个事件，它的状态是 ${state}。`,
  ],
  [
    /^The suspension of the account that entry (\S+) was charged to was lifted from outside\.$/,
    (entry) => `记录 ${entry} 所扣账户的暂停被外部解除了。`,
  ],
];

function numbered(from = '', to?: string): string {
  return to === undefined ? `事件 ${from} ` : `事件 ${from} 到 ${to} `;
}
