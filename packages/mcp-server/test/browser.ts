import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { beforeEach } from 'vitest';

const CHROMIUM = process.env.KAMIKIT_CHROMIUM ?? '/usr/bin/chromium';

const QUIETLY = ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

let running: Promise<Browser> | undefined;

/** One for all files of tests that a process runs, with which it ends; every test is skipped, loudly, where there is none. */
export function browserForTests(): () => Promise<Browser> {
  beforeEach(({ skip }) => {
    skip(!existsSync(CHROMIUM), `there is no Chromium at ${CHROMIUM}: install it, or set KAMIKIT_CHROMIUM`);
  });
  return () => {
    running ??= launch();
    return running;
  };
}

async function launch(): Promise<Browser> {
  const forget = () => {
    running = undefined;
  };
  try {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', ...QUIETLY],
    });
    return browser.once('disconnected', forget);
  } catch (error) {
    forget();
    throw error;
  }
}
