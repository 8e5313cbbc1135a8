import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The machine's own browser, without anything that would reach for the network. */
export const openBrowser = (): Promise<Browser> => {
  const executablePath = PROGRAMS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium on this machine: apt-get install chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};

/** The page as one person sees it, in a window of its own. */
export const windowOf = async (
  browser: Browser,
  url: string,
  personId: string,
  size = { width: 1280, height: 860 },
): Promise<Page> => {
  const page = await browser.newPage({ viewport: size });
  await page.goto(`${url}/?as=${personId}`);
  return page;
};
