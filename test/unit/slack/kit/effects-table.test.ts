import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { buildPayload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { at, dayMs, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

const STATES: Record<string, RelayTask> = {
  running: taskWith(),
  paused: taskWith({ status: 'pause' }),
  'not yet started': taskWith({ start_time: at(hourMs) }),
  ended: taskWith({ end_time: at(-hourMs) }),
};

const media = (name: string) => `https://media.example.com/${name}.mp4`;

/** The new end is relative to each state's end, so that it is earlier or later in each. */
const endBy = (base: RelayTask, offsetMs: number) =>
  at(Date.parse(String(base.end_time)) - nowMs + offsetMs);

const CHANGES: Record<string, (base: RelayTask) => Change> = {
  Pause: () => ({ status: 'pause' }),
  Resume: () => ({ status: 'enable' }),
  'New playlist, at once': () => ({
    source_urls: [media('evening')],
    vod_refresh_type: 'immediate_new_source',
  }),
  'New playlist, current file from its start': () => ({
    source_urls: [media('evening')],
    vod_refresh_type: 'continue_from_file_start',
  }),
  'New playlist, from where it stopped': () => ({
    source_urls: [media('evening')],
    vod_refresh_type: 'continue_from_break_point',
  }),
  'Three rounds instead of until the end': () => ({ vod_loop_time: '3' }),
  'Start with the second file': () => ({ vod_start_video_index: 1 }),
  'Another start, in two hours': () => ({ start_time: at(2 * hourMs) }),
  'End a day earlier': (base) => ({ end_time: endBy(base, -dayMs) }),
  'End in half an hour': () => ({ end_time: at(hourMs / 2) }),
  'End two days later': (base) => ({ end_time: endBy(base, 2 * dayMs) }),
  'Events only': () => ({ callback_events: ['TaskExit'] }),
};

const DURATIONS = new Map([
  [media('a'), 3600],
  [media('b'), 1800],
  [media('evening'), 5400],
]);

const words = wordsFor('en');

function said(base: RelayTask, change: Change, durations: ReadonlyMap<string, number>): string {
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  const lines = effectSentences(
    { base, change, payload, atMs: nowMs, sources: { durations } },
    words,
  );
  return lines
    .join('<br>')
    .replaceAll(/<!date\^\d+\^[^|]*\|(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d):\d\dZ>/g, '$1-$2-$3 $4');
}

const row = (name: string, change: (base: RelayTask) => Change) =>
  Object.entries(STATES).map(([state, base], index) => {
    const cells = [DURATIONS, new Map<string, number>()].map((durations) =>
      said(base, change(base), durations),
    );
    return `| ${index === 0 ? name : ''} | ${state} | ${cells.join(' | ')} |`;
  });

const table = `# What cards say about each change

Written by the code: \`npx vitest run effects-table -u\`. The change runs on 2026-11-26 at 12:00 UTC.
The task plays a.mp4 (1:00:00) and b.mp4 (0:30:00) until its end, from 2026-11-25 12:00 until 2026-11-28 12:00. If it
has not started, it starts at 13:00; if it has ended, it ended at 11:00. Nothing about the Live API has been measured, so
undocumented effects are called *could* or *possible*.

| change | task | lengths of the files known | lengths unknown |
|---|---|---|---|
${Object.entries(CHANGES)
  .flatMap(([name, change]) => row(name, change))
  .join('\n')}
`;

test('the table in docs/EFFECTS.md is what relaydesk says about each change in each state', async () => {
  await expect(table).toMatchFileSnapshot('../../../../docs/EFFECTS.md');
});

test('whatever takes a running task off air is called that', () => {
  const running = taskWith();
  for (const name of ['Pause', 'Three rounds instead of until the end', 'End in half an hour']) {
    const change = CHANGES[name]?.(running) ?? {};
    expect(said(running, change, DURATIONS)).toMatch(/^🔴/);
    expect(said(running, change, new Map())).toMatch(/^🔴/);
  }
});
