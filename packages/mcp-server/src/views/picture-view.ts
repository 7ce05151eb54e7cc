const LONGEST = 1_000;

/**
 * The address of a picture as a page may load it: absolute, by http or https, and nobody's login in it; null for anything
 * else, such as the picture itself.
 *
 * @param shop The shop's own address, for those that are relative to it.
 */
export function viewPicture(address: string | null, shop?: string | null): string | null {
  const base = shop ?? undefined;
  if (address === null || address === '' || address.length > LONGEST || !URL.canParse(address, base))
    return null;
  const { protocol, username, password, href } = new URL(address, base);
  return /^https?:$/.test(protocol) && username === '' && password === '' ? href : null;
}
