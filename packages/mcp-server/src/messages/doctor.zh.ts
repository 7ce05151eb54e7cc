import type { Doctor } from './doctor.en.ts';
import { inChinese } from './said.zh.ts';
import { who } from './who.zh.ts';

const inWords = (said: string) => inChinese(said) ?? `账本与事件不符（${said}）。`;
const yuan = (limit: string | null) => (limit === null ? '不限' : `上限 ${limit} 元`);

export const doctor: Doctor = {
  about: '检查配置、密钥、网络、时钟与账本；不做任何改动',
  json: '输出 JSON：{"ok", "configuration", "ledger", "checks": [{"name", "verdict": "ok"、"bad" 或 "skip", "text"}]}',
  checking: ({ names }) => `正在检查：${names.join('、')}`,
  names: {
    ...{ configuration: '配置', hosts: '宿主', clock: '时钟', ledger: '账本' },
    ...{ storefront: '店铺', cards: '卡券服务', supplier: '供货商' },
  },
  marks: { ok: '正常', bad: '问题', skip: '跳过' },
  noProblems: '没有发现问题。',
  problems: ({ count }) => `发现 ${count} 个问题。`,
  advice: {
    unauthorized: '请检查 API 密钥（供货商还要检查 API ID）：kamikit init 可以重新填写。',
    signature_rejected: '请检查供货商的 API ID 和密钥：kamikit init 可以重新填写。',
    rate_limited: '请等一分钟，再运行 kamikit doctor。',
    unreachable: '请检查它的网址、网络，以及中间的代理或防火墙。',
    timeout: '请再运行一次 kamikit doctor；如果仍然这样，请检查网络。',
    malformed_response: '请检查它的网址：那里答复的可能是别的程序。',
    upstream_refused: '引号里是对方的原话，请询问对方。',
    config_invalid: '请改正上面指出的设置：在环境变量里改，或运行 kamikit init。',
  },
  failed: ({ what, advice: then }) => `${what}${then}`,

  configLate: ({ seconds }) => `${seconds} 秒内没能读取`,
  nothingConfigured:
    '还没有任何配置，所以什么也买不了、查不了：请运行 kamikit init，或设置 KAMIKIT_SANDBOX=true 用虚拟余额试用',
  limits: ({ order, day, cards }) =>
    `每单${yuan(order)}，每日${yuan(day)}，每日发卡${cards === null ? '不限' : `上限 ${cards} 张`}`,
  modes: ({ confirm, reveal, isReadOnly, isSandbox }) =>
    `；确认方式 ${confirm}，卡密显示 ${reveal}${isReadOnly ? '，只读' : ''}${isSandbox ? '，沙盒' : ''}`,
  hostsLate: ({ seconds }) => `${seconds} 秒内没能读取它们的文件`,
  noHosts: '能读到配置文件的宿主都没有接入：可用 kamikit init 接入',
  unseen: ({ host, variables }) =>
    `${host} 只为自己的服务器设置了 ${variables.join('、')}，命令行看不到：kamikit init --host 会把它们移到配置文件中`,
  notConfigured: '未配置',
  upstreamLate: ({ where, seconds }) =>
    `${where ?? '对方'} 在 ${seconds} 秒内没有回复：请检查网址、网络，以及中间的代理或防火墙`,
  keyAccepted: '密钥有效',
  balance: ({ balance, level }) => `密钥有效；余额 ${balance} 元${level === null ? '' : `，${level}`}`,
  signatureAccepted: ({ items }) => `签名有效；共 ${items} 件货源`,
  clockLate: ({ seconds }) => `没有比较：对方 ${seconds} 秒内没有回复`,
  sandboxClock: '沙盒就在这台机器上',
  noClock: '没有可以比较的上游',
  clockUnreachable: ({ host }) => `没有比较：连不上 ${host}`,
  clockUntold: ({ host }) => `没有比较：${host} 没有告知时间`,
  clockAgrees: ({ host }) => `与 ${host} 一致`,
  clockDiffers: ({ host, seconds }) => `与 ${host} 相差 ${seconds} 秒：请校准这台机器的时钟`,
  ledgerLate: ({ path, seconds }) => `${seconds} 秒内没能读取 ${path}：可能被别的进程占用，或磁盘没有响应`,
  ledgerGone: ({ said }) => `${inWords(said)}请把它放回原处，或运行 kamikit resume。`,
  ledgerNew: ({ path }) => `还没有账本；将创建于 ${path}`,
  ledgerOpen: ({ path }) =>
    `这台机器的其他用户能读取 ${path}：请对它运行 chmod 600，或使用一次 Kamikit，它会自动处理`,
  ledgerOlder: '；它由旧版本写入，下次使用时会升级',
  sandboxUpstream: '内置沙盒，不需要密钥',
  ledgerDiffers: ({ said, more }) =>
    `${inWords(said)}${more === 0 ? '' : `另有 ${more} 处。`}请运行 kamikit ledger verify。`,
  suspended: ({ account, entryId }) =>
    `账户 ${account} 已暂停消费：记录 ${entryId} 实际扣款超过了约定。请查看后运行 kamikit resume。`,
  stopped: ({ since, by }) => `所有消费已于 ${since} 停止（${who(by)}）。要恢复，请运行 kamikit resume。`,
  entries: ({ total, path }) => `${path} 中有 ${total} 条记录`,
  unknown: ({ count }) => `；其中 ${count} 条结果不明：请运行 kamikit ledger reconcile`,
};
