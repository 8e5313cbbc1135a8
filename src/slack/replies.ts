import type { Command, Reply } from '#commands/command.ts';
import { COMMANDS } from '#commands/index.ts';
import { section } from './blocks.ts';
import type { Rendered } from './card.ts';
import { COMMAND } from './ids.ts';
import { cut, escaped } from './text.ts';

/** What only the person who typed a command sees. */
export function renderReply(reply: Exclude<Reply, { readonly kind: 'form' }>): Rendered {
  const lines = replyLines(reply);
  return { text: lines[0] ?? '', blocks: [section(lines.join('\n'))] };
}

function replyLines(reply: Exclude<Reply, { readonly kind: 'form' }>): string[] {
  switch (reply.kind) {
    case 'help':
      return reply.command ? helpOn(reply.command) : helpOnAll();
    case 'unknown_command':
      return [
        `There is no \`${COMMAND} ${code(reply.word)}\`.${meant(reply.nearest)}`,
        `Type \`${COMMAND} help\` for what there is.`,
      ];
    case 'unknown_project':
      return [
        `There is no project *${escaped(cut(reply.word, 100))}*.${meant(reply.nearest)}`,
        `Projects: ${reply.projects.map((name) => `\`${name}\``).join(', ')}.`,
      ];
    case 'too_many_words':
      return [
        `Too many words. It is \`${COMMAND} ${reply.usage}\`; the rest is asked for in a form.`,
      ];
  }
}

function helpOnAll(): string[] {
  const lines = COMMANDS.map(({ usage, summary }) => `• \`${COMMAND} ${usage}\`  ${summary}`);
  return ['*Relaydesk asks before it changes a relay task.*', ...lines];
}

function helpOn({ usage, summary, examples }: Command): string[] {
  const lines = examples.map((example) => `• \`${COMMAND} ${example}\``);
  return [`*\`${COMMAND} ${usage}\`*  ${summary}`, 'For example:', ...lines];
}

function meant(nearest: string | undefined): string {
  return nearest ? ` Did you mean \`${code(nearest)}\`?` : '';
}

function code(word: string): string {
  return escaped(cut(word, 100)).replaceAll('`', "'");
}
