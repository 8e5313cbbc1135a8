import type { Command, Reply } from './command.ts';
import { requestOf } from './request-id.ts';

/** `/relay revert <request>`: the same as Revert… on its card. */
export const revert: Command = {
  name: 'revert',
  usage: 'revert <request>',
  examples: ['revert R-142'],
  run({ words }): Reply {
    const found = requestOf(words, { usage: revert.usage, example: 'revert R-142' });
    return 'reply' in found ? found.reply : { kind: 'revert', request: found.request };
  },
};
