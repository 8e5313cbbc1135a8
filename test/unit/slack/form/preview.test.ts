import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProjectPolicy } from '#src/approval/policy/requirement.ts';
import type { Change } from '#src/relay/change.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { wireTime } from '#src/relay/time.ts';
import { renderCard } from '#src/slack/card/card.ts';
import {
  confirmBlocks,
  effectBlocks,
  isNameOf,
  needsSecondThought,
  type Preview,
} from '#src/slack/form/preview.ts';
import { moment } from '#src/slack/kit/text.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { leads, requestWith } from '../../approval/sample-request.ts';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { hostileTask, problemsOf, runs } from '../hostile.ts';

const words = wordsFor('en');

const policyOf = (quorum: number): ProjectPolicy => ({
  quorum,
  approvers: leads,
  expiresAfterMs: hourMs,
  rules: [],
  freeze: [],
});

const preview = (change: Change, more: Partial<Preview> & { quorum?: number } = {}): Preview => {
  const { quorum = 1, ...rest } = more;
  return {
    base: taskWith(),
    change,
    project: { policy: policyOf(quorum), send: 'merged' },
    nowMs,
    isBreakGlass: false,
    ...rest,
  };
};

const textOf = (input: Preview): string => JSON.stringify(effectBlocks(input, words));

test.each<[string, Preview, string]>([
  ['nothing', preview({}), 'Nothing differs'],
  [
    'a pause',
    preview({ status: 'pause' }),
    '*OFF AIR* as soon as this runs, until someone resumes it',
  ],
  ['what needs one', preview({ status: 'pause' }), 'Needs 1 approval.'],
  ['what needs two', preview({ status: 'pause' }, { quorum: 2 }), 'Needs 2 approvals.'],
  [
    'an edit to what needs nobody',
    preview({ status: 'pause' }, { quorum: 0, isEdit: true }),
    'Needs 1 approval.',
  ],
  ['what needs nobody', preview({ status: 'pause' }, { quorum: 0 }), 'Needs no approval'],
  ['a break-glass', preview({ status: 'pause' }, { isBreakGlass: true }), 'without approval'],
])('the effects of %s are shown', (_what, input, said) => {
  expect(textOf(input)).toContain(said);
});

const signed = (day: string): string[] =>
  Array.from({ length: 12 }, (_all, index) => {
    const file = `https://media.example.com/${day}/evening-programme-part-${index + 1}.mp4`;
    return `${file}?Expires=${nowMs / 1000 + 3_600}&Signature=0`;
  });

test('who has to approve is shown below many effects, of the change and of its way back', () => {
  const base = taskWith({ source_urls: signed('today') });
  const blocks = effectBlocks(
    preview({ source_urls: signed('tomorrow') }, { base, quorum: 2, thenBackMs: nowMs + hourMs }),
    words,
  );

  expect(JSON.stringify(blocks)).toContain('Needs 2 approvals.');
  expect(JSON.stringify(blocks)).not.toContain('(…');
});

test('a pause with a way back says until when, and nothing of somebody who resumes it', () => {
  const said = textOf(preview({ status: 'pause' }, { thenBackMs: nowMs + 2 * hourMs }));

  expect(said).toContain(`until the planned way back, ${moment(nowMs + 2 * hourMs)}`);
  expect(said).not.toContain('someone resumes it');
});

test('a preview names who may approve', () => {
  const [first] = leads.users;

  expect(textOf(preview({ status: 'pause' }))).toContain(`Who may approve: <@${first}>`);
  expect(textOf(preview({ status: 'pause' }, { quorum: 0 }))).not.toContain('Who may approve');
  // Nobody decides on their own request.
  expect(textOf(preview({ status: 'pause' }, { requesterId: first }))).not.toContain(`<@${first}>`);
});

test('the effects are those at the time of the run', () => {
  const base = taskWith({ start_time: at(hourMs) });
  const change = { vod_start_video_time: 45 };

  expect(textOf(preview(change, { base, applyAtMs: nowMs + 2 * hourMs }))).toContain('Short break');
  expect(textOf(preview(change, { base }))).not.toContain('Short break');
});

test('findings about sources are part of the effects: when a missing file comes up, and the length of a round', () => {
  const urls = ['https://media.example.com/evening.mp4', 'https://media.example.com/weather.mp4'];
  const [evening = '', weather = ''] = urls;
  const checks = new Map<string, SourceCheck>([
    [evening, { checkedAtMs: nowMs, problems: [], durationSeconds: 1930 }],
    [weather, { checkedAtMs: nowMs, problems: [{ kind: 'missing', httpStatus: 404 }] }],
  ]);
  const found = textOf(preview({ source_urls: urls }, { checks }));
  const known = textOf(preview({ source_urls: [evening] }, { checks }));

  expect(found).toContain('*Could go OFF AIR* at weather.mp4 (file 2), first about ');
  expect(found).toContain('the server answers 404');
  expect(known).toContain('32:10');
  expect(textOf(preview({ source_urls: urls }))).not.toContain('404');
});

