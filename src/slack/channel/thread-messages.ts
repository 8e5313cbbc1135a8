import type { Shown } from '#src/ports/shown.ts';
import type { Message } from '#src/slack/kit/message.ts';
import type { Line } from './thread-lines.ts';

/** A message of a thread, with one line or several. */
export interface ThreadMessage {
  /** Its name among the messages of the request, with the lines it holds. */
  readonly name: string;
  /** The first line after it. */
  readonly next: number;
  readonly message: Message;
  /** For everybody on call, not only for the thread. */
  readonly isForAll: boolean;
}

/** Characters of the lines that share a message; a block holds 3,000. */
const TOGETHER_MAX = 3_000;

/**
 * The messages that the thread lacks, in order. Sentences are joined with the line after them, mostly an approval and
 * its result. A message that was begun but not recorded is built with the same lines, so that it can be found.
 */
export function threadMessages(
  lines: readonly Line[],
  { lines: told, begun }: Pick<Shown, 'lines' | 'begun'>,
): ThreadMessage[] {
  const messages: ThreadMessage[] = [];
  let from = told;
  while (from < lines.length) {
    const next = (from === told && endOfBegun(begun, from)) || endOfMessage(lines, from);
    const name = next === from + 1 ? `line ${from}` : `line ${from}-${next - 1}`;
    messages.push({ name, next, ...joined(lines.slice(from, next)) });
    from = next;
  }
  return messages;
}

function endOfMessage(lines: readonly Line[], from: number): number {
  let size = 0;
  let next = from;
  for (const { isShort, message } of lines.slice(from)) {
    size += message.text.length;
    if (next > from && size > TOGETHER_MAX) break;
    next += 1;
    if (!isShort) break;
  }
  return next;
}

/** Reads `line 3` or `line 3-4`; undefined if something else was begun. */
function endOfBegun(begun: string | undefined, from: number): number | undefined {
  const [, first, last = first] = /^line (\d+)(?:-(\d+))?$/.exec(begun ?? '') ?? [];
  return Number(first) === from ? Number(last) + 1 : undefined;
}

function joined(lines: readonly Line[]): Pick<ThreadMessage, 'message' | 'isForAll'> {
  return {
    message: {
      text: lines.map(({ message }) => message.text).join('\n'),
      blocks: lines.flatMap(({ message }) => message.blocks),
    },
    isForAll: lines.some(({ isForAll }) => isForAll),
  };
}
