import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { createExecution } from '#src/execution/execute.ts';
import type { Draft } from '#src/ports/draft.ts';
import { createFormFlow } from '#src/slack/form/form-flow.ts';
import { handleFormSubmission } from '#src/slack/form/handle-submission.ts';
import type { FormState } from '#src/slack/form/form-values.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { createTaskFinder } from '#src/slack/task/task-finder.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import type { Words } from '#src/slack/words/index.ts';
import { initialState } from '#sandbox/slack/view-state.ts';
import { lead, requester } from '../../unit/approval/sample-request.ts';
import { project as approvalProject, setUpDesk } from '../../unit/approval/set-up-desk.ts';
import { setUpTasks } from '../../unit/live-api/set-up-tasks.ts';
import { nowMs } from '../../unit/relay/sample-task.ts';
import { listing, TASK_ID } from './mutations.ts';
import { partOf } from '../../unit/part-of.ts';

type Deps = Parameters<typeof createFormFlow>[0] & Parameters<typeof handleFormSubmission>[0];
type SubmissionArgs = Parameters<ReturnType<typeof handleFormSubmission>>[0];

export type Fields = Readonly<Record<string, unknown>>;
export type View = Awaited<ReturnType<ReturnType<typeof createFormFlow>['begin']>>;

/** A Live API that holds one task, whatever its fields are; `body` is answered in the place of its listing. */
export interface HeldTask {
  fields: Fields;
  body?: string | undefined;
  /** Runs when a PUT has been applied, before it is answered. */
  afterPut?: () => void;
  /** PUTs change nothing. */
  isDeaf?: boolean;
  /** What a PUT is answered with, in the place of the documented answer. */
  putAnswer?: () => Response;
}

/** Longer than a task is read after a lost answer. */
const SETTLE_OVER_MS = 5 * 60_000;

/** The whole way of a change through the code of relaydesk, over answers of the API as text. */
export function setUpLife(task: HeldTask, words: Words) {
  const puts: Fields[] = [];
  const { tasks, lines } = setUpTasks(({ method, body }) => {
    if (method === 'GET') return answer(task.body ?? listing([task.fields]));
    const payload: Fields = JSON.parse(body);
    puts.push(payload);
    if (!task.isDeaf) task.fields = { ...task.fields, ...payload };
    task.afterPut?.();
    if (task.putAnswer) return task.putAnswer();
    return answer(JSON.stringify({ task_id: TASK_ID, request_id: 'r-1' }));
  });
  const project: SlackProject = {
    ...approvalProject,
    language: 'en',
    timeZone: 'UTC',
    tasks,
    sources: { schemes: ['https', 'http', 'rtmp'] },
    presets: [],
    opsChannel: 'C0OPS',
    approvalsChannel: 'C0LEADS',
    notify: { users: [], usergroups: [] },
  };
  const projects = new Map([[project.name, project]]);
  const desk = setUpDesk([], [project]);
  const drafts = new Map<string, string>();
  const deps = partOf<Deps>({
    projects,
    approval: desk.approval,
    drafts: {
      // Kept as text, as a store does.
      save: (id: string, draft: Draft) => Promise.resolve(drafts.set(id, JSON.stringify(draft))),
      load: (id: string) => Promise.resolve(JSON.parse(drafts.get(id) ?? 'null') ?? undefined),
      submit: (id: string) =>
        Promise.resolve({ id: 'R-1', draft: JSON.parse(drafts.get(id) ?? '') }),
    },
    finder: createTaskFinder(() => nowMs),
    newId: () => `D${drafts.size + 1}`,
    words: { soon: () => Promise.resolve(words), timeZone: () => undefined },
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    measured: NOTHING_MEASURED,
    presets: { of: () => Promise.resolve([]) },
    now: () => nowMs,
  });
  const forms = createFormFlow(deps);
  let passedMs = 0;
  const execution = createExecution({
    approval: desk.approval,
    projects,
    sources: NO_LOOKS,
    holdUntilMs: () => Promise.resolve(0),
    now: () => nowMs + passedMs,
    sleep: () => nextTurn(),
    log: { warn: () => undefined, error: () => undefined },
  });
  const load = async (): Promise<ChangeRequest | undefined> => {
    const stored = await desk.approval.load('R-1');
    return stored && JSON.parse(JSON.stringify(stored));
  };

  return {
    puts,
    lines,
    tasks,
    opensForm: (): Promise<View> =>
      forms.begin({ person: requester, project: project.name, task: TASK_ID }, words),
    /** Submits a form in which nothing but this was touched, with a reason; resolves with what Slack is answered. */
    submits: async (view: View, typed: FormState): Promise<unknown> => {
      const answers: unknown[] = [];
      await handleFormSubmission({ ...deps, forms })(
        partOf<SubmissionArgs>({
          ack: (said: unknown) => Promise.resolve(answers.push(said)),
          view: {
            private_metadata: 'private_metadata' in view ? view.private_metadata : '',
            state: {
              values: asSent({ ...untouchedState(view), ...typed, ...typedText('reason', 'Why') }),
            },
          },
          body: { user: { id: requester.userId } },
        }),
      );
      return answers[0];
    },
    load,
    approves: async (): Promise<void> => {
      const { version = 0, digest = '' } = (await load()) ?? {};
      await desk.approval.decide({ id: 'R-1', kind: 'approve', person: lead, version, digest });
    },
    runs: () => execution.execute('R-1'),
    /** Reads the task of a lost answer at once, and once more when the time for it is over. */
    settles: async (): Promise<void> => {
      await execution.settle('R-1');
      passedMs += SETTLE_OVER_MS;
      await execution.settle('R-1');
    },
  };
}

export type Life = ReturnType<typeof setUpLife>;

function answer(body: string): Response {
  return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } });
}

/** As it comes from Slack: as JSON, of a type that only Slack vouches for. */
function asSent(state: FormState): SubmissionArgs['view']['state']['values'] {
  return JSON.parse(JSON.stringify(state));
}

/** What stands in a form that nobody touched, as Slack hands it out. */
function untouchedState(view: View): FormState {
  const inputs = view.blocks.flatMap((block) =>
    'element' in block && block.block_id !== undefined
      ? [[block.block_id, { [ACTION.value]: initialState({ ...block.element }) ?? {} }] as const]
      : [],
  );
  return Object.fromEntries(inputs);
}

/** What is typed into the box of one field. */
export function typedText(field: string, value: string): FormState {
  return { [field]: { [ACTION.value]: { type: 'plain_text_input', value } } };
}
