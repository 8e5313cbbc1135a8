import type { KnownBlock } from '@slack/types';
import { changeFrom } from '#src/relay/change.ts';
import { SOURCE_URLS_MAX } from '#src/relay/field.ts';
import { type PlaylistFileProblem, readPlaylistFile } from '#src/relay/playlist-file.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import { type SourcePolicy, sourceUrlProblem } from '#src/relay/source-url.ts';
import { diffBlocks, diffSummaryBlocks } from '#src/slack/card/diff-blocks.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { problemSentence } from '#src/slack/kit/sentences.ts';
import { cut, escaped, escapedWithin } from '#src/slack/kit/text.ts';
import type { ReadFile } from '#src/slack/transport/file-reader.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import type { AttachedFile } from './form-values.ts';

/** The URLs of a file, or what is wrong with it, as plain text. */
export type FromFile =
  | { readonly ok: true; readonly urls: readonly string[] }
  | { readonly ok: false; readonly said: string };

/**
 * The playlist of an attached file. A URL that the project does not allow is reported with its line, like anything
 * that is not understood.
 */
export async function playlistFromFile(
  { readFile, sources }: { readonly readFile: ReadFile; readonly sources: SourcePolicy },
  file: AttachedFile,
  withinMs: number,
  words: Words,
): Promise<FromFile> {
  const found = await readFile(file.url, withinMs);
  if (!found.ok) return { ok: false, said: words.form.file.failures[found.why] };
  const read = readPlaylistFile(file.name, found.bytes);
  if (!read.ok) return { ok: false, said: problemIn(read.problem, words) };
  const { entries } = read;
  for (const entry of entries) {
    const wrong = sourceUrlProblem(entry.url, sources);
    if (wrong) {
      const problem = { field: 'source_urls', ...entry, ...wrong } as const;
      return { ok: false, said: problemSentence(problem, words) };
    }
  }
  return entries.length > SOURCE_URLS_MAX
    ? { ok: false, said: words.problems.urls_too_many(entries.length, SOURCE_URLS_MAX) }
    : { ok: true, urls: entries.map(({ url }) => url) };
}

function problemIn(problem: PlaylistFileProblem, words: Words): string {
  const { problems } = words.form.file;
  switch (problem.code) {
    case 'no_url':
    case 'unknown_directive':
      return problems[problem.code](problem.line, visible(cut(maskedUrl(problem.text), 60)));
    case 'wrong_columns':
      return problems.wrong_columns(problem.line, problem.columns);
    case 'is_hls':
    case 'no_url_column':
    case 'open_quote':
      return problems[problem.code](problem.line);
    default:
      return problems[problem.code];
  }
}

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
