import type { CommandInput, Reply } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';

type ProjectWords =
  | { readonly project: string; readonly rest: readonly string[] }
  | { readonly reply: Reply };

/** Takes the project off the front of the words; it may be left out if there is only one. */
export function projectOf(
  { words, projects }: Pick<CommandInput, 'words' | 'projects'>,
  usage: string,
): ProjectWords {
  const [first, ...rest] = words;
  if (first !== undefined && projects.includes(first)) return { project: first, rest };
  const [only] = projects;
  if (only !== undefined && projects.length === 1) return { project: only, rest: words };
  return { reply: notAProject(first, projects, usage) };
}

/** What to reply where a project should stand: it was left out, or the word names none. */
export function notAProject(
  word: string | undefined,
  projects: readonly string[],
  usage: string,
): Reply {
  return word === undefined || TASK.test(word)
    ? { kind: 'project_missing', usage, projects }
    : { kind: 'unknown_project', word, nearest: nearest(word, projects), projects };
}

/** `app/stream`, or the id of a task. */
const TASK = /\/|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
