import { expect, test } from 'vitest';
import { effectLines } from '#src/slack/card/card-notices.ts';
import { moment } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');

test('a schedule is judged as of its own time, not of its submit', () => {
  const base = taskWith({ start_time: at(hourMs), end_time: at(4 * hourMs) });
  const asked = requestWith({ base, change: { vod_start_video_time: 45 } });

  const scheduled = effectLines({ ...asked, applyAtMs: nowMs + 2 * hourMs }, words);

  expect(scheduled).toContain('Short break expected');
  expect(effectLines(asked, words)).not.toContain('Short break');
});

test('a change on hold is judged as of the end of the hold', () => {
  const base = taskWith({ start_time: at(hourMs), end_time: at(4 * hourMs) });
  const asked = requestWith({ base, change: { vod_start_video_time: 45 } });

  const held = effectLines({ ...asked, policy: { ...asked.policy, holdMs: 2 * hourMs } }, words);

  expect(held).toContain('Short break expected');
});

test('an applied pause says since when the task is off air', () => {
  const asked = requestWith();
  const sentAtMs = nowMs + 60_000;
  const history = [...asked.history, { event: 'send', state: 'applying', atMs: sentAtMs } as const];

  expect(effectLines({ ...asked, state: 'applied', history }, words)).toContain(
    `⏸ *OFF AIR* since ${moment(sentAtMs)}`,
  );
});
