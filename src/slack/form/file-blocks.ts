import type { KnownBlock } from '@slack/types';
import { changeFrom } from '#src/relay/change.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { diffBlocks, diffSummaryBlocks } from '#src/slack/card/diff-blocks.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { escaped, escapedWithin } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Blocks of a diff in a form, which may have a hundred in all. */
const DIFF_BLOCKS_MAX = 12;

/** What the playlist of an attached file, `urls`, changes, or why the file was not read. `read`: its name. */
export function fileBlocks(
  base: RelayTask,
  urls: readonly string[],
  { read, notRead }: { readonly read?: string | undefined; readonly notRead?: string | undefined },
  words: Words,
): KnownBlock[] {
  const { file } = words.form;
  if (notRead !== undefined) return [section(file.notRead(escaped(notRead)))];
  if (read === undefined) return [];
  const name = escapedWithin(read, 150);
  const change = changeFrom(base, { source_urls: urls });
  if (!change.source_urls) return [section(file.same(name))];
  const diff = diffBlocks(base, change, words);
  return [
    section(file.read(name, urls.length)),
    ...(diff.length <= DIFF_BLOCKS_MAX ? diff : diffSummaryBlocks(base, change, words)),
  ];
}
