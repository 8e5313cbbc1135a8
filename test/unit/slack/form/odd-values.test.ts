import { expect, test } from 'vitest';
import type { ChangeRequest, FollowUp } from '#src/approval/record/change-request.ts';
import type { Draft } from '#src/ports/draft.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { createFormFlow } from '#src/slack/form/form-flow.ts';
import { modifyForm } from '#src/slack/form/form-view.ts';
import { moment } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { requester, requestWith } from '../../approval/sample-request.ts';
import { project } from '../../approval/set-up-desk.ts';
import { partOf } from '../../part-of.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof createFormFlow>[0];

const words = wordsFor('en');

/** A form flow over one task, whose drafts can be read. */
const setUp = (live: RelayTask) => {
  const drafts = new Map<string, Draft>();
  const forms = createFormFlow(
    partOf<Deps>({
      projects: new Map([[project.name, project]]),
      approval: {
        whyNotRequest: () => Promise.resolve(undefined),
        openBeside: () => Promise.resolve({ chain: [], competing: [], followedBy: [] }),
        freezesOf: () => Promise.resolve([]),
      },
      drafts: {
        save: (id: string, draft: Draft) => Promise.resolve(drafts.set(id, draft)),
        load: (id: string) => Promise.resolve(drafts.get(id)),
      },
      sources: NO_LOOKS,
      rivals: NO_RIVALS,
      measured: NOTHING_MEASURED,
      presets: { of: () => Promise.resolve([]) },
      finder: { find: () => Promise.resolve({ kind: 'task', task: live }) },
      newId: () => 'D1',
      now: () => nowMs,
    }),
  );
  return { forms, drafts };
};

const inputsOf = (base: RelayTask) => {
  const draft = { person: requester, project: project.name, base, urlBoxes: 1 };
  const form = modifyForm(
    {
      draftId: 'D1',
      draft,
      nowMs,
      freezes: [],
      competing: [],
      mayBreakGlass: false,
      isBreakGlass: false,
      effects: [],
    },
    words,
  );
  return new Map(form.blocks.map((block) => [block.block_id, JSON.stringify(block)]));
};

test.each([
  ['status', 'running', '\\"running\\"'],
  ['vod_refresh_type', 'continue_seamless', '\\"continue_seamless\\"'],
  ['vod_loop_time', '0', '\\"0\\"'],
  ['vod_start_video_index', -1, '\\"-1\\"'],
  ['end_time', 'soon', '\\"soon\\" (not a time)'],
  ['callback_events', [], 'an empty list'],
  ['source_urls', [], 'an empty list'],
])(
  'an input for %s that holds %j says so, shows nothing, and may stay empty',
  (field, raw, said) => {
    const input = inputsOf(taskWith({ [field]: raw })).get(field);

    expect(input).toContain(`❔ The task holds ${said}.`);
    expect(input).toContain('"optional":true');
    expect(input).not.toMatch(/"initial_/);
  },
);

test('known events are ticked even next to an unknown one', () => {
  const input = inputsOf(taskWith({ callback_events: ['TaskStart', 'TaskPlayFailed'] })).get(
    'callback_events',
  );

  expect(input).toMatch(/"initial_options":\[{"value":"TaskStart"[^[]*\]/);
  expect(input).toContain('TaskPlayFailed');
});

test('a time in another form is shown in the picker and as it is written', () => {
  const input = inputsOf(taskWith({ end_time: '2026-12-02T08:00:00.500+08:00' })).get('end_time');

  expect(input).toContain(`"initial_date_time":${Date.UTC(2026, 11, 2) / 1000}`);
  expect(input).toContain('2026-12-02T08:00:00.500+08:00');
});

test('a list with too many URLs is left out of the form, and may stay', () => {
  const many = Array.from({ length: 400 }, (_item, index) => `https://media.example.com/${index}`);

  const inputs = inputsOf(taskWith({ source_urls: many }));

  expect(inputs.size).toBeLessThan(30);
  expect(inputs.get('source_urls')).toContain('"optional":true');
});

test('a revert restores what can be requested, and names what cannot', async () => {
  const base = taskWith({ status: 'running', end_time: '2026-11-28 12:00:00' });
  const request = requestWith({
    state: 'applied',
    base,
    change: { status: 'pause', end_time: '2026-11-27T12:00:00Z', vod_loop_time: '4' },
  });
  const { forms, drafts } = setUp(taskWith(request.change));

  const view = await forms.again(request, requester, 'revert', words);

  expect(drafts.get('D1')?.prefill).toEqual({
    end_time: '2026-11-28T12:00:00Z',
    vod_loop_time: '-1',
  });
  expect(JSON.stringify(view)).toContain('The earlier value of `status` cannot be set again');
});

test('a change that was accepted but not held can be requested again, with its reason', async () => {
  const request = requestWith({ state: 'applied', outcome: { sent: true, after: taskWith() } });
  const { forms, drafts } = setUp(taskWith({ vod_loop_time: '7' }));

  const view = await forms.again(request, requester, 'ask_again', words);

  expect(view.callback_id).toBe('modify_form');
  expect(drafts.get('D1')).toMatchObject({
    base: taskWith({ vod_loop_time: '7' }),
    prefill: { status: 'pause' },
    repeats: 'R-142',
    reason: request.reason,
  });
  expect(drafts.get('D1')).not.toHaveProperty('edits');
});

test('a request that is requested again keeps its times that are to come, and names those that have passed', async () => {
  const pair = { applyAtMs: nowMs - 1, wayBack: partOf<FollowUp>({ applyAtMs: nowMs + hourMs }) };
  const { forms, drafts } = setUp(taskWith());

  const late = await forms.again(
    requestWith({ state: 'expired', ...pair }),
    requester,
    'ask_again',
    words,
  );

  expect(drafts.get('D1')).toMatchObject({ applyAtMs: undefined, thenBackMs: nowMs + hourMs });
  expect(JSON.stringify(late)).toContain(words.form.timePassed(moment(nowMs - 1)));
  expect(JSON.stringify(late)).not.toContain('It was to be set back');

  const soon = { state: 'rejected', applyAtMs: nowMs + hourMs } as const;
  const early = await forms.again(requestWith(soon), requester, 'ask_again', words);

  expect(drafts.get('D1')).toMatchObject({ applyAtMs: nowMs + hourMs, thenBackMs: undefined });
  expect(JSON.stringify(early)).not.toContain('has passed');
});

test.each<Partial<ChangeRequest>>([
  { state: 'applied', outcome: { sent: true, after: taskWith({ status: 'pause' }) } },
  { state: 'applied', outcome: { sent: true } },
  { state: 'pending' },
])('no other state can be asked for again: $state', async (fields) => {
  const { forms, drafts } = setUp(taskWith());

  const view = await forms.again(requestWith(fields), requester, 'ask_again', words);

  expect(view.callback_id).toBe('notice');
  expect(drafts.size).toBe(0);
});

test('a form that an older version opened for an unreadable task is not shown again', async () => {
  const { vod_start_video_time: _kept, ...rest } = taskWith();
  const base = { ...rest, unknown: { vod_start_video_time: 12.5 } };
  const { forms } = setUp(taskWith());
  const draft = { person: requester, project: project.name, base, urlBoxes: 1 };

  const view = await forms.moreUrls({ draftId: 'D1', draft, state: {} }, words);

  expect(view.callback_id).toBe('notice');
  expect(JSON.stringify(view)).toContain('12.5');
});
