import type { KnownBlock, ModalView } from '@slack/types';
import type { Draft } from '#src/approval/draft.ts';
import type { FreezeWindow } from '#src/approval/requirement.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { maskedCallback, maskedTarget, maskedUrl } from '#src/relay/secret.ts';
import { actions, context, plain, section } from './blocks.ts';
import {
  applyAtInput,
  eventsInput,
  loopInput,
  numberInput,
  reasonInput,
  refreshInput,
  statusInput,
  timeInput,
  urlInputs,
} from './form-inputs.ts';
import { ACTION, BLOCK, CALLBACK } from './ids.ts';
import { cut, escaped, moment } from './text.ts';

/** Every modal but the review. A modal's title takes 24 characters. */

const TITLE = plain('Change a relay task');

export function loadingModal(sentence: string): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.loading,
    title: TITLE,
    close: plain('Close'),
    blocks: [section(`⏳ ${sentence}`), context(LOADING_HINT)],
  };
}

/** Whoever was to fill the modal may be killed meanwhile, and nobody else can: so it says this. */
const LOADING_HINT =
  'If nothing comes within ten seconds, close this and open it again. Nothing has been changed.';

/** A modal that only says something. */
export function noticeModal(sentence: string, more: readonly KnownBlock[] = []): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.notice,
    title: TITLE,
    close: plain('Close'),
    blocks: [section(sentence), ...more],
  };
}

/** Asks for the project, when there are several, and the task. Choosing the task opens the form. */
export function chooseModal(input: {
  readonly draftId: string;
  readonly projects: readonly string[];
  readonly project?: string | undefined;
  readonly notice?: string | undefined;
}): ModalView {
  const { draftId, projects, project, notice } = input;
  const options = projects.slice(0, 100).map((name) => ({ value: name, text: plain(name) }));
  const chosen = options.find(({ value }) => value === project);
  return {
    type: 'modal',
    callback_id: CALLBACK.choose,
    private_metadata: draftId,
    title: TITLE,
    close: plain('Cancel'),
    blocks: [
      ...(notice ? [section(notice)] : []),
      ...(projects.length > 1
        ? [
            {
              type: 'actions' as const,
              block_id: BLOCK.project,
              elements: [
                {
                  type: 'static_select' as const,
                  action_id: ACTION.projectChoice,
                  placeholder: plain('Project'),
                  options,
                  ...(chosen ? { initial_option: chosen } : {}),
                },
              ],
            },
          ]
        : []),
      {
        type: 'section',
        block_id: BLOCK.task,
        text: { type: 'mrkdwn', text: 'Which relay task?' },
        accessory: {
          type: 'external_select',
          action_id: ACTION.taskChoice,
          placeholder: plain('Type a name or an id'),
          min_query_length: 0,
        },
      },
    ],
  };
}

/** The form, filled with what the task holds now. */
export function modifyForm(input: {
  readonly draftId: string;
  readonly draft: Draft & { readonly project: string; readonly base: RelayTask };
  readonly nowMs: number;
  readonly freezes: readonly FreezeWindow[];
  /** Other open requests for the same task. */
  readonly competing: readonly string[];
}): ModalView {
  const { draftId, draft, nowMs, freezes, competing } = input;
  const { base, project, urlBoxes } = draft;
  const shown = { ...base, ...draft.prefill };
  return {
    type: 'modal',
    callback_id: CALLBACK.form,
    private_metadata: draftId,
    title: TITLE,
    submit: plain('Ask for approval'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escaped(taskName(base))}* in *${escaped(project)}*, as it is ${moment(nowMs)}.`),
      context(`Not changeable here: ${fixedFacts(base)}`),
      ...purposeNotice(draft),
      ...freezeNotices(freezes, nowMs),
      ...competingNotice(competing),
      statusInput(shown),
      ...urlInputs(shown, urlBoxes),
      {
        ...actions([
          { type: 'button', action_id: ACTION.moreUrls, text: plain('More room for URLs') },
        ]),
        block_id: BLOCK.urlTools,
      },
      refreshInput(shown),
      loopInput(shown),
      numberInput('vod_start_video_index', shown),
      numberInput('vod_start_video_time', shown),
      timeInput('start_time', shown),
      timeInput('end_time', shown),
      eventsInput(shown),
      applyAtInput(draft.applyAtMs),
      reasonInput(draft.reason),
    ],
  };
}

function purposeNotice({ edits, reverts }: Draft): KnownBlock[] {
  if (edits) return [section(`✏️ This changes ${edits}. Approvals it has are void then.`)];
  return reverts
    ? [section(`↩️ This brings back what ${reverts} changed, on the task as it is now.`)]
    : [];
}

/** Requests that wait for the same task: the first one that runs makes the others stale. */
export function competingNotice(ids: readonly string[]): KnownBlock[] {
  if (ids.length === 0) return [];
  return [
    context(
      `👀 ${ids.join(', ')} also ${ids.length === 1 ? 'waits' : 'wait'} for this task. Whichever runs first makes the others stale.`,
    ),
  ];
}

/** Freezes of the coming week; nothing is run in them, so who asks now should know. */
function freezeNotices(freezes: readonly FreezeWindow[], nowMs: number): KnownBlock[] {
  const near = freezes.filter(({ fromMs, toMs }) => nowMs < toMs && fromMs < nowMs + WEEK_MS);
  return near.slice(0, 5).map(({ fromMs, toMs, reason }) => {
    const isNow = fromMs <= nowMs;
    return section(
      `❄️ ${isNow ? '*Changes are frozen now*' : 'Changes are frozen'} ${isNow ? '' : `from ${moment(fromMs)} `}until ${moment(toMs)}: ${escaped(reason)}`,
    );
  });
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** What the API cannot change on a task; to change it, the task has to be made anew. */
export function fixedFacts(task: RelayTask): string {
  const push =
    task.destination_url === undefined
      ? [task.domain, task.app_name, task.stream_name].filter(Boolean).join('/')
      : maskedTarget(task.destination_url);
  const facts = {
    task_id: task.task_id,
    source_type: task.source_type,
    'push target': push || undefined,
    region: task.region,
    callback_url: task.callback_url && maskedCallback(task.callback_url),
    backup: task.backup_source_urls?.length
      ? task.backup_source_urls.map(maskedUrl).join(' ')
      : undefined,
  };
  return Object.entries(facts)
    .flatMap(([name, value]) => (value ? [`${name} \`${escaped(cut(value, 200))}\``] : []))
    .join(' · ');
}
