import { md5 as hash } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

// The same as node.ts, for browsers and edge runtimes, by what every JavaScript engine has.

const encoder = new TextEncoder();

export function md5(data: string | Uint8Array): string {
  return bytesToHex(hash(asBytes(data)));
}

// A call takes its arguments on the stack, which holds far more than these.
const MOST_ARGUMENTS = 8_192;

export function toByteString(data: string | Uint8Array): string {
  const bytes = asBytes(data);
  let text = '';
  for (let at = 0; at < bytes.length; at += MOST_ARGUMENTS)
    text += String.fromCharCode(...bytes.subarray(at, at + MOST_ARGUMENTS));
  return text;
}

export function fromByteString(bytes: string): Uint8Array {
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

function asBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data;
}
