// What the page does beyond what works without it: it shows by itself what changed, and copies cards.
const { root, liveFrom, copied, notCopied } = document.body.dataset;

// For the door: kept for this origin alone, port and all.
if (root !== undefined) localStorage.setItem('kamikit_root', root);

if (liveFrom !== undefined) {
  const source = new EventSource(liveFrom);
  let timer;
  source.addEventListener('change', () => {
    // Several changes in a row are shown at once.
    clearTimeout(timer);
    timer = setTimeout(refresh, 150);
  });
  source.addEventListener('ended', () => {
    source.close();
    location.reload();
  });
}

let isRefreshing = false;
let isAskedAgain = false;

async function refresh() {
  if (isRefreshing) {
    isAskedAgain = true;
    return;
  }
  isRefreshing = true;
  try {
    const answer = await fetch(location.href, { headers: { 'x-kamikit-part': '1' } });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // The next change tries again.
  } finally {
    isRefreshing = false;
    if (isAskedAgain) {
      isAskedAgain = false;
      await refresh();
    }
  }
}

function show(fresh) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = fresh.getElementById(part.id);
    if (now === null || now.isEqualNode(part) || isInUse(part)) continue;
    const replaced = document.importNode(now, true);
    part.replaceWith(replaced);
    prepare(replaced);
  }
}

// Nobody loses what he is typing, choosing or about to press.
function isInUse(part) {
  if (part.contains(document.activeElement)) return true;
  return [...part.querySelectorAll('details[open]')].length > 0;
}

function prepare(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.hidden = false;
  for (const picture of root.querySelectorAll('.picture img'))
    if (picture.complete && picture.naturalWidth === 0) picture.remove();
}

prepare(document);

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const label = button.textContent;
  try {
    const answer = await fetch(button.dataset.copy, { headers: { 'x-kamikit-part': '1' } });
    if (!answer.ok) throw new Error(answer.statusText);
    await navigator.clipboard.writeText(await answer.text());
    button.textContent = copied;
  } catch {
    button.textContent = notCopied;
  }
  setTimeout(() => {
    button.textContent = label;
  }, 2000);
});

// One press of a button is one request.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method !== 'post') return;
  if (event.target.dataset.sent === 'yes') event.preventDefault();
  event.target.dataset.sent = 'yes';
});

// A picture that does not come leaves the letter below it.
document.addEventListener(
  'error',
  (event) => {
    if (event.target instanceof HTMLImageElement) event.target.remove();
  },
  true,
);
