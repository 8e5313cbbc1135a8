import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialState } from '#sandbox/slack/view-state.ts';
import type { ListedPreset } from '#src/approval/submit/presets.ts';
import type { Draft } from '#src/ports/draft.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { changeFrom } from '#src/relay/change.ts';
import type { ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import { fillFromPreset } from '#src/slack/form/fill-from-preset.ts';
import { changeTyped, type FormState, formValues } from '#src/slack/form/form-values.ts';
import { form, type RenderDraftDeps } from '#src/slack/form/render-draft.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { requester } from '../../approval/sample-request.ts';
import { project } from '../../approval/set-up-desk.ts';
import { partOf } from '../../part-of.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');
type View = Awaited<ReturnType<typeof form>>;

/** What a form holds as it is shown; what was typed stays while a block keeps its id. */
const stateOf = (view: View, typed: FormState = {}): FormState =>
  Object.fromEntries(
    view.blocks.flatMap((block) =>
      'element' in block && block.block_id !== undefined
        ? [
            [
              block.block_id,
              typed[block.block_id] ?? { [ACTION.value]: initialState({ ...block.element }) ?? {} },
            ] as const,
          ]
        : [],
    ),
  );

const setUp = (base: RelayTask, preset: Pick<ListedPreset, 'change'> & Partial<ListedPreset>) => {
  const draft = { person: requester, project: project.name, base, urlBoxes: 1 };
  const saved = new Map<string, Draft>([['D1', draft]]);
  const deps = partOf<RenderDraftDeps>({
    projects: new Map([[project.name, project]]),
    approval: {
      openBeside: () => Promise.resolve({ chain: [], competing: [], followedBy: [] }),
      freezesOf: () => Promise.resolve([]),
    },
    drafts: { save: (id: string, next: Draft) => Promise.resolve(saved.set(id, next)) },
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    measured: NOTHING_MEASURED,
    words: { timeZone: () => 'UTC' },
    presets: {
      of: () => Promise.resolve([{ name: 'slate', isHidden: false, problems: [], ...preset }]),
    },
    now: () => nowMs,
  });
  return {
    opened: () => form(deps, 'D1', draft, words),
    fills: (state: FormState) =>
      fillFromPreset(deps, { draftId: 'D1', draft, state }, 'slate', words),
    /** What the form asks for in its current state. */
    asks: (state: FormState) => {
      const last = { ...saved.get('D1'), base };
      return changeTyped(formValues(state, last), last);
    },
  };
};

const url = fc.integer({ min: 0, max: 5 }).map((name) => `https://media.example.com/${name}.mp4`);

/** Some of the fields, each with one of a few values, so that they meet. */
const fields: fc.Arbitrary<ModifiableFields> = fc.record(
  {
    status: fc.constantFrom('enable', 'pause'),
    source_urls: fc.array(url, { minLength: 1, maxLength: 4 }),
    vod_refresh_type: fc.constantFrom('immediate_new_source', 'continue_from_file_start'),
    vod_loop_time: fc.constantFrom('-1', '1', '3'),
    vod_start_video_time: fc.constantFrom(0, 5, 9),
    callback_events: fc.constantFrom(['TaskStart'], ['TaskStart', 'TaskExit']),
  },
  { requiredKeys: [] },
);

const option = (value: string) => ({ selected_option: { value } });

/** How Slack sends each field. */
const SENT: { readonly [Field in keyof ModifiableFields]?: (value: never) => object } = {
  status: option,
  source_urls: (urls: readonly string[]) => ({ value: urls.join('\n') }),
  vod_refresh_type: option,
  vod_loop_time: (value: string) => ({ value }),
  vod_start_video_time: (seconds: number) => ({ value: String(seconds) }),
  callback_events: (events: readonly string[]) => ({
    selected_options: events.map((value) => ({ value })),
  }),
};

const typedAs = (state: FormState, wanted: ModifiableFields): FormState => ({
  ...state,
  ...Object.fromEntries(
    Object.entries(wanted).map(([field, value]) => [
      field,
      { [ACTION.value]: SENT[field as keyof ModifiableFields]?.(value as never) },
    ]),
  ),
});

test('whatever was typed and whatever the preset holds, the form then asks for both, and the preset where they meet', async () => {
  await fc.assert(
    fc.asyncProperty(fields, fields, fields, async (held, wanted, change) => {
      const base = taskWith(held);
      const { opened, fills, asks } = setUp(base, { change });
      const typed = typedAs(stateOf(await opened()), wanted);
      const before = asks(typed);

      const after = stateOf(await fills(typed), typed);

      expect(asks(after)).toEqual(changeFrom(base, { ...before, ...change }));
      const said = JSON.stringify(await fills(typed));
      for (const lost of before.source_urls ?? []) expect(said).toContain(lost);
    }),
    { numRuns: 100 },
  );
});

test('one that a rule of today forbids fills in nothing and says why', async () => {
  const problems = [
    { field: 'source_urls', code: 'url_private_host', line: 1, url: '', host: '10.0.0.1' },
  ] as const;
  const { opened, fills, asks } = setUp(taskWith(), { change: { vod_loop_time: '9' }, problems });
  const typed = typedAs(stateOf(await opened()), { vod_loop_time: '4' });

  const view = await fills(typed);

  expect(JSON.stringify(view)).toContain('was not filled in');
  expect(JSON.stringify(view)).toContain('10.0.0.1');
  expect(asks(stateOf(view, typed))).toEqual({ vod_loop_time: '4' });
});

test('one that relaydesk.yml hides is not offered and fills in nothing', async () => {
  const { opened, fills } = setUp(taskWith(), { change: { vod_loop_time: '9' }, isHidden: true });
  const view = await opened();

  expect(JSON.stringify(view)).not.toContain('preset_choice');
  expect(JSON.stringify(await fills(stateOf(view)))).toContain('no longer exists');
});
