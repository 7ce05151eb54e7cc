import { RESOURCE_MIME_TYPE } from '@modelcontextprotocol/ext-apps';
import { getToolUiResourceUri } from '@modelcontextprotocol/ext-apps/app-bridge';
import { EXTENSION_ID } from '@modelcontextprotocol/ext-apps/server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from '../../test/bundle-for-tests.ts';
import { connectHost, sharedEnvironment, temporaryFolder } from '../../test/host.ts';
import { VIEW } from './app-view.ts';

const file = bundleForTests();
const SANDBOX = { KAMIKIT_SANDBOX: 'true' };
const views = [RESOURCE_MIME_TYPE];
const NOT_FOUND = { code: -32_002 };

describe('a host that renders views', () => {
  it('is told of one for a purchase and for the ledger, in fewer than 300 bytes, and of the same tools otherwise', async () => {
    const plain = (await (await connectHost({ environment: SANDBOX })).client.listTools()).tools;
    const { tools } = await (await connectHost({ environment: SANDBOX, views })).client.listTools();
    const viewed = tools.filter(({ _meta }) => getToolUiResourceUri({ _meta }) === VIEW);
    expect(viewed.map(({ name }) => name).sort()).toEqual(['list_ledger', 'purchase']);
    expect(tools.map(({ _meta, ...tool }) => tool)).toEqual(plain);
    const bytes = (list: object) => Buffer.byteLength(JSON.stringify(list));
    expect(bytes(tools) - bytes(plain)).toBeLessThan(300);
  });

  it('finds and reads it as a document, which may load nothing from anywhere', async () => {
    const { client } = await connectHost({ environment: SANDBOX, views });
    const ui = { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true };
    const told = { uri: VIEW, mimeType: RESOURCE_MIME_TYPE, _meta: { ui } };
    expect((await client.listResources()).resources).toContainEqual(expect.objectContaining(told));
    const [content] = (await client.readResource({ uri: VIEW })).contents;
    expect(content).toMatchObject(told);
    const text = content !== undefined && 'text' in content ? content.text : '';
    expect(text).toContain(`content="default-src &#39;none&#39;; script-src &#39;sha256-`);
    expect(text).not.toMatch(/\b(?:src|href)=|url\(|@import|\bfetch\(/);
  });

  it('is told of and reads the same by the bundle', async () => {
    const inSources = (await connectHost({ environment: SANDBOX, views })).client;
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: { extensions: { [EXTENSION_ID]: { mimeTypes: views } } } },
    );
    onTestFinished(() => client.close());
    const env = {
      ...SANDBOX,
      ...sharedEnvironment(),
      KAMIKIT_DATA_DIR: temporaryFolder(),
      KAMIKIT_LANG: 'en',
    };
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [file], env, stderr: 'ignore' }),
    );
    expect(await client.listTools()).toEqual(await inSources.listTools());
    expect(await client.readResource({ uri: VIEW })).toEqual(await inSources.readResource({ uri: VIEW }));
  });

  it('finds none where no tool is offered', async () => {
    const { client } = await connectHost({ views });
    expect((await client.listResources()).resources).toEqual([]);
    await expect(client.readResource({ uri: VIEW })).rejects.toMatchObject(NOT_FOUND);
  });
});

describe.each([
  ['announces nothing', undefined],
  ['renders something else', ['text/html;profile=another']],
])('a host that %s', (_, given) => {
  it('is told of no view, and reads none', async () => {
    const { client } = await connectHost({ environment: SANDBOX, ...(given && { views: given }) });
    const told = JSON.stringify([await client.listTools(), await client.listResources()]);
    expect(told).not.toMatch(/ui:|_meta/);
    await expect(client.readResource({ uri: VIEW })).rejects.toMatchObject(NOT_FOUND);
  });
});
