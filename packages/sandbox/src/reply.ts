import type { ServerResponse } from 'node:http';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** How many bytes of `body` leave before the connection is cut, although all of them were announced. */
  cutAt?: number;
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function pageReply(status: number, title: string, headers: Record<string, string> = {}): Reply {
  const page = `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1></body></html>\n`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
    body: Buffer.from(page),
  };
}

/** A redirect to the shop's front page, which is HTML. */
export function redirectReply(): Reply {
  return pageReply(302, 'Redirecting to /', { location: '/' });
}

/** Laravel's answer for a route that does not exist. */
export function notFoundReply(asJson: boolean): Reply {
  return asJson ? jsonReply(404, { message: 'The route could not be found.' }) : pageReply(404, 'Not Found');
}

export function sendReply(response: ServerResponse, { status, headers, body, cutAt }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if (cutAt === undefined) response.end(body);
  else response.write(body.subarray(0, cutAt), () => response.destroy());
}
