import { jsonReply, type Reply } from '../reply.ts';

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

/** `{code: 200, msg: 'success', data}` (supplier facts, success). */
export function success(data: unknown): Reply {
  return jsonReply(200, { code: 200, msg: 'success', data }, JSON_TYPE);
}

/** HTTP 200 all the same, and code 0, from validators too (supplier facts, refusal). */
export function refuse(msg: string): Reply {
  return jsonReply(200, { code: 0, msg }, JSON_TYPE);
}

/** What comes of an error that nobody caught: no document, no doctype (supplier facts, HTML). */
export function errorPage(): Reply {
  const words =
    '发生了致命错误，当前版本：5.0.29，错误日志已经记录在：' +
    "<b style='color: green;'>/runtime/error.log</b>，请将日志提交给维护人员。";
  const style = 'color: #387eee;font-weight: bold;font-family: 微软雅黑,serif;';
  return page(200, `<b style='color: #ff8b39;'>):</b> <span style='${style}'>${words}</span>`);
}

/** A page whatever the client accepts, also for another method than POST. */
export function missingPage(): Reply {
  const title = '404 Not Found';
  return page(
    404,
    `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>
<hr><center>nginx</center>\n</body>\n</html>`,
  );
}

function page(status: number, html: string): Reply {
  return { status, headers: HTML_TYPE, body: Buffer.from(html) };
}
