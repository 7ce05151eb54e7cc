import { type Glossary, inner } from './glossary.ts';

const UPSTREAMS: Readonly<Record<string, string>> = {
  storefront: '店铺',
  'card service': '卡券服务',
  supplier: '供货商',
};
const THE = '(storefront|card service|supplier)';

export function theUpstream(name = ''): string {
  return UPSTREAMS[name] ?? name;
}

/** What an answer was, where it could not be understood. */
const ANSWERED: Glossary = [
  [
    /^with a redirect \((.*)\), which is not followed \(check the URL\)$/,
    (status) => `要求转到别处（${status}），没有照做：请检查网址`,
  ],
  [
    /^with (.*) instead of a JSON object \((.*)\)$/s,
    (what, status) => `回复不是 JSON 对象，而是 ${what}（${status}）`,
  ],
  [/^with an? (HTTP \d+)$/, (status) => `回复了 ${status}`],
  [/^with (HTTP \d+)$/, (status) => `回复了 ${status}`],
  [/^without a reason$/, () => '没有说明理由'],
  [/^with (“.*)$/s, (words) => `回复了${words}`],
  [/^(?:with )?(.*)$/s, (what) => `回复无法识别（${what}）`],
];

/** What a field of an item wants. */
const FIELD: Glossary = [
  [/^must be filled in$/, () => '必须填写'],
  [/^must be one of: (.*)$/s, (choices) => `只能是其中之一：${choices}`],
  [/^is not one of this item's fields: (.*)$/s, (known) => `不是这件商品的填写项：${known}`],
  [/^does not match (.*)$/s, (pattern) => `不符合 ${pattern}`],
  [/^is wrong: (.*)$/s, (why) => `填写有误：${why}`],
  [/^cannot be sent: (.*)$/s, (why) => `不能发送（${why}）`],
  [/^cannot be sent under a name with (.*), .*$/s, (what) => `的名称含有 ${what}，店铺不会原样保留`],
  [/^contains (.*), which the shop would alter$/s, (what) => `含有 ${what}，店铺会改动它`],
];

/** What the clients of the upstreams say. */
export const UPSTREAM_ERRORS: Glossary = [
  [
    new RegExp(`^the ${THE} does not accept the key \\((.*)\\)$`),
    (name, status) => `${theUpstream(name)}不接受这个密钥（${status}）`,
  ],
  [
    new RegExp(`^the ${THE} refused (\\S+): too many requests(?:; it asks callers to wait (\\d+) s)?$`),
    (name, operation, seconds) =>
      `${theUpstream(name)}拒绝了 ${operation}：请求过多${seconds ? `，要求等待 ${seconds} 秒` : ''}`,
  ],
  [
    new RegExp(`^(\\S+): the ${THE} reported a server error \\((.*)\\)$`),
    (operation, name, status) => `${operation}：${theUpstream(name)}的服务器出错（${status}）`,
  ],
  [
    new RegExp(`^the ${THE} could not carry out (\\S+?)(?: without giving a reason|: (.*))$`, 's'),
    (name, operation, why) =>
      `${theUpstream(name)}没能执行 ${operation}${why ? `：${why}` : '，没有说明理由'}`,
  ],
  [
    new RegExp(`^the ${THE} refused (\\S+?)(?: without giving a reason|: (.*))$`, 's'),
    (name, operation, why) => `${theUpstream(name)}拒绝了 ${operation}${why ? `：${why}` : '，没有说明理由'}`,
  ],
  [
    new RegExp(`^(\\S+): the ${THE} answered, but (.*); the request may have been carried out$`, 's'),
    (operation, name, what) => `${operation}：${theUpstream(name)}${inner(what, ANSWERED)}；请求可能已经执行`,
  ],
  [
    new RegExp(`^(\\S+): the ${THE} answered, but (.*)$`, 's'),
    (operation, name, what) => `${operation}：${theUpstream(name)}${inner(what, ANSWERED)}`,
  ],
  [/^(\S+) was cancelled before it was sent$/, (operation) => `${operation} 在发送之前被取消了`],
  [
    new RegExp(`^(\\S+) could not reach the ${THE}(?: through the proxy (\\S+))?: (.*)$`, 's'),
    (operation, name, proxy, why) =>
      `${operation} ${proxy ? `通过代理 ${proxy} ` : ''}连不上${theUpstream(name)}（${reason(why)}）`,
  ],
  [
    /^(\S+) was sent, but its answer was lost \((.*)\); the request may have been carried out$/s,
    (operation, why) => `${operation} 已经发出，但回复丢失了（${reason(why)}）；请求可能已经执行`,
  ],
  [
    new RegExp(`^(\\S+) got no answer from the ${THE}: (.*)$`, 's'),
    (operation, name, why) => `${operation} 没有得到${theUpstream(name)}的回复（${reason(why)}）`,
  ],
  [/^the supplier does not know this API id: (.*)$/s, (words) => `供货商不认识这个 API ID：${words}`],
  [
    /^the supplier's notification was not accepted: its signature does not match$/,
    () => '没有接受供货商的通知：签名不符',
  ],
  [
    /^the supplier's notification was not accepted: it is not as documented$/,
    () => '没有接受供货商的通知：内容与文档不符',
  ],
  [/^supplier\.trade: async_url cannot be used: (.*)$/s, (why) => `supplier.trade：async_url 不能用：${why}`],
  [
    /^supplier\.trade: the field (“.*?”) (.*)$/s,
    (title, what) => `supplier.trade：填写项${title}${inner(what, FIELD)}`,
  ],
  [/^([a-z]+\.[a-z_]+): (.*)$/s, (operation, faults) => `${operation} 的参数或回复有误：${faults}`],
];

function reason(why = ''): string {
  const [, waited] = /^no complete answer within (\d+) ms$/.exec(why) ?? [];
  if (waited !== undefined) return `${waited} 毫秒内没有完整的回复`;
  if (why === 'its certificate is for another host') return '它的证书属于另一台主机';
  return why === 'cancelled while waiting' ? '等待时被取消' : why;
}
