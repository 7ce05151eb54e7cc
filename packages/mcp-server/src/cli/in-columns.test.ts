import { expect, it } from 'vitest';
import { inColumns } from './in-columns.ts';

it('cells stand below each other, wide characters too, and an empty column is left out', () => {
  const rows = [
    ['alice', 'buyer', '', '', 'since today'],
    ['小明', 'owner', '', '', 'since yesterday'],
    ['bo', 'viewer', '', '', ''],
  ];
  expect(inColumns(rows)).toEqual([
    'alice  buyer   since today',
    '小明   owner   since yesterday',
    'bo     viewer',
  ]);
});
