import { z } from 'zod';
import { TASK_ORDERS } from '#commands/command.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { AnsweredQuestion } from '#src/approval/record/question.ts';

/** All ids that Slack sends back to us. Field names are the API's. */
export const COMMAND = '/relay';

/** The shortcuts of `manifest.yml`. */
export const SHORTCUT = { ask: 'ask_for_change', message: 'change_this_task' } as const;

export const CALLBACK = {
  form: 'modify_form',
  choose: 'choose_task',
  loading: 'loading',
  review: 'review',
  afterReview: 'after_review',
  savePreset: 'save_preset',
  batch: 'batch_form',
  pickTasks: 'pick_tasks',
  question: 'question',
  answer: 'answer',
  move: 'move',
  notice: 'notice',
  home: 'home',
} as const;

export const ACTION = {
  review: 'review',
  withdraw: 'withdraw',
  edit: 'edit',
  followUp: 'follow_up',
  move: 'move',
  moveTime: 'move_time',
  retry: 'retry',
  revert: 'revert',
  askAgain: 'ask_again',
  goOn: 'go_on',
  stopRest: 'stop_rest',
  closeReview: 'close_review',
  reviewPrevious: 'review_previous',
  reviewNext: 'review_next',
  taskChoice: 'task_choice',
  projectChoice: 'project_choice',
  tasksChoice: 'tasks_choice',
  pickProject: 'pick_project',
  pickAgain: 'pick_again',
  changeSeveral: 'change_several',
  moreUrls: 'more_source_urls',
  presetChoice: 'preset_choice',
  preview: 'what_would_it_do',
  listPrevious: 'list_previous',
  listNext: 'list_next',
  requestsPrevious: 'requests_previous',
  requestsNext: 'requests_next',
  requestMenu: 'request_menu',
  taskMenu: 'task_menu',
  showTask: 'show_task',
  changeTask: 'change_task',
  stopWatch: 'stop_watch',
  asRunPrevious: 'as_run_previous',
  asRunNext: 'as_run_next',
  extendTask: 'extend_task',
  letEnd: 'let_end',
  question: 'ask_question',
  answer: 'answer_question',
  unfreeze: 'unfreeze',
  homeAsk: 'home_ask',
  homeProject: 'home_project',
  homeSearch: 'home_search',
  homeShowAll: 'home_show_all',
  homePrevious: 'home_previous',
  homeNext: 'home_next',
  /** The only element of every input block of a form. */
  value: 'value',
} as const;

export const BLOCK = {
  project: 'project',
  task: 'task',
  urlTools: 'source_urls_tools',
  applyAt: 'apply_at',
  thenBack: 'then_back',
  reason: 'reason',
  called: 'called',
  breakGlass: 'break_glass',
  decision: 'decision',
  note: 'note',
  effects: 'effects',
  confirm: 'confirm',
  presetName: 'preset_name',
  onFailure: 'on_failure',
} as const;

/** The only option of the checkbox for a change without approval. */
export const BREAK_GLASS = 'break_glass';

/** `source_urls`, `source_urls_2`, …: a playlist that does not fit in one box has several. */
export function urlBlock(index: number, mark = 0): string {
  return marked(index === 0 ? 'source_urls' : `source_urls_${index + 1}`, mark);
}

/** Blocks with a time picker. */
export const TIME_BLOCKS = ['start_time', 'end_time', 'apply_at', 'then_back'] as const;

export type TimeBlock = (typeof TIME_BLOCKS)[number];

/** The block that asks which moment is meant; its id depends on the picked moment. */
export function whichBlock(block: TimeBlock, pickedMs: number): string {
  return `which_${block} ${pickedMs / 1000}`;
}

/** The tasks of a batch. While the id stays the same, Slack may show a list of another project. */
export function tasksBlock(project: string): string {
  return `tasks ${project}`;
}

/** The preset of a batch; those of another project are others. */
export function pickedPresetBlock(project: string): string {
  return `picked_preset ${project}`;
}

/** A block whose content the form itself sets: with another `mark`, since Slack keeps what was typed in the same block. */
export function marked(block: string, mark = 0): string {
  return mark === 0 ? block : `${block} ${mark}`;
}

/** The value of a button on a card: just enough to identify what the person saw. */
export interface ButtonValue {
  readonly request: string;
  readonly version: number;
  readonly digest: string;
  /** When the request was made; missing on cards of older versions. */
  readonly createdAtMs?: number | undefined;
  /** `offAirMark` of the effects in a review; a card has none. */
  readonly viewedOffAir?: string | undefined;
}

/** What a review keeps: also which ways to go off air it shows. */
export function toReviewValue(
  request: Parameters<typeof toButtonValue>[0],
  viewedOffAir: string,
): string {
  return `${toButtonValue(request)} off_air:${viewedOffAir}`;
}

