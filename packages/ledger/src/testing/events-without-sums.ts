import { createHmac } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openNodeSqlite } from '../sqlite/node-sqlite.ts';

/** Makes a ledger's events what they were before they kept keys and sums, signed by its own key. Its head is forgotten. */
export function eventsWithoutSums({
  path,
  integrity,
}: {
  path: string;
  integrity: { folder: string };
}): void {
  const key = readFileSync(join(integrity.folder, 'ledger.key'), 'utf8').trim();
  const file = openNodeSqlite(path);
  file.exec(`drop index events_detail; alter table events drop column counted;
    update events set detail = null where action = 'prepared'`);
  const sign = file.prepare('update events set prev = ?, hash = ? where seq = ?');
  let prev = '';
  for (const event of file.prepare('select * from events order by seq').all()) {
    const { seq, at_ms, who, entry_id, action, from_state, to_state, content, detail } = event;
    const text = [prev, seq, at_ms, who, entry_id, action, from_state, to_state, content, detail];
    const hash = createHmac('sha256', key).update(JSON.stringify(text)).digest('hex');
    sign.run(prev, hash, Number(seq));
    prev = hash;
  }
  file.close();
  rmSync(join(integrity.folder, 'ledger-heads'), { recursive: true });
}
