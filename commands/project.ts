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
  if (first === undefined) return { reply: { kind: 'project_missing', usage, projects } };
  return {
    reply: { kind: 'unknown_project', word: first, nearest: nearest(first, projects), projects },
  };
}
