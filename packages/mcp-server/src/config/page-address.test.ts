import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { readPageAddress, writePageAddress } from './page-address.ts';

const URL_OF_PAGE = 'http://127.0.0.1:4000/abc/';

describe('the address of a running page', () => {
  it('is known until the page ends', async () => {
    const place = { dataDir: temporaryFolder() };
    expect(readPageAddress(place)).toBeNull();
    const remove = await writePageAddress(place, URL_OF_PAGE);
    expect(readPageAddress(place)).toBe(URL_OF_PAGE);
    remove();
    expect(readPageAddress(place)).toBeNull();
  });

  it('is written down where there was no folder for it', async () => {
    const place = { dataDir: join(temporaryFolder(), 'data', 'kamikit') };
    await writePageAddress(place, URL_OF_PAGE);
    expect(readPageAddress(place)).toBe(URL_OF_PAGE);
  });

  it('is that of the latest page, which an earlier one does not take away', async () => {
    const place = { dataDir: temporaryFolder() };
    writeFileSync(join(place.dataDir, 'page.json'), JSON.stringify({ url: 'http://127.0.0.1:1/', pid: 1 }));
    const remove = await writePageAddress(place, URL_OF_PAGE);
    expect(readPageAddress(place)).toBe(URL_OF_PAGE);
    writeFileSync(join(place.dataDir, 'page.json'), JSON.stringify({ url: 'http://127.0.0.1:2/', pid: 1 }));
    remove();
    expect(readPageAddress(place)).toBe('http://127.0.0.1:2/');
  });

  it('is that of the one that runs on, whichever of several ends', async () => {
    const place = { dataDir: temporaryFolder() };
    const ports = [1, 2, 3].map((port) => `http://127.0.0.1:${port}/`);
    const [first, second, third] = [
      await writePageAddress(place, ports[0] ?? ''),
      await writePageAddress(place, ports[1] ?? ''),
      await writePageAddress(place, ports[2] ?? ''),
    ];
    second();
    expect(readPageAddress(place)).toBe(ports[2]);
    third();
    expect(readPageAddress(place)).toBe(ports[0]);
    first();
    expect(readPageAddress(place)).toBeNull();
  });

  it('is written by several processes at once, of which none fails and the last is known', async () => {
    const place = { dataDir: temporaryFolder() };
    const write = `const { writePageAddress } = await import(process.argv[1]);
      process.stdin.once('data', async () => {
        for (let port = 1; port <= 200; port += 1)
          await writePageAddress({ dataDir: process.argv[2] }, 'http://127.0.0.1:' + port + '/');
        process.exit(0);
      });
      process.stdout.write('ready');`;
    const module = new URL('page-address.ts', import.meta.url).href;
    const node = ['--conditions=@kamikit/source', '--input-type=module', '-e', write, module, place.dataDir];
    const writers = [1, 2, 3].map(() =>
      spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    await Promise.all(writers.map(({ stdout }) => once(stdout, 'data')));
    const ended = writers.map((writer) => once(writer, 'exit'));
    for (const { stdin } of writers) stdin.end('go');
    expect(await Promise.all(ended)).toEqual([1, 2, 3].map(() => [0, null]));
    await writePageAddress(place, URL_OF_PAGE);
    expect(readPageAddress(place)).toBe(URL_OF_PAGE);
    expect(readdirSync(place.dataDir)).toEqual(['page.json']);
  });

  it('of a process that belongs to another user is known', () => {
    const place = { dataDir: temporaryFolder() };
    writeFileSync(join(place.dataDir, 'page.json'), JSON.stringify({ url: URL_OF_PAGE, pid: 4242 }));
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    });
    onTestFinished(() => kill.mockRestore());
    expect(readPageAddress(place)).toBe(URL_OF_PAGE);
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ url: URL_OF_PAGE, pid: 2_147_483_646 })],
    ['of no process', JSON.stringify({ url: URL_OF_PAGE, pid: 0 })],
    ['that is no address', JSON.stringify({ url: 'nowhere', pid: process.pid })],
    ['without a process', JSON.stringify({ url: URL_OF_PAGE })],
    ['in a file that is no JSON', '{'],
    ['in a file with something else', '"text"'],
  ])('%s is none', (_, written) => {
    const place = { dataDir: temporaryFolder() };
    writeFileSync(join(place.dataDir, 'page.json'), written);
    expect(readPageAddress(place)).toBeNull();
  });
});
