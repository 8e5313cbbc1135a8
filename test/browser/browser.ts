import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

let opened: Promise<Browser> | undefined;

/**
 * The machine's own browser, without anything that would reach for the network. Starting it takes
 * seconds, so all files of a worker share one, which ends with the worker: whoever opened a window
 * closes it.
 */
export const openBrowser = (): Promise<Browser> => (opened ??= launch());

const launch = (): Promise<Browser> => {
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
      '--font-render-hinting=none',
    ],
  });
};

export interface WindowOptions {
  /** The channel to look at first; the first one if left out. */
  readonly at?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** Whether this is somebody's first minute, with the tour in sight. */
  readonly isFirst?: boolean;
}

export const PHONE = { width: 375, height: 720 };

/**
 * The page as one person sees it, in a window of its own: nothing in it is shared with other windows.
 * Everybody reads the same language and sits in the same zone, or pictures would depend on the machine.
 */
export const windowOf = async (
  browser: Browser,
  url: string,
  personId: string,
  {
    at,
    size = { width: 1280, height: 860 },
    scheme = 'light',
    isFirst = false,
  }: WindowOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(60_000);
  if (!isFirst) {
    await context.addInitScript("localStorage.setItem('relaydesk sandbox, tour', 'over')");
  }
  const page = await context.newPage();
  await page.goto(`${url}/?as=${personId}${at === undefined ? '' : `&at=${at}`}`);
  return page;
};

export const hasFocus = async (locator: Locator): Promise<boolean> =>
  (await locator.and(locator.page().locator(':focus')).count()) === 1;
