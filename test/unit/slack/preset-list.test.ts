import { expect, test } from 'vitest';
import {
  type ListedPreset,
  type Presets,
  STORED_PRESETS_MAX,
} from '#src/approval/submit/presets.ts';
import { presetsAnswer } from '#src/slack/preset/handle-presets.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { partOf } from '../part-of.ts';
import { nowMs } from '../relay/sample-task.ts';
import { problemsOf } from './hostile.ts';

/** A response URL takes five messages (Slack), one of which may be "still waiting". */
const ANSWERS_MAX = 4;

const URLS = Array.from({ length: 30 }, (_all, index) => {
  return `https://media.example.com/${'x'.repeat(400)}/${index}.mp4`;
});

const preset = (index: number): ListedPreset => ({
  name: `${'n'.repeat(40)}-${index}`,
  change: {
    status: 'enable',
    source_urls: URLS,
    vod_refresh_type: 'immediate_new_source',
    vod_loop_time: '3',
    vod_start_video_index: 1,
    vod_start_video_time: 10,
    callback_events: ['TaskExit'],
  },
  stored: { by: { userId: 'U0LEAD' }, atMs: nowMs, from: 'R-142' },
  isHidden: false,
  problems: [],
});

const presets = Array.from({ length: STORED_PRESETS_MAX + 20 }, (_all, index) => preset(index));
const deps = {
  projects: new Map([['live-prod', partOf<SlackProject>({ name: 'live-prod' })]]),
  presets: partOf<Presets>({ of: () => Promise.resolve(presets) }),
};
const asked = { kind: 'presets', project: 'live-prod', by: { userId: 'U0LEAD' } } as const;

test.each(LANGUAGES)(
  'Slack takes the longest list of presets, with every name, in %s',
  async (language) => {
    const messages = await presetsAnswer(deps, { ...asked, act: 'list' }, wordsFor(language));

    expect(messages.flatMap(problemsOf)).toEqual([]);
    expect(messages.length).toBeLessThanOrEqual(ANSWERS_MAX);
    expect(presets.filter(({ name }) => !JSON.stringify(messages).includes(name))).toEqual([]);
  },
);

test.each(LANGUAGES)('Slack takes a preset with the longest playlist, in %s', async (language) => {
  const show = { ...asked, act: 'show', name: preset(0).name } as const;
  const messages = await presetsAnswer(deps, show, wordsFor(language));

  expect(messages.flatMap(problemsOf)).toEqual([]);
});
