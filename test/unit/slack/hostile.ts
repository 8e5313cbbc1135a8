import * as fc from 'fast-check';
import { messageProblems, textLength } from '#sandbox/slack/blocks/validate.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';

/** Every run tries the same values. */
export const runs = { seed: 20_261_126, numRuns: 60 } as const;

/** The words of every language in turn, since a text may fit in only one of them. */
export const anyWords = fc.constantFrom(...LANGUAGES).map(wordsFor);

/** Long text that grows when escaped, with markup and hidden characters. */
export const hostileText = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc
    .constantFrom('&', '<', '<!channel>', '`', '\u202e', '\n', '*', '𝄞')
    .chain((part) => fc.integer({ min: 1, max: 3_000 }).map((times) => part.repeat(times))),
);

export const hostileUrl = hostileText.map((text) => `https://a.example.com/${text}`);

export const hostileTask: fc.Arbitrary<RelayTask> = fc.record(
  {
    task_id: hostileText.filter((text) => text !== ''),
    status: hostileText,
    source_urls: fc.array(hostileUrl, { maxLength: 40 }),
    callback_events: fc.array(hostileText, { maxLength: 8 }),
    start_time: fc.oneof(hostileText, fc.constant('2026-11-26T12:00:00Z')),
    end_time: fc.constant('2026-11-27T12:00:00Z'),
    app_name: hostileText,
    stream_name: hostileText,
    domain: hostileText,
    push_args: hostileText,
    source_type: fc.oneof(hostileText, fc.constant('PullVodPushLive')),
    backup_source_urls: fc.array(hostileUrl, { maxLength: 40 }),
    unknown: fc.dictionary(hostileText, fc.oneof(hostileText, fc.jsonValue()), { maxKeys: 60 }),
  },
  { requiredKeys: ['task_id'] },
);

/** The problems that Slack would find in a message. */
export function problemsOf(message: { readonly text: string; readonly blocks: unknown[] }) {
  const length = textLength(message.blocks);
  return [
    ...messageProblems(message.blocks),
    ...(length > 13_200 ? [`${length} characters in its blocks`] : []),
    ...(Array.from(message.text).length > 4_000 ? ['the text is too long'] : []),
    ...(message.text === '' ? ['no text'] : []),
  ];
}
