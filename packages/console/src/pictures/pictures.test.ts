import { createServer } from 'node:http';
import tls from 'node:tls';
import { proxiedHost } from '@kamikit/core/src/testing/proxied-host.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { MOST_PICTURE_BYTES, type PictureFetcherOptions, pictureFetcher } from './fetch-picture.ts';
import { pictureType } from './picture-type.ts';
import { createPictures } from './pictures.ts';
import { isPublicAddress } from './public-address.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');

describe('an address is public', () => {
  it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('an address is not public', () => {
  it.each([
    ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.100.0.1'],
    ...['224.0.0.1', '255.255.255.255', '198.18.0.1', '203.0.113.1'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'ff02::1',
    ],
    'shop.example',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

/** A server that answers everything like this, as a shop's may. */
async function serve(
  body: Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status, { 'content-type': 'image/png', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/a.png`, port, asked: () => asked };
}

function fetcher(options?: PictureFetcherOptions) {
  const { fetchPicture, close } = pictureFetcher(options);
  onTestFinished(close);
  return (url: string, isShops = false) => fetchPicture(url, isShops, AbortSignal.timeout(5_000));
}

describe('what a catalogue says of its pictures reaches', () => {
  it.each([
    'http://93.184.216.34/a.png',
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://[::ffff:127.0.0.1]/a.png',
    'https://2130706433/a.png',
    'https://0x7f.1/a.png',
    'https://169.254.169.254/latest/meta-data',
    'https://shop.example:8443/a.png',
    'ftp://93.184.216.34/a.png',
    'file:///etc/passwd',
  ])('not %s', async (url) => {
    await expect(fetcher()(url)).rejects.toThrow('it is no public address');
  });

  it.each([
    ['this machine', [{ address: '127.0.0.1', family: 4 }]],
    ['its neighbours', [{ address: '10.0.0.7', family: 4 }]],
    [
      'the public network and this machine',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '::1', family: 6 },
      ],
    ],
  ])('nothing under a name that means %s', async (_, addresses) => {
    const resolve = vi.fn(async () => addresses);
    const failure = await fetcher({ resolve })('https://rebound.example/a.png').catch(
      (error: Error) => error,
    );
    expect(String(failure)).toContain('no public address');
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  it('nothing under a name of this machine', async () => {
    await expect(fetcher()('https://localhost/a.png')).rejects.toThrow('no public address');
  });

  it('nothing under a name that means nothing', async () => {
    const resolve = () => Promise.reject(new Error('getaddrinfo'));
    const failure = fetcher({ resolve })('https://pictures.example/a.png');
    await expect(failure).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('under a name that means the public network, one of the addresses that were looked at', async () => {
    const address = { address: '93.184.216.34', family: 4 };
    const connect = vi.spyOn(tls, 'connect').mockImplementation(() => {
      throw new Error('nothing is connected to in tests');
    });
    onTestFinished(() => connect.mockRestore());
    await fetcher({ resolve: async () => [address] })('https://pictures.example/a.png').catch(() => {});
    const { lookup } = Object(connect.mock.lastCall?.[0]);
    const found = (options: { all: boolean }) =>
      new Promise((resolve) => lookup('pictures.example', options, (...said: unknown[]) => resolve(said)));
    expect(await found({ all: true })).toEqual([null, [address]]);
    expect(await found({ all: false })).toEqual([null, '93.184.216.34', 4]);
  });

  it('the shop itself, wherever its owner says that it is', async () => {
    const { url } = await serve(PNG);
    expect(await fetcher()(url, true)).toEqual({ type: 'image/png', bytes: PNG });
  });

  it('not where a redirect leads', async () => {
    const elsewhere = await serve(PNG);
    const { url } = await serve(PNG, { status: 302, headers: { location: elsewhere.url } });
    await expect(fetcher()(url, true)).rejects.toThrow('302');
    expect(elsewhere.asked()).toBe(0);
  });
});

describe('behind a proxy', () => {
  const KNOWN_NOWHERE = async () => {
    throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
  };

  async function proxiedPictures() {
    const arrived: string[] = [];
    const host = await proxiedHost('pictures.example', ({ method, headers, url }, response) => {
      arrived.push(`${method} ${headers.host}${url}`);
      response.end(PNG);
    });
    return { ...host, arrived };
  }

  it.each(['shops', 'another'])('a picture of %s goes through it, by TLS', async (whose) => {
    const { url, tunnels, arrived } = await proxiedPictures();
    const proxied = fetcher({ proxy: { url }, resolve: KNOWN_NOWHERE });
    const picture = await proxied('https://pictures.example/a.png', whose === 'shops');
    expect(picture).toEqual({ type: 'image/png', bytes: PNG });
    expect(tunnels.map(({ to }) => to)).toEqual(['pictures.example:443']);
    expect(arrived).toEqual(['GET pictures.example/a.png']);
  });

  it('nothing is asked for under a name that means a neighbour here', async () => {
    const { url, tunnels } = await proxiedPictures();
    const resolve = async () => [{ address: '10.0.0.7', family: 4 }];
    await expect(fetcher({ proxy: { url }, resolve })('https://rebound.example/a.png')).rejects.toThrow(
      'no public address',
    );
    expect(tunnels).toEqual([]);
  });

  it('nothing is asked of a host whose certificate is for another name', async () => {
    const { url, arrived } = await proxiedPictures();
    const proxied = fetcher({ proxy: { url }, resolve: KNOWN_NOWHERE });
    await expect(proxied('https://intranet/a.png')).rejects.toThrow();
    expect(arrived).toEqual([]);
  });

  it('what NO_PROXY names is connected to by the address that was looked at', async () => {
    const { url, tunnels } = await proxiedPictures();
    const resolve = vi.fn(async () => [{ address: '127.0.0.1', family: 4 }]);
    resolve.mockResolvedValueOnce([{ address: '93.184.216.34', family: 4 }]);
    const past = fetcher({ proxy: { url, noProxy: 'pictures.example' }, resolve });
    await expect(past('https://pictures.example/a.png')).rejects.toThrow('no public address');
    expect(tunnels).toEqual([]);
  });

  it('the shop on this machine is reached without it', async () => {
    const { url, tunnels } = await proxiedPictures();
    const shop = await serve(PNG);
    expect(await fetcher({ proxy: { url } })(shop.url, true)).toEqual({ type: 'image/png', bytes: PNG });
    expect(tunnels).toEqual([]);
  });
});

describe('what is fetched is no picture when it is', () => {
  it.each([
    ['a document with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a page', Buffer.from('<!doctype html>')],
    ['nothing', Buffer.alloc(0)],
    ['too large', Buffer.concat([PNG, Buffer.alloc(MOST_PICTURE_BYTES)])],
  ])('%s, whatever it is called', async (_, body) => {
    const { url } = await serve(body);
    await expect(fetcher()(url, true)).rejects.toThrow();
  });

  it.each([
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\x01\x02\x03\x04WEBPVP8 '],
    ['image/avif', '\x00\x00\x00\x20ftypavif'],
  ])('unless it begins like %s', (type, beginning) => {
    expect(pictureType(Buffer.from(beginning, 'latin1'))).toBe(type);
  });
});

describe('our own names for pictures', () => {
  function open() {
    let clock = 0;
    const fetchPicture = vi.fn(async (address: string) => {
      if (address.includes('broken')) throw new Error('no');
      return { type: 'image/png', bytes: PNG };
    });
    const shops = async () => ['http://127.0.0.1:4000'];
    const pictures = createPictures({ shops, fetchPicture }, () => clock);
    return {
      pictures,
      fetchPicture,
      pass(ms: number) {
        clock += ms;
      },
    };
  }

  it('stand for what a catalogue named, and nothing else can be asked for', async () => {
    const { pictures, fetchPicture } = open();
    const name = pictures.name('https://shop.example/a.png');
    expect(name).toMatch(/^[\w-]{24}$/);
    expect(await pictures.get(name)).toEqual({ type: 'image/png', bytes: PNG });
    for (const other of ['https://shop.example/a.png', 'x', '']) expect(await pictures.get(other)).toBeNull();
    expect(fetchPicture).toHaveBeenCalledTimes(1);
  });

  it('of one process mean nothing to another', () => {
    const [a, b] = [open(), open()].map(({ pictures }) => pictures.name('https://shop.example/a.png'));
    expect(a).not.toBe(b);
  });

  it('are asked for once an hour, and after a failure every five minutes', async () => {
    const { pictures, fetchPicture, pass } = open();
    const [good, broken] = [
      pictures.name('https://shop.example/a.png'),
      pictures.name('https://shop.example/broken'),
    ];
    await Promise.all([pictures.get(good), pictures.get(good), pictures.get(broken)]);
    await Promise.all([pictures.get(good), pictures.get(broken)]);
    expect(fetchPicture).toHaveBeenCalledTimes(2);
    pass(5 * 60_000);
    expect(await pictures.get(broken)).toBeNull();
    await pictures.get(good);
    expect(fetchPicture).toHaveBeenCalledTimes(3);
    pass(55 * 60_000);
    await pictures.get(good);
    expect(fetchPicture).toHaveBeenCalledTimes(4);
  });

  it('lead to a shop’s own address as such, by its whole origin', async () => {
    const { pictures, fetchPicture } = open();
    const ask = async (address: string) => {
      await pictures.get(pictures.name(address));
      return fetchPicture.mock.lastCall;
    };
    expect(await ask('http://127.0.0.1:4000/a.png')).toEqual(expect.arrayContaining([true]));
    expect(await ask('http://127.0.0.1:4001/a.png')).toEqual(expect.arrayContaining([false]));
    expect(await ask('http://127.0.0.1:4000@evil.example/a.png')).toEqual(expect.arrayContaining([false]));
  });

  it('are forgotten, the oldest first, once there are thousands', async () => {
    const { pictures } = open();
    const [first = '', second = ''] = Array.from({ length: 4_001 }, (_, at) =>
      pictures.name(`https://shop.example/${at}`),
    );
    expect(await pictures.get(first)).toBeNull();
    expect(await pictures.get(second)).not.toBeNull();
  });

  it('are kept as far as there is room', async () => {
    const fetchPicture = vi.fn(async () => ({ type: 'image/png', bytes: Buffer.alloc(2 * 1024 * 1024) }));
    const pictures = createPictures({ shops: async () => [], fetchPicture }, () => 0);
    const names = Array.from({ length: 17 }, (_, at) => pictures.name(`https://shop.example/${at}`));
    for (const name of names) await pictures.get(name);
    const [first = '', last = ''] = [names[0], names.at(-1)];
    await pictures.get(last);
    expect(fetchPicture).toHaveBeenCalledTimes(17);
    await pictures.get(first);
    expect(fetchPicture).toHaveBeenCalledTimes(18);
  });
});
