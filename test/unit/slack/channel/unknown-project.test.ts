import { expect, test } from 'vitest';
import { createNotifier } from '#src/slack/channel/notifier.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';

const request = requestWith();

/** A replica whose relaydesk.yml does not have the project, so long after the submit. */
const notifierAfter = (ms: number) =>
  createNotifier(
    partOf<Parameters<typeof createNotifier>[0]>({
      projects: new Map(),
      load: () => Promise.resolve(request),
      shown: { load: () => Promise.resolve({ version: 0 }) },
      now: () => request.createdAtMs + ms,
    }),
  );

test('a card of a project that this replica does not know yet is left to one that does', async () => {
  expect(await notifierAfter(1_000).show('R-142', false)).toBe(request.createdAtMs + 3_000);
});

test('what happened in a project that nobody knows any more is shown nowhere', async () => {
  expect(await notifierAfter(11 * 60_000).show('R-142', false)).toBeUndefined();
});
