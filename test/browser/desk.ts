import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { openWorldPage } from '#sandbox/world-page.ts';
import { createWorld, type WorldOptions } from '#sandbox/world.ts';
import { closeWindow, openBrowser, type WindowOptions, windowOf } from './browser.ts';

/** Nine in the morning in Berlin, where everybody of these stories sits in front of the page. */
const START_MS = Date.parse('2026-12-01T08:00:00Z');

/**
 * The whole sandbox behind its page. The clock stands still, so that every text and every picture is
 * the same in every run; the stories about time move it on.
 */
export const openDesk = async (options: WorldOptions = {}) => {
  const clock = createClock({ startMs: START_MS });
  await clock.freeze();
  let answers = 0;
  const world = await createWorld({
    clock,
    ...options,
    // Waiting for rate limits takes real time; `faults/` simulates them.
    slack: { limits: { strictRates: false }, ...options.slack },
    live: {
      omission: 'keep',
      newRequestId: () => (answers += 1).toString(16).padStart(6, '0').padEnd(32, 'c0ffee'),
      ...options.live,
    },
  });
  const [browser] = await Promise.all([openBrowser(), world.startBot()]);
  const page = await openWorldPage(world, { clock });
  let windows: Page[] = [];
  /** Every open window draws whatever happens; those that nobody looks at any more only cost time. */
  const closeWindows = async (): Promise<void> => {
    const open = windows;
    windows = [];
    await Promise.all(open.map(closeWindow));
  };
  return {
    ...world,
    clock,
    window: async (person: keyof typeof PEOPLE, windowOptions?: WindowOptions): Promise<Page> => {
      const window = await windowOf(browser, page.url, PEOPLE[person].id, windowOptions);
      windows.push(window);
      return window;
    },
    closeWindows,
    close: async (): Promise<void> => {
      await closeWindows();
      await page.stop();
      await world.stop();
    },
  };
};

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** The pictures that the documents show; every run takes them again. */
export const picture = (what: Page | Locator, name: string) =>
  what.screenshot({
    path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)),
  });
