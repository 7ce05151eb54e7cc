import { BUILT } from '../built.ts';
import { type Figure, type Measure, spread } from '../figure.ts';
import { inScratch } from '../scratch.ts';
import { stdioServer } from '../stdio-server.ts';

interface Tool {
  name: string;
  description: string;
  inputSchema: unknown;
}

/** What a host sends to its model before anything is asked, and what a model reads of 15 goods. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const env = { KAMIKIT_SANDBOX: 'true', KAMIKIT_LOG_LEVEL: 'silent', KAMIKIT_DATA_DIR: folder };
    const server = await stdioServer(BUILT, { ...env, XDG_CONFIG_HOME: folder });
    const list = await server.request('tools/list');
    const tools = list.tools as Tool[];
    const goods = await server.call('list_goods', { per_page: 15 });
    await server.close();
    const [content] = goods.content as Array<{ text: string }>;
    const read = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    const asJson = bytes(JSON.stringify(goods.structuredContent));
    return [
      {
        ...size('the whole of `tools/list`', bytes(JSON.stringify(list))),
        target: { of: 'ours', most: 20_000 },
      },
      {
        ...size('names, descriptions and input schemas of all tools', bytes(JSON.stringify(read))),
        target: { of: 'ours', most: 12_000 },
      },
      {
        ...size('`list_goods` with 15 goods, as text', bytes(content?.text ?? '')),
        beside: { what: 'the same as JSON', ratio: bytes(content?.text ?? '') / asJson, ...spread([asJson]) },
        target: { of: 'ours', most: 2_500 },
      },
    ];
  });

const bytes = (text: string) => Buffer.byteLength(text);

/** It is the same each time. */
function size(what: string, value: number): Figure {
  return { what, unit: 'bytes', ours: spread([value]) };
}
