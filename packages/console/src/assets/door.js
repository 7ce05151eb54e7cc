// Leads on to the page, whose path only a browser that was let in knows: answers of tools and files name this door alone.
const root = localStorage.getItem('kamikit_root');

if (root !== null && /^\/[0-9a-f]{24}\/$/.test(root)) {
  const { status } = await fetch(`${root}here`, { headers: { 'x-kamikit-part': '1' } });
  const [to = ''] = /^(approvals|ledger\/[\w-]+)$/.exec(location.hash.slice(1)) ?? [];
  if (status === 204) location.replace(location.pathname.startsWith(root) ? location.href : root + to);
  // A page that ran here before.
  if (status === 404) localStorage.removeItem('kamikit_root');
}
