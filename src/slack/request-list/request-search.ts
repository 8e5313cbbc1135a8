import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { urlsOf } from '#src/relay/field.ts';
import { fileName, placeOf } from '#src/relay/file-name.ts';
import { taskName } from '#src/relay/relay-task.ts';
import type { HistoryPage } from './page-state.ts';

/** Whether a request contains every word: in its id, project, task, reason, files or people, in any order. */
export function fitsSearch(
  request: ChangeRequest,
  { words, state }: Pick<HistoryPage, 'words' | 'state'>,
): boolean {
  if (state !== undefined && request.state !== state) return false;
  const { id, project, base, reason, requester, decisions } = request;
  const text = [id, project, taskName(base), base.task_id, reason].join('\n').toLowerCase();
  let known: string | undefined;
  const files = () => (known ??= filesOf(request));
  const people = [requester, ...decisions.map(({ person }) => person)].map(({ userId }) => userId);
  return words.every((word) => {
    const userId = mentionedIn(word);
    if (userId !== undefined) return people.includes(userId);
    return text.includes(word.toLowerCase()) || files().includes(word.toLowerCase());
  });
}

/** Its files before and after the change, without queries, which may hold signatures. */
function filesOf({ base, change }: ChangeRequest): string {
  const urls = [...urlsOf(base), ...(change.source_urls ?? [])];
  return urls
    .flatMap((url) => [placeOf(url), fileName(url)])
    .join('\n')
    .toLowerCase();
}

/** The user that a word mentions: `<@U0AB12>`. */
export function mentionedIn(word: string): string | undefined {
  return /^<@([A-Z0-9]+)>$/.exec(word)?.[1];
}
