import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds on a page as it is now, one line for each element: what the standards ask for and
 * what is good practice, such as headings in order and landmarks that can be told apart.
 */
export const findings = async (page: Page): Promise<string[]> => {
  // As an expression of the debugger: the page's own policy lets no script in.
  await page.evaluate(axe);
  const results = (await page.evaluate(
    "axe.run({ resultTypes: ['violations'], preload: false })",
  )) as AxeResults;
  if (results.passes.length < 10) throw new Error('axe has hardly looked at anything');
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) =>
      [id, help, target.join(' '), failureSummary.replaceAll(/\s+/g, ' ')].join(' | '),
    ),
  );
};
