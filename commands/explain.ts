import { MODIFIABLE_FIELDS, type ModifiableField, STATUSES } from '#src/relay/relay-task.ts';
import type { Command, Reply, TypedChange } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';
import { projectOf } from './project.ts';
import { withValues } from './tidy.ts';
import { requestIdFrom } from './request-id.ts';

/** `/relay explain`: the policy of a project, for a hypothetical change or for a request. */
export const explain: Command = {
  name: 'explain',
  usage: 'explain [project] [R-142 | task] [field:value …]',
  examples: [
    'explain',
    'explain R-142',
    'explain live/news-24h status:pause',
    'explain source_urls:fewer end_time:earlier live/news-24h',
  ],
  run(input): Reply {
    const request = requestIdFrom(input.words[0]);
    if (request !== undefined) {
      return input.words.length > 1
        ? { kind: 'too_many_words', usage: explain.usage }
        : { kind: 'explain_request', request };
    }
    const found = projectOf(input, explain.usage);
    if ('reply' in found) return found.reply;
    const typed = withValues(found.rest);
    const task = taskIn(typed);
    const words = typed.filter((word) => word !== task);
    const wrong = words.find((word) => fieldOf(word) === undefined);
    if (wrong !== undefined) return unknownField(wrong);
    const unknown = unknownValue(words);
    if (unknown) return unknown;
    return { kind: 'explain', project: found.project, task, change: changeFrom(words) };
  },
};

/**
 * The task may come before or after the fields. Its name has no colon, so a word with a colon is a field, perhaps
 * misspelt.
 */
function taskIn(words: readonly string[]): string | undefined {
  const others = words.filter((word) => fieldOf(word) === undefined && !SEPARATOR.test(word));
  return others.find((word) => word.includes('/')) ?? others[0];
}

const SEPARATOR = /[:：=]/;

function fieldOf(word: string): ModifiableField | undefined {
  const [name = ''] = word.toLowerCase().split(SEPARATOR);
  return MODIFIABLE_FIELDS.find((field) => field === name);
}

function valueOf(words: readonly string[], field: ModifiableField): string | undefined {
  const word = words.findLast((typed) => fieldOf(typed) === field);
  return word?.toLowerCase().split(SEPARATOR)[1] || undefined;
}

/** The values that the policy tells apart. */
const VALUES = {
  status: STATUSES,
  end_time: ['earlier', 'later'],
  source_urls: ['fewer', 'more'],
} as const;

/** Another value would be explained as if it mattered to no rule. */
function unknownValue(words: readonly string[]): Reply | undefined {
  for (const field of ['status', 'end_time', 'source_urls'] as const) {
    const choices: readonly string[] = VALUES[field];
    const word = valueOf(words, field);
    if (word !== undefined && !choices.includes(word)) {
      return { kind: 'unknown_choice', word, nearest: nearest(word, choices), choices };
    }
  }
  return undefined;
}

/** The change as far as the words describe it; the rest is unknown. */
function changeFrom(words: readonly string[]): TypedChange {
  const end = valueOf(words, 'end_time');
  const urls = valueOf(words, 'source_urls');
  return {
    fields: MODIFIABLE_FIELDS.filter((field) => words.some((word) => fieldOf(word) === field)),
    status: valueOf(words, 'status'),
    endsEarlier: end === 'earlier' ? true : end === 'later' ? false : undefined,
    removesSources: urls === 'fewer' ? true : urls === 'more' ? false : undefined,
  };
}

function unknownField(word: string): Reply {
  const [name = ''] = word.split(SEPARATOR);
  return {
    kind: 'unknown_field',
    word: name,
    nearest: nearest(name, MODIFIABLE_FIELDS),
    fields: MODIFIABLE_FIELDS,
  };
}
