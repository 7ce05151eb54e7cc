import { matchesBytes } from './php-pattern.ts';

/** Something to fill in with a trade, posted at top level under `name`. */
export interface Widget {
  title: string;
  name: string;
  placeholder: string;
  type: string;
  /** Bare: the core puts the delimiters around it (supplier facts, patterns). */
  regex?: string;
  error?: string;
  /** Of a `select`: `label=value` a line, `,default` behind the preset one, CRLF between. The value is posted. */
  data?: string;
}

export const ACCOUNT: Widget = {
  ...{ title: '充值账号', name: 'account', placeholder: '手机号', type: 'text' },
  ...{ regex: '^1\\d{10}$', error: '请填写正确的手机号' },
};
export const QQ: Widget = {
  ...{ title: 'QQ号', name: 'qq', placeholder: '5 到 11 位数字', type: 'number' },
  ...{ regex: '^[1-9]\\d{4,10}$', error: 'QQ号不正确' },
};
export const REGION: Widget = {
  ...{ title: '区服', name: 'region', placeholder: '', type: 'select' },
  data: '国服=cn,default\r\n港服=hk\r\n美服=us',
};

/**
 * Why a value is refused, or null. Without a pattern the core takes anything, also a `select`'s label, a value that is
 * no option, or nothing at all (supplier facts, options).
 */
export function widgetFault(
  { name, title, regex, error }: Widget,
  fields: Record<string, string>,
): string | null {
  if (regex === undefined) return null;
  const value = fields[name] ?? '';
  if (value === '') return `${title} 不能为空`;
  return matchesBytes(regex, value) ? null : (error ?? `${title} 不正确`);
}