test('the expiry of a signed URL is shown without a check, in preview, card and review', () => {
  const seconds = (nowMs + hourMs) / 1000;
  const change = {
    source_urls: [`https://media.example.com/film.mp4?Expires=${seconds}&Signature=0`],
  };
  const request = requestWith({ change });
  const review = {
    request,
    live: { ok: true, task: request.base } as const,
    refusal: undefined,
    openOutcomes: [],
    checks: undefined,
    nowMs,
  };
  const screens = [
    textOf(preview(change)),
    JSON.stringify(renderCard(request, { ping: [], competing: [] }, words)),
    JSON.stringify(reviewModal(review, words)),
  ];

  for (const screen of screens) {
    expect(screen).toMatch(/\*Could go OFF AIR\* at film\.mp4 \(file 1\)[^"]*2026-11-26T13:00:00Z/);
  }
});

test('fields that the API may reset are named if only changes are sent', () => {
  const base = taskWith({ vod_loop_time: '7', vod_start_video_index: 0 });
  const project = { policy: policyOf(1), send: 'changed' } as const;

  const said = textOf(preview({ status: 'pause' }, { base, project }));

  expect(said).toContain('`vod_loop_time`');
  expect(said).not.toContain('vod_start_video_index');
  expect(textOf(preview({ status: 'pause' }, { base }))).not.toContain('vod_loop_time');
});

const less = { source_urls: ['https://media.example.com/only.mp4'] };

test.each<[string, Preview, boolean]>([
  ['a pause that is approved', preview({ status: 'pause' }), false],
  ['a pause that nobody approves', preview({ status: 'pause' }, { quorum: 0 }), true],
  ['a break-glass pause', preview({ status: 'pause' }, { isBreakGlass: true }), true],
  ['sources that go, without approval', preview(less, { quorum: 0 }), true],
  ['what viewers do not notice', preview({ vod_loop_time: '3' }, { quorum: 0 }), false],
  ['an end in a minute, without approval', preview({ end_time: at(60_000) }, { quorum: 0 }), true],
  ['an end tomorrow', preview({ end_time: at(24 * hourMs) }, { quorum: 0 }), false],
  [
    'a task that is not on air',
    preview({ status: 'pause' }, { quorum: 0, base: taskWith({ status: 'pause' }) }),
    false,
  ],
])('%s: confirmation needed or not', (_what, input, isAsked) => {
  expect(needsSecondThought(input)).toBe(isAsked);
});

test('the name is accepted in any case, and no other name', () => {
  const task = taskWith({ task_id: 'an-id', app_name: 'live', stream_name: 'News-24h' });

  expect(['live/news-24h', ' NEWS-24H ', 'an-id'].map((name) => isNameOf(task, name))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['', 'news', 'live/'].some((name) => isNameOf(task, name))).toBe(false);
});

test('whatever a task holds, Slack accepts the preview', () => {
  fc.assert(
    fc.property(hostileTask, (base) => {
      const project = { policy: policyOf(2), send: 'changed' } as const;
      const blocks = effectBlocks(preview({ status: 'pause' }, { base, project }), words);
      const [why] = confirmBlocks(base, words);

      expect(problemsOf({ text: 'x', blocks: [...blocks, why] })).toEqual([]);
    }),
    runs,
  );
});

test('another task that pushes to the same target is named', () => {
  const other = { taskId: 'another', name: 'live/news', fromMs: nowMs, untilMs: Infinity };
  const resumed = { base: taskWith({ status: 'pause' }) };
  const change: Change = { status: 'enable' };

  expect(textOf(preview(change, { ...resumed, rivals: [other] }))).toContain('live/news');
  expect(textOf(preview(change, resumed))).not.toContain('live/news');
});

test('a schedule shows what its run requires, as the submit will', () => {
  const base = taskWith({
    start_time: wireTime(nowMs + hourMs),
    end_time: wireTime(nowMs + 9 * hourMs),
  });
  const policy = { ...policyOf(1), rules: [{ when: { live_now: true }, quorum: 2 }] };
  const project = { policy, send: 'merged' } as const;
  const asked = { base, project };

  expect(textOf(preview({ status: 'pause' }, asked))).toContain('Needs 1 approval.');
  const planned = preview({ status: 'pause' }, { ...asked, applyAtMs: nowMs + 2 * hourMs });
  expect(textOf(planned)).toContain('Needs 2 approvals.');
});
