import type { ErrorCode } from '@kamikit/core';
import { formsOf } from '@kamikit/core/src/redact.ts';
import { tools } from '@kamikit/mcp-server';
import { Ajv } from 'ajv';
import type { Stage } from './open-stage.ts';

/** What a call came to: the code of its failure, or that it was answered. */
export interface Verdict {
  code: string;
  /** What is wrong with the answer. */
  wrongs: string[];
}

/** A call's result as the client gave it. */
export interface Answered {
  content: unknown;
  structuredContent: unknown;
  isError?: boolean | undefined;
}

const CODES: Readonly<Record<ErrorCode, true>> = {
  ...{ unauthorized: true, not_found: true, invalid_request: true, insufficient_balance: true },
  ...{ out_of_stock: true, limit_exceeded: true, card_expired: true, card_exhausted: true },
  ...{ rate_limited: true, signature_rejected: true, upstream_refused: true, malformed_response: true },
  ...{ unreachable: true, timeout: true, outcome_unknown: true, config_invalid: true, price_changed: true },
  ...{ over_budget: true, declined: true, duplicate_in_progress: true, key_conflict: true, read_only: true },
  ...{ possible_duplicate: true, suspended: true, awaiting_approval: true, cancelled: true, internal: true },
};
const OUTCOMES: readonly unknown[] = [undefined, 'not_committed', 'unknown'];

const STACK = /\n\s+at |\bat (async )?\S+ \(|node:internal|\.[cm]?[jt]s:\d+|file:\/\/\/(?!etc\/passwd)/;
// Tab and line feed are part of what is shown (UAX 44).
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const QUOTED = /“[^“”]*”/g;

/** Holds each answer against what every answer has to be. */
export function judgeFor({
  tools: listed,
  secrets,
  folder,
  language,
}: Pick<Stage, 'tools' | 'secrets' | 'folder' | 'language'>) {
  const ajv = new Ajv({ strict: false });
  const fits = new Map(listed.map(({ name, outputSchema }) => [name, ajv.compile(outputSchema ?? {})]));
  const hidden = [...secrets.flatMap(formsOf), folder, import.meta.dirname.replace(/\/packages\/.*/, '')];

  function judgeFailure(answer: Record<string, unknown>, text: string, wrongs: string[]): string {
    const { code, message, hint, retryable, outcome } = Object(answer.error);
    if (text !== JSON.stringify(answer)) wrongs.push('its text is not its structure');
    if (!Object.hasOwn(CODES, String(code))) wrongs.push(`no known code: ${String(code)}`);
    if (code === 'internal') wrongs.push('a fault of ours');
    if (typeof retryable !== 'boolean') wrongs.push('not said whether it may be tried again');
    if (!OUTCOMES.includes(outcome)) wrongs.push(`no known outcome: ${String(outcome)}`);
    for (const [name, said] of Object.entries({ message, hint })) {
      if (typeof said !== 'string' || said.trim() === '') wrongs.push(`no ${name}`);
      else if (INVISIBLE.test(said)) wrongs.push(`something invisible in its ${name}`);
      else if (said.length > 2_000) wrongs.push(`a ${name} of ${said.length} characters`);
    }
    const isChinese = /\p{Script=Han}/u.test(String(hint).replaceAll(QUOTED, ''));
    if (isChinese !== (language === 'zh')) wrongs.push('a hint in the other language');
    return String(code);
  }

  return (name: string, { content, structuredContent, isError }: Answered): Verdict => {
    const wrongs: string[] = [];
    const [part, ...more]: unknown[] = Array.isArray(content) ? content : [];
    const { type, text } = Object(part);
    if (type !== 'text' || typeof text !== 'string' || more.length > 0) wrongs.push('not one text');
    const all = `${JSON.stringify(structuredContent)}\n${text}`;
    for (const form of hidden) if (all.includes(form)) wrongs.push('it holds a key or a path');
    if (STACK.test(all)) wrongs.push('it holds a stack');
    if (isError === true) return { code: judgeFailure(Object(structuredContent), text, wrongs), wrongs };

    const isFit = fits.get(name);
    if (!isFit?.(structuredContent)) wrongs.push(`not as listed: ${ajv.errorsText(isFit?.errors)}`);
    const full = tools.find((tool) => tool.name === name)?.output.safeParse(structuredContent);
    if (full?.success !== true) wrongs.push(`not what the tool gives: ${full?.error?.message}`);
    return { code: 'answered', wrongs };
  };
}
