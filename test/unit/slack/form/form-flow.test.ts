import { expect, test } from 'vitest';
import type { Draft } from '#src/ports/draft.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { createFormFlow } from '#src/slack/form/form-flow.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Found } from '#src/slack/task/task-finder.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { leads, requester } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof createFormFlow>[0];
type View = Awaited<ReturnType<ReturnType<typeof createFormFlow>['taskChosen']>>;

const words = wordsFor('en');

const projectNamed = (name: string): SlackProject =>
  partOf<SlackProject>({
    name,
    send: 'merged',
    policy: { quorum: 1, approvers: leads, expiresAfterMs: hourMs, rules: [], freeze: [] },
  });

/** A form at the choice of the task; the test decides when reads finish. */
const setUp = (draft: Partial<Draft> = {}) => {
  const drafts = new Map<string, Draft>([
    ['opened', { person: requester, project: 'live-prod', urlBoxes: 1, ...draft }],
  ]);
  const reads = new Map<string, (found: Found) => void>();
  let count = 0;
  const deps = partOf<Deps>({
    projects: new Map(['live-prod', 'live-test'].map((name) => [name, projectNamed(name)])),
    approval: {
      whyNotRequest: () => Promise.resolve(undefined),
      openBeside: () => Promise.resolve({ chain: [], competing: [], followedBy: [] }),
      freezesOf: () => Promise.resolve([]),
    },
    drafts: {
      save: (id: string, saved: Draft) => Promise.resolve(drafts.set(id, saved)),
      load: (id: string) => Promise.resolve(drafts.get(id)),
    },
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    measured: NOTHING_MEASURED,
    presets: { of: () => Promise.resolve([]) },
    finder: {
      prepare: () => undefined,
      find: (_tasks: unknown, id: string) =>
        new Promise<Found>((resolve) => {
          reads.set(id, resolve);
        }),
    },
    newId: () => `made-${(count += 1)}`,
    now: () => nowMs,
  });
  const forms = createFormFlow(deps);
  const opened = () => ({ draftId: 'opened', draft: drafts.get('opened')!, state: {} });
  return {
    forms,
    opened,
    chooses: (task: string) => forms.taskChosen(opened(), words, task),
    /** Reads begin a few promises after the choice. */
    areRead: async (...tasks: readonly string[]) => {
      await new Promise(setImmediate);
      for (const task of tasks) {
        reads.get(task)?.({ kind: 'task', task: taskWith({ task_id: task }) });
        await new Promise(setImmediate);
      }
    },
    isNotFound: async (task: string) => {
      await new Promise(setImmediate);
      reads.get(task)?.({ kind: 'none', nearest: [] });
    },
    draftOf: (view: View) => drafts.get(idOf(view)),
  };
};

const idOf = (view: View): string =>
  'private_metadata' in view ? (view.private_metadata ?? '') : '';

test.each([
  ['in the order of the choices', ['task-a', 'task-b']],
  ['the other way round', ['task-b', 'task-a']],
])('two tasks chosen within one read, read %s: each form has its own task', async (_how, order) => {
  const { chooses, areRead, draftOf } = setUp();
  const choices = Promise.all([chooses('task-a'), chooses('task-b')]);

  await areRead(...order);

  const views = await choices;
  expect(views.map((view) => draftOf(view)?.base?.task_id)).toEqual(['task-a', 'task-b']);
  expect(views.map((view) => JSON.stringify(view).match(/task-[ab]/)?.[0])).toEqual([
    'task-a',
    'task-b',
  ]);
});

test('an unknown task chosen next to a known one: the choice stays open', async () => {
  const { chooses, areRead, isNotFound, draftOf } = setUp();
  const choices = Promise.all([chooses('task-a'), chooses('task-x')]);

  await areRead('task-a');
  await isNotFound('task-x');

  const [form, question] = await choices;
  expect(draftOf(form)?.base?.task_id).toBe('task-a');
  expect(draftOf(question)).toMatchObject({ project: 'live-prod' });
  expect(draftOf(question)?.base).toBeUndefined();
});

test('another project chosen while a task is read: each view keeps what it shows', async () => {
  const { forms, opened, chooses, areRead, draftOf } = setUp();
  const task = chooses('task-a');
  const other = await forms.projectChosen(opened(), words, 'live-test');

  await areRead('task-a');

  expect(draftOf(await task)).toMatchObject({ project: 'live-prod', base: { task_id: 'task-a' } });
  expect(draftOf(other)?.project).toBe('live-test');
});

test('the purpose of the form is kept through every choice', async () => {
  const edit = {
    edits: 'R-142',
    editsContent: 3,
    prefill: { vod_loop_time: '4' },
    reason: 'Four rounds',
    applyAtMs: nowMs + hourMs,
  };
  const { chooses, areRead, draftOf } = setUp(edit);
  const chosen = chooses('task-a');

  await areRead('task-a');

  expect(draftOf(await chosen)).toMatchObject({ ...edit, base: { task_id: 'task-a' } });
});
