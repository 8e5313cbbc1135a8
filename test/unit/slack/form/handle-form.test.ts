import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Draft } from '#src/ports/draft.ts';
import { handleFormStep, handleTaskSearch } from '#src/slack/form/handle-form.ts';
import { handleFormSubmission } from '#src/slack/form/handle-submission.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { leads, policyOf, requester, requestWith } from '../../approval/sample-request.ts';
import { type PartOf, partOf } from '../../part-of.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof handleFormSubmission>[0];
type Args = Parameters<ReturnType<typeof handleFormSubmission>>[0];

/** The loop and the reason; fields left out stay as they are. */
const TYPED = {
  vod_loop_time: { value: { type: 'plain_text_input', value: '4' } },
  [BLOCK.reason]: { value: { type: 'plain_text_input', value: 'Four rounds' } },
};

/** The answer to Slack when a form is submitted. */
const answersOf = async (deps: PartOf<Deps>): Promise<unknown[]> => {
  const answers: unknown[] = [];
  await handleFormSubmission(partOf<Deps>(deps))(
    partOf<Args>({
      ack: (answer: unknown) => Promise.resolve(answers.push(answer)),
      view: { private_metadata: 'D1', state: { values: TYPED } },
      body: { user: { id: 'U0REQUESTER', team_id: 'T0DESK' }, team: { id: 'T0DESK' } },
    }),
  );
  return answers;
};

test.each(LANGUAGES)('a form whose draft is lost stays open, in %s', async (language) => {
  const words = wordsFor(language);

  const answers = await answersOf({
    drafts: { submit: () => Promise.resolve(undefined) },
    words: { soon: () => Promise.resolve(words), timeZone: () => undefined },
  });

  expect(answers).toEqual([
    { response_action: 'errors', errors: { reason: words.notices.formLost } },
  ]);
});

const words = wordsFor('en');

const projectAt = (approvalsChannel: string): SlackProject =>
  partOf<SlackProject>({
    approvalsChannel,
    send: 'merged',
    timeZone: 'UTC',
    sources: { schemes: ['https'], hosts: [] },
    policy: { quorum: 1, approvers: leads, expiresAfterMs: hourMs, rules: [], freeze: [] },
  });

const OTHER: Draft = { person: { userId: 'U0OTHER' }, project: 'live-prod', urlBoxes: 1 };

test('a form that somebody else opened is not submitted, and keeps what was typed', async () => {
  const answers = await answersOf({
    projects: new Map([['live-prod', projectAt('C0LEADS')]]),
    drafts: {
      submit: () => Promise.resolve({ draft: { ...OTHER, base: requestWith().base }, id: 'R-1' }),
    },
    words: { soon: () => Promise.resolve(words), timeZone: () => undefined },
  });

  expect(answers).toEqual([
    { response_action: 'errors', errors: { reason: words.notices.othersForm } },
  ]);
});

/** The form after a step by this person. */
const stepIn = async (draft: Draft, refusal?: { reason: 'not_a_full_member' }): Promise<string> => {
  const shown: unknown[] = [];
  const deps = partOf<Parameters<typeof handleFormStep>[0]>({
    approval: { whyNotMember: () => Promise.resolve(refusal) },
    drafts: { load: () => Promise.resolve(draft) },
    words: { of: () => Promise.resolve(words), known: () => words },
  });
  const step = handleFormStep(deps, () =>
    Promise.resolve({ type: 'modal', title: { type: 'plain_text', text: 'next' }, blocks: [] }),
  );
  await step(
    partOf<Parameters<typeof step>[0]>({
      ack: () => Promise.resolve(),
      action: {},
      body: {
        user: { id: requester.userId },
        view: { id: 'V1', hash: 'h', private_metadata: 'D1', state: { values: {} } },
      },
      client: { views: { update: (view) => Promise.resolve({ ok: shown.push(view) > 0 }) } },
    }),
  );
  return JSON.stringify(shown);
};

test('a form can only be used by the person who opened it, while they are a full member', async () => {
  const own: Draft = { ...OTHER, person: requester };

  expect(await stepIn(own)).toContain('next');
  expect(await stepIn(OTHER)).toContain(words.notices.othersForm);
  expect(await stepIn(own, { reason: 'not_a_full_member' })).toContain(
    words.refusals.not_a_full_member,
  );
});

test('a search in the form of somebody else finds nothing', async () => {
  const found: unknown[] = [];
  const search = handleTaskSearch(
    partOf<Parameters<typeof handleTaskSearch>[0]>({
      projects: new Map([['live-prod', projectAt('C0LEADS')]]),
      approval: { whyNotMember: () => Promise.resolve(undefined) },
      drafts: { load: () => Promise.resolve(OTHER) },
      finder: { suggest: () => Promise.reject(new Error('asked')) },
      words: { known: () => words },
    }),
  );

  await search(
    partOf<Parameters<typeof search>[0]>({
      ack: (answer: unknown) => Promise.resolve(found.push(answer)),
      payload: { value: 'news' },
      body: { user: { id: requester.userId }, view: { private_metadata: 'D1' } },
    }),
  );

  expect(found).toEqual([{ options: [] }]);
});

/** What the requester reads when a form becomes this request, new or edited. */
const saidOf = async (request: ChangeRequest, edits?: string): Promise<string> => {
  const { base, project } = request;
  const draft: Draft = { person: requester, project, base, urlBoxes: 1, edits };
  const result = Promise.resolve({ ok: true, request });
  const answers = await answersOf({
    projects: new Map([[project, projectAt('C0LEADS')]]),
    drafts: { submit: () => Promise.resolve({ draft, id: request.id }) },
    approval: edits === undefined ? { submit: () => result } : { edit: () => result },
    words: { soon: () => Promise.resolve(words), timeZone: () => undefined },
    sources: NO_LOOKS,
    now: () => nowMs,
  });
  return JSON.stringify(answers);
};

test('a new request that needs no approval runs now', async () => {
  const request = requestWith({ state: 'approved', policy: policyOf(0) });

  expect(await saidOf(request)).toContain('R-142 needs no approval and is running now');
});

test('an edited one waits for a decision, even if its new content would need no approval', async () => {
  const said = await saidOf(requestWith({ policy: policyOf(0) }), 'R-142');

  expect(said).toContain('R-142 is submitted');
  expect(said).toContain('if nobody decides');
  expect(said).not.toContain('no approval');
});

test('one that was submitted before and decided since is shown as it is now', async () => {
  const said = await saidOf(requestWith({ state: 'rejected', version: 2 }));

  expect(said).toContain('R-142');
  expect(said).toContain('Rejected');
  expect(said).not.toContain('if nobody decides');
});
