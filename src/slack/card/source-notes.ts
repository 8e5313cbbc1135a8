import type { KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { SourcePin } from '#src/relay/source-pin.ts';
import { context } from '#src/slack/kit/blocks.ts';
import { clock, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/**
 * Notes for the files of a new list, as of the last approval or the check ahead of the run: for each file its length
 * or why it will not be seen, and below the list the time of the oldest check.
 */
export function sourceNotes(
  request: ChangeRequest,
  words: Words,
): { readonly noteOn: (url: string) => string; readonly age: readonly KnownBlock[] } {
  const { change, pins = [], ahead } = request;
  const { source_urls: urls = [] } = change;
  const known = (request.state === 'approved' ? ahead?.pins : undefined) ?? pins;
  const byUrl = new Map(
    known.flatMap((pin) => {
      const url = urls[pin.file - 1];
      return url === undefined ? [] : [[url, pin] as const];
    }),
  );
  const checked = [...byUrl.values()].flatMap(({ checkedAtMs }) => checkedAtMs ?? []);
  const { filesChecked } = words.sources;
  return {
    noteOn: (url) => noteOf(byUrl.get(url), words),
    age: checked.length === 0 ? [] : [context(filesChecked(moment(Math.min(...checked))))],
  };
}

function noteOf(pin: SourcePin | undefined, { sources }: Words): string {
  const { trouble, durationSeconds } = pin ?? {};
  switch (trouble?.kind) {
    case 'missing':
      return ` · ✗ ${trouble.httpStatus}`;
    case 'not_media':
      return ` · ✗ ${sources.brief.notMedia}`;
    case 'unreachable':
      return ` · ✗ ${sources.brief.unreachable}`;
    case undefined:
      return durationSeconds === undefined ? '' : ` · ${clock(durationSeconds)}`;
  }
}
