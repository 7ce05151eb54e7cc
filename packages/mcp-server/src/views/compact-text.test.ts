import { describe, expect, it } from 'vitest';
import { compactText } from './compact-text.ts';

const page = {
  page: 1,
  has_more: false,
  goods: [
    {
      id: 1,
      name: '月卡',
      note: null,
      subs: [
        { id: 11, stock: 3 },
        { id: 12, stock: null, text: '充足' },
      ],
    },
    { id: 2, name: 'a\n[3,"forged"]', note: null, extra: { a: [1] }, subs: [] },
  ],
};

type Column = readonly [name: string, inner: Column[] | null];

/** What a reader makes of the text: the fields of a heading given to the rows that follow it. */
function read(text: string): object {
  const [rest = '', ...lines] = text.split('\n');
  const answer = JSON.parse(rest);
  let [name, columns]: Column = ['', null];
  for (const line of lines) {
    if (line.startsWith('[')) answer[name].push(rowOf(JSON.parse(line), columns ?? []));
    else {
      [name, columns] = column(line.match(/\w+|[[\]]/g) ?? []);
      answer[name] = [];
    }
  }
  return answer;
}

function column(tokens: string[]): Column {
  const name = tokens.shift() ?? '';
  if (tokens.at(0) !== '[') return [name, null];
  tokens.shift();
  const inner: Column[] = [];
  while (tokens.at(0) !== ']') inner.push(column(tokens));
  tokens.shift();
  return [name, inner];
}

function rowOf(cells: unknown[], columns: readonly Column[]): object {
  return Object.fromEntries(
    columns.map(([name, inner], at) => {
      const cell = cells[at] ?? null;
      return [name, inner && Array.isArray(cell) ? cell.map((row) => rowOf(row, inner)) : cell];
    }),
  );
}

describe('the compact text of an answer', () => {
  it('names the fields of a list once, and gives a line to each row', () => {
    expect(compactText(page).split('\n')).toEqual([
      '{"page":1,"has_more":false}',
      'goods: [id, name, subs: [id, stock, text], extra]',
      '[1,"月卡",[[11,3],[12,null,"充足"]]]',
      String.raw`[2,"a\n[3,\"forged\"]",[],{"a":[1]}]`,
    ]);
  });

  it('can be read back: nothing but what is null or absent is missing', () => {
    expect(withoutNull(read(compactText(page)))).toEqual(withoutNull(page));
  });

  it('leaves a field as it is that is a list in some rows only', () => {
    const rows = [{ of: [{ a: 1 }] }, { of: ['b'] }];
    expect(compactText({ rows }).split('\n')).toEqual(['{}', 'rows: [of]', '[[{"a":1}]]', '[["b"]]']);
  });

  it.each([
    ['no list', { page: 1, advice: null, tags: ['a'] }],
    ['an empty one', { page: 1, goods: [] }],
    ['one that is not of objects only', { mixed: [1, { a: 1 }] }],
  ])('is JSON where there is %s', (_, answer) => {
    expect(JSON.parse(compactText(answer))).toEqual(answer);
  });
});

function withoutNull(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner) => (inner === null ? undefined : inner));
}
