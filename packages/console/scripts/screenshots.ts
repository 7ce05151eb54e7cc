// Pictures of every page in both languages and themes at the width of a phone and of a desk, from the built server over a
// seeded ledger: `node scripts/screenshots.ts [FOLDER]`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { seed } from './seed.ts';

const CHROMIUM = process.env.KAMIKIT_CHROMIUM ?? '/usr/bin/chromium';
const WIDTHS = [390, 1280];
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = { en: 'English', zh: '中文' } as const;

if (!existsSync(CHROMIUM)) {
  console.error(
    `There is no Chromium at ${CHROMIUM}, so no picture was made: install it, or set KAMIKIT_CHROMIUM.`,
  );
  process.exit(1);
}

const server = fileURLToPath(new URL('../../mcp-server/dist/kamikit.mjs', import.meta.url));
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../screenshots', import.meta.url)));
const home = mkdtempSync(join(tmpdir(), 'kamikit-screenshots-'));
const [data, config] = [join(home, 'data'), join(home, 'config')];
mkdirSync(join(config, 'kamikit'), { recursive: true, mode: 0o700 });
mkdirSync(folder, { recursive: true });
await seed(data, join(config, 'kamikit'));

const environment = { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: data, XDG_CONFIG_HOME: config };
const page = spawn(process.execPath, [server, 'ui', '--no-open'], {
  env: { PATH: process.env.PATH, HOME: process.env.HOME, KAMIKIT_LOG_LEVEL: 'silent', ...environment },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-sync',
  ],
});
try {
  const [link] = await new Promise<string[]>((found) => {
    createInterface(page.stdout).once('line', (line) => found([line]));
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  await tab.goto(link ?? '');
  await tab.waitForURL((url) => !url.pathname.endsWith('/enter'));
  const root = tab.url();
  const entry = async (search: string) => {
    await tab.goto(`${root}ledger?${search}`);
    return (await tab.locator('.entries a').first().getAttribute('href')) ?? '';
  };
  await tab.goto(`${root}jobs`);
  const [restock = '', job = ''] = await tab
    .locator('.entries a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const [bought, unknown] = [await entry('q=weekly-refill'), await entry('state=unknown')];
  const at = (path: string) => new URL(path, root).href;
  const pages: Record<string, string> = {
    overview: root,
    approvals: `${root}approvals`,
    ledger: `${root}ledger`,
    'ledger-nothing': `${root}ledger?q=nothing-like-it`,
    entry: at(bought),
    'entry-cards': `${at(bought)}?cards=shown`,
    'entry-unknown': at(unknown),
    jobs: `${root}jobs`,
    job: at(job),
    'job-restock': at(restock),
    mandates: `${root}mandates`,
    notifications: `${root}notifications`,
    catalogue: `${root}catalogue`,
    'catalogue-supplier': `${root}catalogue?source=supplier`,
    doctor: `${root}doctor`,
    'not-found': `${root}nothing`,
  };
  const only = process.env.ONLY?.split(',');
  for (const theme of THEMES) {
    for (const [language, name] of Object.entries(LANGUAGES)) {
      await tab.setViewportSize({ width: 1280, height: 900 });
      await tab.goto(root);
      await tab.getByRole('button', { name, exact: true }).click();
      await tab.locator(`button[name=theme][value=${theme}]`).click();
      for (const width of WIDTHS) {
        await tab.setViewportSize({ width, height: width < 500 ? 844 : 900 });
        for (const [file, address] of Object.entries(pages)) {
          if (only && !only.includes(file)) continue;
          await tab.goto(address);
          await tab.waitForLoadState('load');
          await tab.screenshot({
            path: join(folder, `${file}-${language}-${theme}-${width}.png`),
            fullPage: true,
          });
        }
      }
    }
  }
  console.log(folder);
} finally {
  await browser.close();
  page.kill();
  rmSync(home, { recursive: true, force: true });
}
