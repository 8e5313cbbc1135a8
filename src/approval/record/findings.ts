import type { ForecastFacts } from '#src/relay/forecast/forecast.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import { type Rival, rivalsAmong } from '#src/relay/forecast/push-target.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import {
  mergedPins,
  pinsOf,
  type SourcePin,
  sourceFactsOfPins,
  unplayable,
} from '#src/relay/source-pin.ts';
import { type ChangeRequest, sourcesOf } from './change-request.ts';
import type { Refusal } from './refusal.ts';

/** What is known about sources. Reading it asks no server, so a decision does not wait for one. */
export interface SourceFindings {
  /** Whether a list with a file that is missing or not media is refused. */
  readonly isRequired: boolean;
  readonly stored: (urls: readonly string[]) => Promise<ReadonlyMap<string, SourceCheck>>;
}

/** Which other tasks push to the same target, if that was read recently; otherwise undefined. */
export interface RivalFindings {
  readonly stored: (project: string, task: RelayTask) => Promise<readonly Rival[] | undefined>;
}

/** What was measured of the Live API in the region of a project; undefined if nothing was. */
export interface MeasuredFacts {
  readonly stored: (project: string) => Promise<KnownFacts | undefined>;
}

export interface FindingsStore {
  readonly sources: SourceFindings;
  readonly rivals: RivalFindings;
  readonly measured: MeasuredFacts;
}

/**
 * Findings from outside that decide what viewers will see, as they are stored with a request. `then`: the way back,
 * with the findings about its files.
 */
export type Findings = Pick<ChangeRequest, 'pins' | 'rivals' | 'known' | 'wayBack'> & {
  /** Of a batch: its parts, with what is known of each. */
  readonly parts?: readonly ChangeRequest[] | undefined;
};

type ChangeOfTask = Pick<ChangeRequest, 'base' | 'change'>;

/** All that is changed by the batch that a change is part of. */
export interface Batched {
  readonly within?: readonly ChangeOfTask[] | undefined;
}

/**
 * What is stored about the sources that the task will have, its rivals and the API; otherwise what was known before.
 */
export async function findingsNow(
  { sources, rivals, measured }: FindingsStore,
  content: Pick<ChangeRequest, 'project'> & ChangeOfTask & Findings & Batched,
): Promise<Findings> {
  const [checks, others, known] = await Promise.all([
    sources.stored(sourcesOf(content)),
    rivals.stored(content.project, content.base),
    measured.stored(content.project),
  ]);
  const alone = findingsOf(content, { checks, rivals: others, known });
  const found = foundWithin(alone, content, content.within);
  const { wayBack } = content;
  if (wayBack === undefined) return found;
  const { pins } = findingsOf(wayBack, { checks: await sources.stored(sourcesOf(wayBack)) });
  return { ...found, wayBack: { ...wayBack, pins } };
}

/** New findings, and earlier ones where there is nothing new. */
export function findingsOf(
  content: Pick<ChangeRequest, 'base' | 'change'> & Findings,
  found: {
    readonly checks?: ReadonlyMap<string, SourceCheck> | undefined;
    readonly rivals?: readonly Rival[] | undefined;
    readonly known?: KnownFacts | undefined;
  },
): Findings {
  const pins = pinsOf(sourcesOf(content), found.checks ?? new Map());
  const merged = mergedPins(content.pins ?? [], pins);
  return {
    pins: merged.length > 0 ? merged : undefined,
    rivals: found.rivals ?? content.rivals,
    known: found.known ?? content.known,
  };
}

/** The findings about a task of a batch, which knows the others as the batch leaves them. */
function foundWithin(found: Findings, { base }: ChangeOfTask, batch: Batched['within']): Findings {
  const rivals = rivalsAmong(
    (batch ?? []).map((each) => ({ ...each.base, ...each.change })),
    base,
  );
  if (rivals.length === 0) return found;
  const ids = new Set(rivals.map(({ taskId }) => taskId));
  const others = (found.rivals ?? []).filter(({ taskId }) => !ids.has(taskId));
  return { ...found, rivals: [...rivals, ...others] };
}

/**
 * What findings tell the forecast. The only path from stored findings to what people are shown, what is required, and
 * what is held back.
 */
export function forecastFactsOf(
  content: Pick<ChangeRequest, 'base' | 'change'> & Findings,
): ForecastFacts {
  const { pins, rivals, known } = content;
  return { sources: pins && sourceFactsOfPins(sourcesOf(content), pins), rivals, known };
}

/** Whether a request brings a list that the task did not have before; a way back sets the one of then. */
export function isNewList({
  change,
  decidedWith,
}: Pick<ChangeRequest, 'change'> & Partial<Pick<ChangeRequest, 'decidedWith'>>): boolean {
  return change.source_urls !== undefined && decidedWith === undefined;
}

/** A new list has to be playable if the configuration requires it; other changes do not need that. */
export function whyUnplayable(
  { sources }: Pick<FindingsStore, 'sources'>,
  request: Parameters<typeof isNewList>[0],
  pins: readonly SourcePin[] = [],
): Refusal | undefined {
  const files = sources.isRequired && isNewList(request) ? unplayable(pins) : [];
  return files.length === 0 ? undefined : { reason: 'source_unplayable', files };
}
