import { createReadStream } from 'node:fs';
import { stripInvisible } from '@kamikit/core/base';
import type { JobCommands } from '../messages/job-commands.en.ts';
import { UsageError } from './command.ts';

/** An item, and where it stands in the file. */
export interface TableItem {
  line: number;
  item: Record<string, unknown>;
}

export interface WrongLine {
  line: number;
  what: string;
}

export interface Table {
  items: TableItem[];
  wrong: WrongLine[];
}

const MOST_BYTES = 16 * 1024 * 1024;

/** The items of a CSV file or of JSON lines; `-` is standard input. @throws {UsageError} for what is no table. */
export async function readTable(file: string, say: JobCommands): Promise<Table> {
  const text = decoded(await bytesOf(file, say));
  return text.trimStart().startsWith('{') ? jsonLines(text, say) : await csv(text, say);
}

async function bytesOf(file: string, say: JobCommands): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of file === '-' ? process.stdin : createReadStream(file)) {
      parts.push(Buffer.from(part));
      size += part.length;
      if (size > MOST_BYTES) throw new UsageError(say.tooLarge({ megabytes: MOST_BYTES / 1024 / 1024 }));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(say.noFile({ file: stripInvisible(file), code: String(error.code) }));
  }
  return Buffer.concat(parts);
}

/** Excel on a Chinese Windows saves CSV in GB 18030 where it is not told otherwise. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function jsonLines(text: string, say: JobCommands): Table {
  const table: Table = { items: [], wrong: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const item = parsed(line);
    if (item === null) table.wrong.push({ line: index + 1, what: say.noJson });
    else table.items.push({ line: index + 1, item });
  }
  return table;
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

async function csv(text: string, say: JobCommands): Promise<Table> {
  const { parse, CsvError } = await import('./csv-parse.ts');
  const rows: Array<{ cells: string[]; line: number }> = [];
  try {
    parse(text, {
      ...{ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true },
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { items: [], wrong: [{ line: Number(error.lines ?? 1), what: say.unclosed }] };
  }
  const columns = (rows.shift()?.cells ?? []).map(columnName);
  if (!columns.some((name) => name === 'goods_id' || name === 'sku_id'))
    throw new UsageError(say.noColumns({ columns: columns.slice(0, 10).map(stripInvisible) }));
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  // Which of them is meant, nobody can tell.
  if (twice !== undefined) throw new UsageError(say.columnTwice({ column: stripInvisible(twice) }));
  const table: Table = { items: [], wrong: [] };
  for (const { cells, line } of rows) {
    if (cells.every((cell) => cell === '')) continue;
    if (cells.length > columns.length)
      table.wrong.push({
        line: line,
        what: say.columns({ cells: cells.length, columns: columns.length }),
      });
    else table.items.push({ line: line, item: itemOf(columns, cells) });
  }
  return table;
}

/** Full-width letters, blanks and capitals name the same column. */
function columnName(header: string): string {
  const name = header.normalize('NFKC').trim();
  // What is filled in at a shop has the shop's own names.
  const [, field] = /^fields\.(.+)$/i.exec(name) ?? [];
  if (field !== undefined) return `fields.${field}`;
  const lower = name.toLowerCase().replaceAll(/[\s-]+/g, '_');
  return CHINESE[lower] ?? lower;
}

const CHINESE: Readonly<Record<string, string>> = {
  ...{ 商品: 'goods_id', 商品id: 'goods_id', 商品编号: 'goods_id' },
  ...{ 规格: 'sub_id', 规格id: 'sub_id', 规格编号: 'sub_id', sku: 'sku_id' },
  ...{ 数量: 'quantity', 最高总价: 'max_total', 总价上限: 'max_total', 方式: 'mode' },
  ...{ 最低库存: 'floor', 目标库存: 'target', 最高单价: 'max_price', 库存: 'stock' },
};

// Nothing else is made plain: 1² is not 12.
const FULL_WIDTH = /[\u3000\uFF01-\uFF5E]/g;

/** An empty cell says nothing. */
function itemOf(columns: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  const fields: Record<string, string> = {};
  for (const [index, cell] of cells.entries()) {
    const name = columns[index] ?? '';
    if (cell === '' || name === '') continue;
    if (name.startsWith('fields.')) fields[name.slice('fields.'.length)] = cell;
    else item[name] = cell.replaceAll(FULL_WIDTH, (each) => each.normalize('NFKC'));
  }
  return Object.keys(fields).length === 0 ? item : { ...item, fields };
}
