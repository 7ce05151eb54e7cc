/** How each kind of picture begins, by bytes; `?` is any byte. No SVG: it is a document, which may hold scripts. */
const BEGINNINGS: ReadonlyArray<readonly [type: string, beginning: string]> = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'RIFF????WEBP'],
  ['image/avif', '????ftypavif'],
];

/** What the bytes are, whatever their sender calls them; null for anything that is no picture. */
export function pictureType(bytes: Buffer): string | null {
  const beginning = bytes.subarray(0, 16).toString('latin1');
  const found = BEGINNINGS.find(([, expected]) =>
    [...expected].every((character, at) => character === '?' || beginning[at] === character),
  );
  return found?.[0] ?? null;
}
