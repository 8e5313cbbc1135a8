import { knownValue, momentOf, urlsOf } from '#src/relay/field.ts';
import type { MeasuredFact } from '#src/relay/measured.ts';
import { differencesAfter } from '#src/relay/drift.ts';
import type { Change } from '#src/relay/change.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import { wireTime } from '#src/relay/time.ts';
import { type Bench, NoAnswerError } from './bench.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Seen {
  readonly answer: boolean | number;
  readonly evidence: string;
}

/** One question, what has to be known before it, and how it is answered. */
export interface Experiment {
  readonly fact: MeasuredFact;
  /** What is done to the task; shown before it is done. */
  readonly does: string;
  /** Asked only if the answer to this was yes. */
  readonly after?: MeasuredFact;
  /** Asked only while the task has a stream. */
  readonly needsStream?: boolean;
  readonly ask: (bench: Bench) => Promise<Seen>;
}

/**
 * In the order in which they are asked: each may rely on earlier answers, and those that may leave the task off air
 * come last.
 */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    fact: 'takesPastStart',
    does: 'sends the start that the task has, which is past',
    ask: async (bench) =>
      isTaken(bench, { start_time: knownValue(bench.base, 'start_time') ?? '' }),
  },
  {
    fact: 'takesRepeatedUrl',
    does: 'names the first file of the list again at its end',
    ask: async (bench) => {
      const urls = urlsOf(bench.base);
      return isTaken(bench, { source_urls: [...urls.slice(0, 29), ...urls.slice(0, 1)] });
    },
  },
  {
    fact: 'takesIndexOutOfList',
    does: 'asks for a start file that is one past the list',
    ask: async (bench) => isTaken(bench, { vod_start_video_index: urlsOf(bench.base).length }),
  },
  {
    fact: 'takesLongEnd',
    does: 'moves the end to 7 days from now, less an hour, and leaves out the start',
    async ask(bench) {
      const { base, now } = bench;
      const startMs = momentOf(base, 'start_time');
      if (typeof startMs !== 'number' || now() - startMs < 2 * HOUR_MS) {
        throw new NoAnswerError('the task has to have started two hours ago');
      }
      const end_time = wireTime(now() + 7 * DAY_MS - HOUR_MS);
      const { isTaken: answer, words } = await bench.put({ end_time }, 'leave_out');
      return { answer, evidence: words };
    },
  },
  {
    fact: 'keepsOmitted',
    does: 'sets 97 rounds, then sends nothing but the status, and looks at the rounds',
    async ask(bench) {
      const set = await bench.put({ vod_loop_time: '97' });
      const sent = set.isTaken && (await bench.putAlone({ status: 'enable' })).isTaken;
      if (!sent) throw new NoAnswerError('the API did not take the change');
      const rounds = knownValue(await bench.read(), 'vod_loop_time');
      return { answer: rounds === '97', evidence: `97 rounds became ${rounds ?? 'none'}` };
    },
  },
  {
    fact: 'eventsOnlyBreaks',
    does: 'changes which events are reported, and watches the stream',
    needsStream: true,
    async ask(bench) {
      const held = knownValue(bench.base, 'callback_events') ?? CALLBACK_EVENTS;
      const callback_events = held.length > 1 ? held.slice(0, -1) : CALLBACK_EVENTS;
      return breaks(bench, { callback_events });
    },
  },
  {
    fact: 'endOnlyBreaks',
    does: 'moves the end a minute earlier, and watches the stream',
    needsStream: true,
    ask: async (bench) => breaks(bench, { end_time: wireTime(endOf(bench) - MINUTE_MS) }),
  },
  {
    fact: 'waitsForMovedStart',
    does: 'moves the start of the running task ten minutes into the future, and watches the stream',
    after: 'takesPastStart',
    needsStream: true,
    async ask(bench) {
      await mustTake(bench, { start_time: wireTime(bench.now() + 10 * MINUTE_MS) });
      // A mere interruption is over by then; a task that waits for its start is still off air.
      await bench.sleep(bench.patienceMs);
      const since = await bench.since();
      return { answer: since === undefined, evidence: streamWords(since) };
    },
  },
  {
    fact: 'streamGoneAfterSeconds',
    does: 'pauses the task until its stream is gone',
    needsStream: true,
    async ask(bench) {
      await mustTake(bench, { status: 'pause' });
      return { answer: await shown(bench, false), evidence: 'the stream is gone from the list' };
    },
  },
  {
    fact: 'streamThereAfterSeconds',
    does: 'pauses the task until its stream is gone, and resumes it',
    needsStream: true,
    async ask(bench) {
      await mustTake(bench, { status: 'pause' });
      await shown(bench, false);
      await mustTake(bench, { status: 'enable' });
      return { answer: await shown(bench, true), evidence: 'the stream is in the list again' };
    },
  },
  {
    fact: 'revivesEnded',
    does: 'lets the task end after a while, then moves its end back. If it does not come back, it stays off air',
    needsStream: true,
    async ask(bench) {
      const endMs = bench.now() + bench.patienceMs;
      await mustTake(bench, { end_time: wireTime(endMs) });
      await bench.sleep(endMs - bench.now() + SECOND_MS);
      await shown(bench, false);
      const back = await bench.put({});
      if (!back.isTaken) return { answer: false, evidence: back.words };
      const seconds = await bench.until(true, bench.patienceMs);
      const isBack = seconds !== undefined;
      const evidence = isBack
        ? `back after ${seconds} s`
        : `no stream after ${bench.patienceMs / SECOND_MS} s`;
      return { answer: isBack, evidence };
    },
  },
  {
    fact: 'restartsRounds',
    does: 'plays the first file alone, once and then twice, and switches at once in the second round',
    after: 'revivesEnded',
    needsStream: true,
    ask: askRounds,
  },
];

