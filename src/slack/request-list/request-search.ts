import type { ChangeRequest } from '#src/approval/change-request.ts';
import { taskName } from '#src/relay/relay-task.ts';
import type { HistoryPage } from './page-state.ts';

/** Whether every word is found in a request: in its id, task, reason or people, in any order. */
export function fitsSearch(
  request: ChangeRequest,
  { words, state }: Pick<HistoryPage, 'words' | 'state'>,
): boolean {
  if (state !== undefined && request.state !== state) return false;
  const { id, project, base, reason, requester, decisions } = request;
  const text = [id, project, taskName(base), base.task_id, reason].join('\n').toLowerCase();
  const people = [requester, ...decisions.map(({ person }) => person)].map(({ userId }) => userId);
  return words.every((word) => {
    const userId = mentionedIn(word);
    return userId === undefined ? text.includes(word.toLowerCase()) : people.includes(userId);
  });
}

/** The user that a word mentions: `<@U0AB12>`. */
export function mentionedIn(word: string): string | undefined {
  return /^<@([A-Z0-9]+)>$/.exec(word)?.[1];
}
