import { isUtf8 } from 'node:buffer';

/** A body as text; `isExact` is false where it is not certain that these are the characters that were sent. */
export interface DecodedBody {
  text: string;
  isExact: boolean;
}

// GB18030 takes whatever GBK and GB2312 write (WHATWG Encoding Standard, 10.1 and 10.2).
const CHINESE = /^(gbk|gb2312|gb18030|x-gbk|cp936)$/i;

// Undeclared, only these pairs of high bytes (GB 2312) are believed: one stray byte in UTF-8 or ASCII would otherwise take
// the letter after it along.
const SURELY_CHINESE = /^(?:[\0-\x7F]|[\xA1-\xFE]{2})*$/;

// Three bytes and more in UTF-8. GBK passes for UTF-8 by chance where its characters all look like such of two bytes.
const BEYOND_CHANCE = /[\u0800-\uFFFF]/;

/**
 * Reads a body as UTF-8, or as GBK where it is no UTF-8: shops on old Chinese hosts send it, declared or not. A host that
 * declares GBK over an application that writes UTF-8 is not believed.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | string[] | undefined): DecodedBody {
  const charset = /charset="?([\w-]+)/i.exec(String(contentType))?.[1] ?? '';
  const utf8 = readUtf8(bytes);
  if (utf8 !== null && (!CHINESE.test(charset) || BEYOND_CHANCE.test(utf8)))
    return { text: utf8, isExact: true };
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    return {
      text,
      isExact: CHINESE.test(charset) || SURELY_CHINESE.test(Buffer.from(bytes).toString('latin1')),
    };
  } catch {
    // GB18030 has a character for any two bytes that UTF-8 has one for: what is here is neither.
    return { text: new TextDecoder().decode(bytes), isExact: false };
  }
}

/** Null where it is none. Cut within its last character it still is: what came before must stay readable. */
function readUtf8(bytes: Uint8Array): string | null {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
}
