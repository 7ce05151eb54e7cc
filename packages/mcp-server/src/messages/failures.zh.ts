import type { ErrorCode } from '@kamikit/core';
import { ownErrorInChinese } from './errors.zh.ts';
import type { Failures } from './failures.en.ts';
import { inChinese } from './said.zh.ts';

/** What happened, in one sentence: what a library says of it in English follows. */
const WHAT_HAPPENED: Record<ErrorCode, string> = {
  unauthorized: '密钥不被接受',
  not_found: '没有找到',
  invalid_request: '请求有误',
  insufficient_balance: '余额不足',
  out_of_stock: '库存不足',
  limit_exceeded: '超出数量限制',
  card_expired: '卡已过期',
  card_exhausted: '卡已用完',
  rate_limited: '请求过于频繁',
  signature_rejected: '签名不被接受',
  upstream_refused: '对方拒绝了请求',
  malformed_response: '对方的回复无法识别',
  unreachable: '无法连接对方',
  timeout: '对方没有及时回复',
  outcome_unknown: '结果不明，可能已经成功，不要重复操作',
  config_invalid: '配置有误',
  price_changed: '价格已变动，没有下单',
  over_budget: '超出预算，没有下单',
  declined: '没有得到确认，什么也没有发送',
  duplicate_in_progress: '同一个幂等键的请求还在进行中',
  key_conflict: '这个幂等键已用于另一个请求',
  read_only: '当前为只读模式',
  possible_duplicate: '刚刚用另一个幂等键做过同样的事',
  suspended: '消费已暂停，什么也没有发送',
  awaiting_approval: '正在等待所有者批准，还没有发送',
  cancelled: '已取消',
  internal: 'Kamikit 内部错误',
};

const hints: Failures['hints'] = {
  unauthorized: '请用户检查配置中这个服务的 API 密钥（供货商还要检查 API ID）。',
  not_found: '请重新查询编号或卡密，它可能已被删除。',
  invalid_request: '改正消息中指出的字段，然后重新调用。',
  insufficient_balance: '余额不足，请用户先充值。',
  out_of_stock: '库存不足：减少数量、换一个规格，或等待补货。',
  limit_exceeded: '超出限制，请减少数量。',
  card_expired: '卡已过期，可用 recharge_card 续期。',
  card_exhausted: '卡已用完，可用 recharge_card 充值。',
  rate_limited: '请求过于频繁：按消息所说的时间等待，然后重复同一次调用。',
  signature_rejected: '请用户检查供货商的 API ID 和密钥。',
  upstream_refused: '“ ” 里是对方给出的原因；重复同样的调用没有用。',
  malformed_response: '对方服务可能有故障，或网址填错了；请稍后再试。',
  unreachable: '连接不上，请稍后重复同一次调用；如果一直失败，请用户检查网址。',
  timeout: '对方没有及时回复，请稍后重复同一次调用。',
  outcome_unknown:
    '不要再次购买！这一笔可能已经成功：调用 reconcile_ledger 查明（list_ledger 可查到 entry_id）；要重试只能用同一个幂等键（idempotency_key），它绝不会发送两次。',
  config_invalid: '请用户改正配置文件或宿主配置中指出的设置，然后重启服务器。可用 `kamikit doctor` 检查。',
  price_changed: '把新价格告诉用户；用户同意后，用更高的 max_total 再次调用。',
  over_budget: '告诉用户达到了哪个上限；只有用户自己能在配置中调高。',
  declined: '什么也没有发送。除非用户要求，不要再试。',
  duplicate_in_progress: '这个幂等键的第一次调用还在进行中：稍等，再用同一个键调用，就能看到结果。',
  key_conflict: '这个幂等键（idempotency_key）已属于另一个请求：不同的请求要用新的键。',
  read_only: '服务器处于只读模式（KAMIKIT_READ_ONLY），只有用户能更改。',
  possible_duplicate:
    '刚刚用另一个幂等键做过同样的事：把那一笔的结果告诉用户（用 list_ledger 查 entry_id）。只有用户确实要再来一次，才加上 again: true 重新调用。',
  suspended: '什么也没有发送。把消息内容告诉用户；只有用户能解除暂停：在终端运行 `kamikit resume`。',
  awaiting_approval:
    '还没有发送，要先由所有者批准。原样重复同一次调用（有幂等键 idempotency_key 的用同一个），就能知道结果。',
  cancelled: '已取消，没有产生任何影响。可以用同一个幂等键重复调用。',
  internal: '这是 Kamikit 的缺陷，请反馈。如果可能涉及金钱，先用 list_ledger 核对账本。',
};

export const failures: Failures = {
  hints,
  // What begins in Chinese is in our own words already.
  explained(code, { said }) {
    if (/^\p{Script=Han}/u.test(said)) return said;
    const own = ownErrorInChinese(said);
    if (own !== null) return own;
    const known = inChinese(said);
    // It names the setting itself, or a database that is away, where nothing need be wrong with the configuration.
    if (code === 'config_invalid' && known !== null) return known;
    return `${WHAT_HAPPENED[code]}。${known ?? `（${said}）`}`;
  },
  advised: ({ said }) => (/^\p{Script=Han}/u.test(said) ? said : (inChinese(said) ?? `（${said}）`)),
  withCode: (code, { what }) => `${code}：${what}`,
  faulty: ({ said }) => `${inChinese(said) ?? ''}${hints.invalid_request}`,
  notConfirmed: {
    decline: '用户拒绝了。什么也没有发送；除非用户要求，不要再试。',
    cancel: '用户关闭了询问。什么也没有发送；除非用户要求，不要再试。',
    no_answer: '宿主没有返回用户的回答。什么也没有发送；除非用户要求，不要再试。',
    cannot_ask: '什么也没有发送：KAMIKIT_CONFIRM 设为 required，而这个宿主无法询问用户。只有用户能更改设置。',
  },
  doneUnshown: '不要重复操作！list_ledger 可查到这条记录和已交付的内容。这是 Kamikit 的缺陷，请反馈。',
  doneOnce: '已经执行过一次，不会再次执行：用 verify_card 查看这张卡现在的情况。',
  deleteAgain: '用同一个卡密再次调用 delete_card：如果返回 not_found，说明已经删除。',
  sandboxFolder: '请让这个目录可写，或用 KAMIKIT_DATA_DIR 换一个目录。',
  ledgerFolder: '这个目录由 KAMIKIT_DATA_DIR 设置。',
  ledgerDatabase: '数据库由 KAMIKIT_DATABASE_URL 设置。',
};
