import type { ErrorCode, KamikitError, Upstream } from './errors.ts';

// Who asks, not what is asked for (supplier facts, refusals).
const UNKNOWN_CALLER = /(商户|用户|API-?ID) ?不存在/i;

// The upstreams localise their messages and give codes to few of them, so refusals are told apart by keyword; the first match wins.
// Chinese texts: storefront facts "messages", cards document's status lists, supplier facts "refusals".
const KEYWORDS: ReadonlyArray<readonly [RegExp, ErrorCode]> = [
  [/签名|signature/i, 'signature_rejected'],
  [/余额不足|insufficient (balance|funds)/i, 'insufficient_balance'],
  [/库存不足|缺货|售罄|out of stock|insufficient stock|sold out/i, 'out_of_stock'],
  [/限购|超过限制|超出限制|上限|exceeds? .*limit|limit exceeded/i, 'limit_exceeded'],
  [/过期|expired/i, 'card_expired'],
  [/用完|用尽|已耗尽|(点数|次数)不足|exhausted|used up/i, 'card_exhausted'],
  [/频繁|too many/i, 'rate_limited'],
  [/密钥|未授权|认证失败|api[ _-]?key|unauthori[sz]ed|unauthenticated/i, 'unauthorized'],
  [UNKNOWN_CALLER, 'unauthorized'],
  [/不存在|下架|未上架|商品不可用|not found|not exist/i, 'not_found'],
  [/参数|不能为空|格式|订单号不能|invalid|required/i, 'invalid_request'],
];

// Something broke on the way; a rollback is likely but nobody promises it.
const SERVER_FAULT = /系统错误|系统异常|服务器|超时|server error|time[d -]*out/i;
// These say the same, unless they give a reason.
const VAGUE = /系统繁忙|稍后(再试|重试)|try again later/i;

// A gateway that sends a request twice, or a shop that sees it twice, says this of the second; the first may be done.
const REPEATED =
  /重复(的)?(提交|请求|操作|下单|订单|支付|充值)|(提交|请求|操作|下单|订单|充值)重复|处理中|正在处理|duplicate|repeated|in progress|already (been )?(submitted|processed)/i;

// Whatever else it says: a reason that tells of money taken is none of the checks made before that.
const ALREADY_PAID =
  /已(支付|付款|扣款|扣费|下单)|(支付|付款|扣款|扣费|下单)成功|\b(paid|charged|deducted)\b/i;

/**
 * Whether a refusal of a change proves nothing about what was done: the upstream failed, or has this request already,
 * or gives a reason that is none of the checks it is known to make beforehand. A supplier tells by the buyer's number what
 * became of that one: it is asked there (settle-trade.ts).
 * `byStatus`: what the status says; the card service documents its own, and a storefront's says nothing without words.
 */
export function leavesInDoubt(message: string, upstream: Upstream, byStatus?: ErrorCode): boolean {
  if (REPEATED.test(message) || ALREADY_PAID.test(message)) return true;
  if (byStatus !== undefined && upstream !== 'storefront') return false;
  if (isServerFault(message)) return true;
  return upstream !== 'supplier' && classifyRefusal(message) === 'upstream_refused';
}

// Of the checks of a trade, those that have no code of their own (supplier facts, checks, firewall); a field's begin so.
const CHECKS_OF_A_TRADE = /金额错误|插件未启用|请(填写|输入|选择)|current session is not secure/i;

/** Whether a supplier's refusal of a trade is in the words of a check that it makes before it commits. */
export function namesCheckOfTrade({ code, upstreamMessage = '' }: KamikitError): boolean {
  return code !== 'upstream_refused' || CHECKS_OF_A_TRADE.test(upstreamMessage);
}

/** Whether a refusal really says that the upstream itself failed, which proves nothing about what it did. */
export function isServerFault(message: string): boolean {
  if (SERVER_FAULT.test(message)) return true;
  return VAGUE.test(message) && !KEYWORDS.some(([pattern]) => pattern.test(message));
}

/** Whether a refusal says that whoever asks is unknown, which leaves the key aside. */
export function isUnknownCaller(message: string): boolean {
  return UNKNOWN_CALLER.test(message);
}

/** The code for an upstream's own words; `upstream_refused` when they are not recognised. */
export function classifyRefusal(message: string): ErrorCode {
  return KEYWORDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'upstream_refused';
}
