import type { TaskEvent } from '#src/watch/event.ts';
import { escapedWithin } from './text.ts';

/** What the sender of an event added, each with its name. mrkdwn, escaped. */
export function saidFacts(said: TaskEvent['said']): string {
  return said.map(([name, value]) => `${name} \`${quoted(value)}\``).join(' · ');
}

function quoted(text: string): string {
  return escapedWithin(text, 250).replaceAll('`', "'").replaceAll('\n', ' ');
}
