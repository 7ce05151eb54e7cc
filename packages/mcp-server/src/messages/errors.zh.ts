import { DOUBTS, FINDINGS } from './found.zh.ts';
import { type Glossary, translated } from './glossary.ts';
import { JOB_ERRORS, JOB_FINDINGS } from './job-errors.zh.ts';
import { LEDGER_ERRORS, storageError } from './ledger-errors.zh.ts';
import { SPENDING_ERRORS, TOOL_ERRORS } from './spending-errors.zh.ts';
import { UPSTREAM_ERRORS } from './upstream-errors.zh.ts';

/** Sentences that hold another. */
const NESTED: Glossary = [
  [
    /^(\d+) items in a row came to nothing; the last: (.*)$/s,
    (count, last) => `连续 ${count} 项没有成功；最后一项：${inWords(last)}`,
  ],
  [
    /^Entry (\S+) failed at the upstream\.(?: (.*))?$/s,
    (entry, why) => `记录 ${entry} 在对方那里失败了。${why ?? ''}`,
  ],
  [
    /^It is not known whether this \S+ took place \(entry (\S+)\)(?:: (.*)|\.)$/s,
    (entry, why) => `不知道这一笔有没有执行（记录 ${entry}）${why ? `：${withoutStop(inWords(why))}` : ''}。`,
  ],
  [/^the call was interrupted\.$/, () => '调用中断了'],
  [
    /^Overcharged: (\S+) yuan were agreed, (\S+) were charged\. (.*)$/s,
    (agreed, charged, rest) => `多扣了钱：约定 ${agreed} 元，实扣 ${charged} 元。${inWords(rest)}`,
  ],
  [
    /^it is not known what became of trade (\S+): (.*)$/s,
    (trade, why) => `不知道订单 ${trade} 的结果：${why}`,
  ],
];

const OWN = [...[DOUBTS, FINDINGS, LEDGER_ERRORS, JOB_ERRORS, JOB_FINDINGS, SPENDING_ERRORS, TOOL_ERRORS]];

/** What our libraries say of an error, or of a ledger, in Chinese; null for a sentence that is new here. */
export function errorInChinese(said: string): string | null {
  return translated(said, NESTED) ?? ownErrorInChinese(said) ?? translated(said, UPSTREAM_ERRORS);
}

/** What they say in words of their own, and not of an answer: that tells all of what happened. */
export function ownErrorInChinese(said: string): string | null {
  for (const area of OWN) {
    const found = translated(said, area);
    if (found !== null) return found;
  }
  return storageError(said);
}

function inWords(said = ''): string {
  return errorInChinese(said) ?? said;
}

function withoutStop(text: string): string {
  return text.replace(/[。.]$/, '');
}
