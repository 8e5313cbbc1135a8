/** Every id that Slack hands back to us. Field names are the API's own. */
export const COMMAND = '/relay';

export const CALLBACK = {
  form: 'modify_form',
  choose: 'choose_task',
  loading: 'loading',
  review: 'review',
  notice: 'notice',
} as const;

export const ACTION = {
  review: 'review',
  withdraw: 'withdraw',
  taskChoice: 'task_choice',
  projectChoice: 'project_choice',
  moreUrls: 'more_source_urls',
  /** The one element of every input block of a form. */
  value: 'value',
} as const;

export const BLOCK = {
  project: 'project',
  task: 'task',
  urlTools: 'source_urls_tools',
  reason: 'reason',
  decision: 'decision',
  note: 'note',
} as const;

/** `source_urls`, `source_urls_2`, …: a playlist that does not fit in one box has several. */
export function urlBlock(index: number): string {
  return index === 0 ? 'source_urls' : `source_urls_${index + 1}`;
}

/** What a button on a card carries: enough to know what the person was looking at, and no more. */
export interface ButtonValue {
  readonly request: string;
  readonly version: number;
  readonly digest: string;
}

export function toButtonValue({ request, version, digest }: ButtonValue): string {
  return `${request} ${version} ${digest}`;
}

export function fromButtonValue(value: string): ButtonValue | undefined {
  const match = /^(R-\d+) (\d+) ([0-9a-f]{64})$/.exec(value);
  const [, request, version, digest] = match ?? [];
  return request && version && digest ? { request, version: Number(version), digest } : undefined;
}

/** Name of the metadata on the messages that show a request; a repeated delivery finds them by it. */
export const METADATA_EVENT = 'relaydesk_request';
