import { fileURLToPath } from 'node:url';
import type { Ask, AskCall, Given } from './ask.ts';
import { askSections } from './asks.ts';

export const ASKS_PAGE = fileURLToPath(new URL('../../../../docs/asks.md', import.meta.url));

/** The page about what people ask for, as it should be. */
export function asksPage(): string {
  const asks = askSections.flatMap((section) => section.asks);
  const calls = asks.map((ask) => ask.calls.length);
  const atMost = (most: number) => calls.filter((count) => count <= most).length;
  let number = 0;
  const tables = askSections.map(({ zh, en, asks: own }) => {
    const rows = own.map((ask) => {
      number += 1;
      return row(number, ask);
    });
    return [`## ${en} · ${zh}`, '', HEADING, RULE, ...rows].join('\n');
  });
  return `${[
    '# What people ask for · 用户会怎么问',
    '<!-- Generated from packages/contract-tests/src/asks by `pnpm generate`. -->',
    `${asks.length} requests, and the calls that each takes: ${atMost(1)} take one, ${atMost(2)} at most two, all at most ${Math.max(...calls)}. ${EN}`,
    `共 ${asks.length} 个请求，以及各需要哪些调用：${atMost(1)} 个只需一次，${atMost(2)} 个不超过两次，最多 ${Math.max(...calls)} 次。${ZH}`,
    ...tables,
  ].join('\n\n')}\n`;
}

const EN =
  'A test plays each through an MCP client against the sandbox, and holds the last answer against what was asked. `…` is what an earlier answer told, or what the user read out; the `idempotency_key`, new for each request, is left out; an error that is the right answer stands behind the call.';
const ZH =
  '每一个都由测试通过 MCP 客户端在沙盒里实际执行，并核对最后的回答是否答到了点子上。`…` 表示来自前一次回答，或由用户给出；每个新请求都要换的 `idempotency_key` 略去不写；本来就该报的错，写在调用之后。';

const HEADING = '| | 中文 | English | calls · 调用 | |';
const RULE = '| --: | --- | --- | --- | --: |';

function row(number: number, { zh, en, calls }: Ask): string {
  const cells = [number, zh, en, calls.map(shown).join('<br>'), calls.length];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function shown({ tool, with: given, fails }: AskCall): string {
  const named = Object.entries(given).map(([name, value]) => ` ${name}=${valueShown(value)}`);
  return `\`${tool}${named.join('')}\`${fails === undefined ? '' : ` → \`${fails}\``}`;
}

function valueShown(value: Given): string {
  if (typeof value === 'string') return value.replace(/\$\w+/g, '…');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
