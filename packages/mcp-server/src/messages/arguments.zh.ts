import type { ArgumentFaults } from './arguments.en.ts';
import { type Glossary, translated } from './glossary.ts';

/** What our schemas say that they expect. */
const EXPECTED: Glossary = [
  [/^a day, such as (\S+)$/, (example) => `日期，例如 ${example}`],
  [/^an amount above 0 in yuan, such as (\S+)$/, (example) => `大于 0 的金额（元），例如 ${example}`],
  [/^a text without half characters$/, () => '不含残缺字符的文本'],
  [/^one to (\d+) order numbers, separated by commas$/, (most) => `1 到 ${most} 个订单号，用逗号隔开`],
  [
    /^the (\d+) digits from supplier_trade, as text$/,
    (digits) => `supplier_trade 给出的 ${digits} 位数字（文本）`,
  ],
];

/** A space goes before what is Latin only. */
function after(text: string): string {
  return /^[\p{Script=Han}“]/u.test(text) ? text : ` ${text}`;
}

export const faults: ArgumentFaults = {
  all: ({ faults }) => `参数有误：${faults.join('；')}。`,
  unknown: ({ names, known }) => `没有名为 ${names.join('、')} 的参数（可用：${known.join('、') || '无'}）`,
  missing: ({ field, expected }) => `缺少 ${field}，应为${after(expected)}`,
  other: ({ field, expected, got }) => `${field} 应为${after(expected)}，收到的是${after(got)}`,
  types: {
    ...{ string: '文本', number: '整数', int: '整数', boolean: 'true 或 false' },
    ...{ array: '列表', object: '对象', record: '对象' },
  },
  oneOf: ({ values }) => `${values.join('、')} 之一`,
  notBlank: '非空文本',
  atLeast: {
    text: ({ minimum }) => `至少 ${minimum} 个字符的文本`,
    list: ({ minimum }) => `至少有 ${minimum} 项的列表`,
    number: ({ minimum }) => `不小于 ${minimum} 的数`,
  },
  atMost: {
    text: ({ maximum }) => `最多 ${maximum} 个字符的文本`,
    list: ({ maximum }) => `最多有 ${maximum} 项的列表`,
    number: ({ maximum }) => `不大于 ${maximum} 的数`,
  },
  own: ({ said }) => translated(said, EXPECTED) ?? `其他内容（${said}）`,
  somethingElse: ({ said }) => `其他内容（${said}）`,
  got: {
    list: ({ count }) => `有 ${count} 项的列表`,
    object: '对象',
    text: ({ length }) => `${length} 个字符的文本`,
    number: '数字',
    boolean: '布尔值',
  },
};
