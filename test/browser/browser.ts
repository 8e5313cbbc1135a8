import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The suggestions of the address bar are two more pages for each window, which take longer to load than ours. The
 * others are what Playwright switches off and a test could notice: of two such lists Chromium takes the last.
 */
const SWITCHED_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
];

let opened: Promise<Browser> | undefined;

/**
 * The machine's own browser, without anything that would reach for the network. Starting it takes
 * seconds, so all files of a worker share one, which ends with the worker. Each file closes the
 * windows that it opened.
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
      `--disable-features=${SWITCHED_OFF.join(',')}`,
    ],
  });
};

export interface WindowOptions {
  /** The channel to look at first; the first one if left out. */
  readonly at?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  /** Where the machine is, and what language it speaks. */
  readonly machine?: { readonly locale: string; readonly timezoneId: string };
  /** Whether this is somebody's first minute, with the tour in sight. */
  readonly isFirst?: boolean;
}

export const PHONE = { width: 375, height: 720 };

const FAR_AWAY = { locale: 'ja-JP', timezoneId: 'Pacific/Auckland' };

/** Errors of the scripts of each window, and what its policy did not let in. */
const complaints = new WeakMap<Page, string[]>();

/**
 * The page as one person sees it, in a window of its own: nothing in it is shared with other windows.
 * The machine is far away from everybody, because dates must not depend on it.
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
    machine = FAR_AWAY,
  }: WindowOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    ...machine,
  });
  context.setDefaultTimeout(60_000);
  if (!isFirst) {
    await context.addInitScript("localStorage.setItem('relaydesk sandbox, tour', 'over')");
  }
  const page = await context.newPage();
  const complaint: string[] = [];
  complaints.set(page, complaint);
  page.on('pageerror', ({ stack, message }) => complaint.push(stack ?? message));
  page.on('console', (said) => {
    if (/Security Policy/.test(said.text())) complaint.push(said.text());
  });
  await page.goto(`${url}/?as=${personId}${at === undefined ? '' : `&at=${at}`}`);
  return page;
};

/** Fails when something went wrong in the window that nobody saw. */
export const closeWindow = async (page: Page): Promise<void> => {
  await page.context().close();
  const complaint = complaints.get(page) ?? [];
  if (complaint.length > 0) throw new Error(complaint.join('\n'));
};

export const hasFocus = async (locator: Locator): Promise<boolean> =>
  (await locator.and(locator.page().locator(':focus')).count()) === 1;
