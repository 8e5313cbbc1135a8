import type { SourceCheck, SourceProblem } from '#src/relay/source-check.ts';
import type { Egress, Visit } from './egress.ts';
import type { Examiner } from './examine.ts';
import { httpFacts, isPacked, statusProblem } from './http-facts.ts';
import { languageTag, mediaFacts } from './media-facts.ts';
import { VisitError } from './visit-error.ts';

/** What is read first; it is enough to identify most files. */
const FIRST_BYTES = 256 * 1024;

/** Nested playlists; a master list and its variant are two. */
const PLAYLISTS_MAX = 2;

type Findings = Omit<SourceCheck, 'checkedAtMs'>;

/** Checks one http(s) URL. Never throws, whatever a server or a file does. */
export type CheckSource = (url: string) => Promise<SourceCheck>;

export function createCheckSource(deps: {
  readonly egress: Egress;
  readonly examiner: Examiner;
  readonly now: () => number;
}): CheckSource {
  const { egress, examiner, now } = deps;
  return (url) =>
    egress.visit(async (visit) => {
      const findings = await look(url, { visit, examiner, depth: 0 }).catch(failure);
      const durationSeconds = lengthOf(findings);
      return { checkedAtMs: now(), ...findings, durationSeconds };
    });
}

/** A file may state any number. One that cannot be its length must not count as known. */
function lengthOf({ durationSeconds: seconds = 0 }: Findings): number | undefined {
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}

function failure(error: unknown): Findings {
  if (!(error instanceof VisitError)) throw error;
  return problemOnly({ kind: 'unreachable', why: error.why, httpStatus: undefined });
}

interface Looking {
  readonly visit: Visit;
  readonly examiner: Examiner;
  /** How many playlists led here. */
  readonly depth: number;
}

async function look(url: string, looking: Looking): Promise<Findings> {
  const answer = await looking.visit.get(url, { from: 0, to: FIRST_BYTES });
  const { status, body } = answer;
  const gone = statusProblem(answer);
  if (gone) return { httpStatus: status, problems: [gone] };
  const head = httpFacts(answer);
  const { contentType } = head;
  const notMedia: Findings = { ...head, problems: [{ kind: 'not_media', contentType }] };
  if (body.length === 0 || isPacked(answer)) return notMedia;
  if (/^\uFEFF?#EXTM3U/.test(body.toString('utf8', 0, 16))) {
    const isAll = head.sizeBytes === undefined ? answer.isWhole : head.sizeBytes <= body.length;
    if (!isAll) return { ...head, problems: [{ kind: 'not_examined' }] };
    if (looking.depth >= PLAYLISTS_MAX) return notMedia;
    const found = await lookAtPlaylist(body.toString('utf8'), answer.url, looking);
    return found ? { ...found, ...head } : notMedia;
  }
  const media = await lookAtMedia({ url: answer.url, body, head }, looking);
  const noRanges: SourceProblem[] =
    head.acceptsRanges || media.problems.some(({ kind }) => kind === 'not_media')
      ? []
      : [{ kind: 'no_ranges' }];
  return { ...head, ...media, problems: [...media.problems, ...noRanges] };
}

/** Requests further bytes as the parser needs them, until the visit has none left. */
async function lookAtMedia(
  { url, body, head }: { url: string; body: Buffer; head: ReturnType<typeof httpFacts> },
  { visit, examiner }: Looking,
): Promise<Findings> {
  const { contentType, sizeBytes, acceptsRanges } = head;
  const size = sizeBytes ?? body.length;
  let isAll = sizeBytes !== undefined;
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    const end = Math.min(to, size);
    if (from >= end) return new Uint8Array();
    if (from < body.length) return body.subarray(from, end);
    if (!acceptsRanges || visit.bytesLeft() === 0) {
      isAll = false;
      return new Uint8Array();
    }
    const answer = await visit.get(url, { from, to: end });
    if (answer.status !== 206) throw new VisitError('odd_answer');
    return answer.body;
  };
  const tracks = await examiner.tracks(size, read, visit.signal);
  if (!tracks) return problemOnly({ kind: 'not_examined' });
  const { facts, problems } = mediaFacts(tracks, { sizeBytes, isAll, contentType });
  return { ...facts, problems };
}

/** Undefined: not a playable playlist. */
async function lookAtPlaylist(
  text: string,
  base: string,
  looking: Looking,
): Promise<Findings | undefined> {
  const { visit, examiner, depth } = looking;
  const read = await examiner.playlist(text, visit.signal);
  if (!read) return problemOnly({ kind: 'not_examined' });
  const { playlist } = read;
  if (!playlist) return undefined;
  if (playlist.kind === 'master') {
    const found = await look(resolved(playlist.variant, base), { ...looking, depth: depth + 1 });
    if (!playlist.hasSeparateAudio) return found;
    const problems = found.problems.filter(({ kind }) => kind !== 'no_audio');
    const audioLanguages = playlist.audioLanguages.flatMap((each) => languageTag(each) ?? []);
    return { ...found, problems, audioLanguages };
  }
  const own = {
    container: 'HLS',
    durationSeconds: playlist.seconds,
    isLive: playlist.seconds === undefined,
  };
  if (playlist.isEncrypted) return { ...own, problems: [{ kind: 'encrypted' }] };
  const segment = await lookAtSegment(playlist, base, looking);
  const problems = segment.problems.filter(({ kind }) => kind !== 'no_ranges');
  return { ...segment, ...own, indexAtEnd: undefined, problems };
}

/** Checks one segment as if it were a file, preceded by the part that all segments share. */
async function lookAtSegment(
  { segment, head }: { readonly segment: string; readonly head: string | undefined },
  base: string,
  looking: Looking,
): Promise<Findings> {
  if (head === undefined) {
    return look(resolved(segment, base), { ...looking, depth: PLAYLISTS_MAX });
  }
  const { visit } = looking;
  const range = { from: 0, to: FIRST_BYTES };
  const first = await visit.get(resolved(head, base), range);
  const second = await visit.get(resolved(segment, base), range);
  const gone = statusProblem(first) ?? statusProblem(second);
  if (gone) return problemOnly(gone);
  const body = Buffer.concat([first.body, second.body]);
  const facts = { ...httpFacts(first), acceptsRanges: false, sizeBytes: body.length };
  return lookAtMedia({ url: base, body, head: facts }, looking);
}

function resolved(address: string, base: string): string {
  const url = URL.parse(address, base);
  if (!url) throw new VisitError('odd_answer');
  return url.href;
}

function problemOnly(problem: SourceProblem): Findings {
  return { problems: [problem] };
}
