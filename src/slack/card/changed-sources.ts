import type { KnownBlock } from '@slack/types';
import { type ChangeRequest, sourcesOf } from '#src/approval/record/change-request.ts';
import { fileNames } from '#src/relay/file-name.ts';
import type { SourceTrouble } from '#src/relay/forecast/effect.ts';
import { changedFacts, type SourcePin } from '#src/relay/source-pin.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { clock, cut, escaped } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** How many files are listed. */
const LINES_MAX = 10;

/** Which files had changed since the approval when the change ran or was held back; empty if none had. */
export function changedSourceBlocks(request: ChangeRequest, words: Words): KnownBlock[] {
  const { changedSources = [], pins = [] } = request;
  if (changedSources.length === 0) return [];
  const urls = sourcesOf(request);
  const nameOf = fileNames(urls);
  const lines = changedSources.slice(0, LINES_MAX).map((now) => {
    // In older records, the approved state is only among the pins.
    const was = now.was ?? pins.find(({ file }) => file === now.file);
    const name = `${now.file} ${escaped(cut(nameOf(urls[now.file - 1] ?? ''), 60))}`;
    return `• ${[name, ...differencesOf(was, now, words)].join(' · ')}`;
  });
  const more = changedSources.length - lines.length;
  const { changed } = words.sources;
  const title = request.state === 'pending' ? changed.heldBack : changed.title;
  return [section([title, ...lines, ...(more > 0 ? [changed.more(more)] : [])].join('\n'))];
}

function differencesOf(was: SourcePin | undefined, now: SourcePin, { sources }: Words): string[] {
  const { changed } = sources;
  const facts = was ? changedFacts(was, now) : [];
  const told = facts.flatMap((fact) => {
    if (fact === 'sizeBytes') return [changed.size(String(was?.sizeBytes), String(now.sizeBytes))];
    if (fact !== 'durationSeconds') return [];
    return [changed.length(clock(was?.durationSeconds ?? 0), clock(now.durationSeconds ?? 0))];
  });
  const isOther = facts.includes('etag') || facts.includes('lastModified');
  return [
    ...(was?.trouble?.kind === now.trouble?.kind ? [] : [troubleSaid(now.trouble, sources)]),
    ...(told.length === 0 && isOther ? [changed.replaced] : told),
  ];
}

function troubleSaid(trouble: SourceTrouble | undefined, sources: Words['sources']): string {
  switch (trouble?.kind) {
    case 'missing':
      return sources.missing(trouble.httpStatus);
    case 'not_media':
      return sources.notMedia(trouble.contentType && escaped(trouble.contentType));
    case 'unreachable':
      return sources.changed.unreachable;
    case undefined:
      return sources.changed.good;
  }
}
