import { jsonReply, type Reply } from '../reply.ts';
import type { Manner } from './card-box.ts';

/** The outcome of an action, before it is put into the envelope. */
export interface CardsOutcome {
  code: 200 | 400 | 401 | 404;
  message: string;
  data?: unknown;
}

export const BAD_ARGUMENT: CardsOutcome = { code: 400, message: '参数错误' };
export const WRONG_KEY: CardsOutcome = { code: 401, message: '密钥无效' };
export const UNKNOWN_CARD: CardsOutcome = { code: 404, message: '卡密不存在' };

/** `{code, message, data}` (cards document, 成功响应), as currently set. */
export function envelope({ code, message, data }: CardsOutcome, { http_status, code_as }: Manner): Reply {
  const body = {
    code: code_as === 'string' ? String(code) : code,
    message,
    ...(data !== undefined && { data }),
  };
  return jsonReply(http_status === 'follows' ? code : 200, body);
}