export function toButtonValue(
  request: Pick<ChangeRequest, 'id' | 'version' | 'digest' | 'createdAtMs'>,
): string {
  const { id, version, digest, createdAtMs } = request;
  return `${id} ${version} ${digest} ${createdAtMs}`;
}

export function fromButtonValue(value: string): ButtonValue | undefined {
  const match =
    /^(R-\d+(?:\.\d+)?) (\d+) ([0-9a-f]{64})(?: (\d+))?(?: off_air:([0-9a-f]{12}))?$/.exec(value);
  const [, request, version, digest, made, viewedOffAir] = match ?? [];
  if (!request || !version || !digest) return undefined;
  const createdAtMs = made === undefined ? undefined : Number(made);
  return { request, version: Number(version), digest, createdAtMs, viewedOffAir };
}

/** A question of a request, in the button beneath it. */
export function toQuestionValue({ id, createdAtMs, index, askedAtMs }: AnsweredQuestion): string {
  return `${id} ${createdAtMs} ${index} ${askedAtMs}`;
}

export function fromQuestionValue(value: string): AnsweredQuestion | undefined {
  const [, id, createdAtMs, index, askedAtMs] = /^(R-\d+) (\d+) (\d+) (\d+)$/.exec(value) ?? [];
  if (!id) return undefined;
  return {
    id,
    createdAtMs: Number(createdAtMs),
    index: Number(index),
    askedAtMs: Number(askedAtMs),
  };
}

/** Choices in the menu of a closed request in a list. */
export const REQUEST_CHOICES = {
  show: 'show',
  revert: 'revert',
  askAgain: 'ask_again',
  savePreset: 'save_preset',
} as const;

export function toRequestBlock(id: string): string {
  return `request ${id}`;
}

export function fromRequestBlock(blockId: string): string | undefined {
  return /^request (R-\d+(?:\.\d+)?)$/.exec(blockId)?.[1];
}

/** Choices in the menu of a task in a list. */
export const TASK_CHOICES = { show: 'show', change: 'change' } as const;

/** A relay task in a button or a block id. Names of projects have no white space. */
export interface TaskRef {
  readonly project: string;
  readonly task: string;
}

/** A button takes 2,000 characters (Slack); undefined for an id that does not fit. */
export function toTaskValue({ project, task }: TaskRef): string | undefined {
  const value = `${project} ${task}`;
  return value.length <= 2_000 ? value : undefined;
}

export function fromTaskValue(value: string): TaskRef | undefined {
  const [, project, task] = /^(\S+) (.+)$/s.exec(value) ?? [];
  return project && task ? { project, task } : undefined;
}

/** An end of a task, as people were called for it in one message. */
export interface EndRef {
  readonly notice: string;
  readonly task: string;
}

/** Undefined for an id that does not fit, as above. */
export function toEndValue({ notice, task }: EndRef): string | undefined {
  return toTaskValue({ project: notice, task });
}

export function fromEndValue(value: string): EndRef | undefined {
  const ref = fromTaskValue(value);
  return ref && { notice: ref.project, task: ref.task };
}

/** A freeze that was made in chat. */
export interface FreezeRef {
  readonly project: string;
  readonly id: string;
  readonly task?: string | undefined;
}

/** Undefined for an id that does not fit, as above. */
export function toFreezeValue({ project, id, task }: FreezeRef): string | undefined {
  return toTaskValue({ project, task: task === undefined ? id : `${id} ${task}` });
}

export function fromFreezeValue(value: string): FreezeRef | undefined {
  const ref = fromTaskValue(value);
  const [, id, task] = /^(\S+)(?: (.+))?$/s.exec(ref?.task ?? '') ?? [];
  return ref && id ? { project: ref.project, id, task } : undefined;
}

/** A block id takes 255 characters (Slack); an option of a menu has no room for a task. */
export function toTaskBlock(ref: TaskRef): string | undefined {
  const value = `task ${ref.project} ${ref.task}`;
  return value.length <= 255 ? value : undefined;
}

export function fromTaskBlock(blockId: string): TaskRef | undefined {
  return blockId.startsWith('task ') ? fromTaskValue(blockId.slice('task '.length)) : undefined;
}

/** Everything a page of a list is made from, so its buttons survive a restart. */
const listPageSchema = z.object({
  project: z.string(),
  page: z.int().min(0),
  query: z.object({
    words: z.array(z.string()).readonly(),
    status: z.string().optional(),
    order: z.enum(TASK_ORDERS).optional(),
  }),
});

export type ListPage = z.infer<typeof listPageSchema>;

/** At most 2,000 characters, because a search is at most 200 of them. */
export function toListValue({ project, page, query }: ListPage): string {
  return JSON.stringify({ project, page, query });
}

export function fromListValue(value: string): ListPage | undefined {
  try {
    return listPageSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

/** Name of the metadata on messages that show a request, by which they are found again. */
export const METADATA_EVENT = 'relaydesk_request';
