import { jsonReply, type Reply } from '../reply.ts';

/** The storefront document's answer format. */
export function success(data: unknown, message = '操作成功'): Reply {
  return jsonReply(200, { success: true, message, data });
}

/** A business refusal: HTTP 200 all the same (storefront facts, errors). */
export function refusal(message: string): Reply {
  return jsonReply(200, { success: false, message });
}
