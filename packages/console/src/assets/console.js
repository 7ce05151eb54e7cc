// What the page does beyond what works without it: it shows by itself what changed, and copies cards.
const { root, liveFrom, copied, notCopied } = document.body.dataset;

// For the door: kept for this origin alone, port and all.
if (root !== undefined) localStorage.setItem('kamikit_root', root);

// On a narrow screen the pages are a row that scrolls: the one that is open is seen.
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

if (liveFrom !== undefined) {
  let source;
  let timer;
  let again;
  const listen = () => {
    source = new EventSource(liveFrom);
    // What changed before it listened, nobody tells.
    source.addEventListener('open', refresh);
    source.addEventListener('change', () => {
      // Several changes in a row are shown at once.
      clearTimeout(timer);
      timer = setTimeout(refresh, 150);
    });
    source.addEventListener('ended', () => {
      source.close();
      location.reload();
    });
    // A browser gives up for good at any other answer, such as that of a proxy whose server starts anew.
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      again = setTimeout(() => {
        void refresh();
        listen();
      }, 5_000);
    });
  };
  if (!document.hidden) listen();
  // Browsers open six connections to a server, for all tabs together: one that nobody sees takes none.
  document.addEventListener('visibilitychange', () => {
    source?.close();
    clearTimeout(again);
    if (document.hidden) return;
    listen();
    void refresh();
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
    // The session has ended, or the whole page has: what is shown here is no longer how things are.
    if (answer.status === 401 || answer.status === 404) location.reload();
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
    if (now === null || now.isEqualNode(part)) continue;
    if (part.querySelector('[data-stays]') !== null) {
      showStaying(part, now);
      continue;
    }
    if (isInUse(part)) continue;
    const replaced = document.importNode(now, true);
    part.replaceWith(replaced);
    prepare(replaced);
  }
}

// What is to be decided about stays where it is until the page is loaded again: whoever could time a change would otherwise
// move another button under the pointer. What is new comes after all others, and not while the pointer is on them.
function showStaying(part, now) {
  const asked = [...now.querySelectorAll('[data-stays]')];
  for (const article of part.querySelectorAll('[data-stays]'))
    if (!asked.some(({ id }) => id === article.id)) end(article);
  const added = asked.filter(({ id }) => document.getElementById(id) === null);
  if (added.length > 0 && part.matches(':hover')) {
    part.addEventListener('pointerleave', refresh, { once: true });
    return;
  }
  for (const article of added) part.append(document.importNode(article, true));
  prepare(part);
}

function end(article) {
  for (const control of article.querySelectorAll('button, input, select')) control.disabled = true;
  article.querySelector('[data-ended]').hidden = false;
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