/** Longer files are not waited for. */
const LONGEST_FILE_MS = 20 * MINUTE_MS;

/** Measures the length of the file first, then whether a switch in its second round leaves one more round or two. */
async function askRounds(bench: Bench): Promise<Seen> {
  const play = (rounds: string) =>
    mustTake(bench, {
      source_urls: urlsOf(bench.base).slice(0, 1),
      vod_loop_time: rounds,
      vod_start_video_index: 0,
      vod_start_video_time: 0,
      vod_refresh_type: 'immediate_new_source',
    });
  await play('1');
  if ((await bench.until(true, bench.patienceMs)) === undefined) {
    // Earlier rounds were counted, unless the file cannot be played at all.
    await play('-1');
    await shown(bench, true);
    return {
      answer: false,
      evidence: 'with 1 round it was off air at once, and without a limit on',
    };
  }
  const seconds = await bench.until(false, LONGEST_FILE_MS);
  if (seconds === undefined) throw new NoAnswerError('the first file lasts longer than 20 min');
  if (seconds < 20) throw new NoAnswerError('the first file lasts less than 20 s');
  await play('2');
  await bench.sleep(1.4 * seconds * SECOND_MS);
  await play('2');
  const left = await bench.until(false, 2 * seconds * SECOND_MS + bench.patienceMs);
  if (left === undefined) throw new NoAnswerError('two rounds did not end');
  const evidence = `a file of ${seconds} s ended ${left} s after the switch`;
  return { answer: left > 1.5 * seconds, evidence };
}

async function isTaken(bench: Bench, change: Change): Promise<Seen> {
  const { isTaken: isSo, words } = await bench.put(change);
  if (!isSo) return { answer: false, evidence: words };
  const wrong = differencesAfter({ ...bench.base, ...change }, {}, await bench.read());
  const isHeld = !wrong.some(({ field }) => change[field] !== undefined);
  if (!isHeld) throw new NoAnswerError('it was answered with 200, and the task does not hold it');
  return { answer: true, evidence: words };
}

/** Whether the push restarts or stops after a change of nothing else. */
async function breaks(bench: Bench, change: Change): Promise<Seen> {
  const before = await bench.since();
  // The start is given in whole seconds: the next one must fall into another second.
  await bench.sleep(2 * SECOND_MS);
  await mustTake(bench, change);
  const [other] = differencesAfter(bench.base, change, await bench.read());
  if (other) throw new NoAnswerError(`${other.field} changed as well`);
  for (const untilMs = bench.now() + bench.patienceMs; bench.now() < untilMs;) {
    await bench.pause();
    const since = await bench.since();
    if (since !== before) return { answer: true, evidence: streamWords(since) };
  }
  return {
    answer: false,
    evidence: `${streamWords(before)}, still after ${bench.patienceMs / SECOND_MS} s`,
  };
}

async function mustTake(bench: Bench, change: Change): Promise<void> {
  const { isTaken: isSo, words } = await bench.put(change);
  if (!isSo) throw new NoAnswerError(`the API did not take it: ${words}`);
}

async function shown(bench: Bench, isThere: boolean): Promise<number> {
  const seconds = await bench.until(isThere, 2 * bench.patienceMs);
  if (seconds === undefined) {
    const within = (2 * bench.patienceMs) / SECOND_MS;
    throw new NoAnswerError(`the stream did not ${isThere ? 'come' : 'go'} within ${within} s`);
  }
  return seconds;
}

function streamWords(sinceMs: number | undefined): string {
  return sinceMs === undefined ? 'no stream' : `a stream since ${wireTime(sinceMs)}`;
}

function endOf({ base }: Bench): number {
  const endMs = momentOf(base, 'end_time');
  if (typeof endMs !== 'number') throw new NoAnswerError('the task has no end');
  return endMs;
}
