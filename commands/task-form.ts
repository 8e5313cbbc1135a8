import type { Purpose } from '#src/ports/draft.ts';
import type { CommandInput, Reply } from './command.ts';
import { notAProject } from './project.ts';

/** The form for `[project] [task]`: whatever is left out is chosen in the form. */
export function taskForm(
  { words, projects }: CommandInput,
  usage: string,
  purpose?: Purpose,
): Reply {
  const [first, second, ...rest] = words;
  const only = projects.length === 1 ? projects[0] : undefined;
  const form = { kind: 'form', purpose } as const;
  if (rest.length > 0) return { kind: 'too_many_words', usage };
  if (first === undefined) return { ...form, project: only };
  if (projects.includes(first)) return { ...form, project: first, task: second };
  if (only !== undefined && second === undefined) return { ...form, project: only, task: first };
  // A task, and what it should be set to: the form asks for that.
  if (only !== undefined && first.includes('/')) return { kind: 'too_many_words', usage };
  return notAProject(first, projects, usage);
}
