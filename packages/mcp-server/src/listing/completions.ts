import type { ResourceCall } from './resources.ts';

/** How an argument is completed: by a call, and by what of each row of its answer. */
export interface Completion {
  call: ResourceCall;
  rows: 'data' | 'items' | 'entries';
  field: 'name' | 'id' | 'entry_id';
}

const search = (value: string) => (value.trim() === '' ? {} : { search: value.trim() });

/** By the prompt's name or the resource's template, and the argument; null where there is nothing to go by. */
export function completionFor(of: string, argument: string, value: string): Completion | null {
  switch (`${of} ${argument}`) {
    case 'buy what':
      return { call: { tool: 'list_goods', args: search(value) }, rows: 'data', field: 'name' };
    case 'restock what':
      return { call: { tool: 'supplier_items', args: search(value) }, rows: 'items', field: 'name' };
    case 'kamikit://goods/{goods_id} goods_id':
      return { call: { tool: 'list_goods', args: { per_page: 100 } }, rows: 'data', field: 'id' };
    case 'kamikit://ledger/{entry_id} entry_id':
      return { call: { tool: 'list_ledger', args: { per_page: 50 } }, rows: 'entries', field: 'entry_id' };
    default:
      return null;
  }
}
