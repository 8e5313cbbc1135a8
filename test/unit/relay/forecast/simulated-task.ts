/** A simple relay task: minutes instead of times, and every field set. */
export interface SimpleTask {
  readonly isPaused: boolean;
  readonly files: readonly string[];
  readonly rounds: number;
  readonly refresh:
    | 'immediate_new_source'
    | 'continue_from_file_start'
    | 'continue_from_break_point';
  readonly startFile: number;
  readonly skipMinutes: number;
  /** Minutes; undefined if missing. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** What the API really does where it is undocumented, and the real lengths of files. */
export interface Truth {
  readonly breaks: boolean;
  readonly waitsForMovedStart: boolean;
  readonly restartsRounds: boolean;
  readonly revivesEnded: boolean;
  readonly startsEachRoundAtPosition: boolean;
  /** When its rounds began again after a change that nobody told of, in minutes. */
  readonly begunAgainAt?: number | undefined;
  /** Minutes by file. */
  readonly minutes: ReadonlyMap<string, number>;
}

interface Player {
  doneRounds: number;
  file: number;
  minute: number;
}

interface Change {
  readonly at: number;
  readonly to: SimpleTask;
}

/**
 * Plays a task minute by minute from 0 to `until` and says for each minute whether viewers see anything. It shares
 * nothing with the forecast, which is tested against it.
 */
export function playMinutes(
  task: SimpleTask,
  truth: Truth,
  until: number,
  change?: Change,
): boolean[] {
  const seen: boolean[] = [];
  let now = task;
  let player: Player | undefined;
  let isOver = false;
  let ignoresStart = false;
  for (let minute = 0; minute < until; minute += 1) {
    const hasStarted = !now.isPaused && minute > (now.start ?? 0);
    if (minute === truth.begunAgainAt && hasStarted && minute < (now.end ?? Infinity)) {
      [player, isOver] = [playerAt(now, 0), false];
    }
    if (minute === change?.at) {
      const isRunning = player !== undefined;
      const waits = isRunning && (change.to.start ?? 0) > minute && truth.waitsForMovedStart;
      ignoresStart = isRunning && !waits;
      player = player && !waits ? playerAfter(player, now, change.to, truth) : undefined;
      now = change.to;
      isOver &&= !truth.revivesEnded;
    }
    const isOpen = (ignoresStart || minute >= (now.start ?? 0)) && minute < (now.end ?? Infinity);
    if (isOver || now.isPaused || !isOpen) {
      isOver ||= !now.isPaused && minute >= (now.end ?? Infinity);
      player = undefined;
      seen.push(false);
      continue;
    }
    player = pastEnds(player ?? playerAt(now, 0), now, truth);
    isOver = player.doneRounds >= now.rounds;
    seen.push(!isOver);
    player.minute += 1;
  }
  return seen;
}

function playerAt({ startFile, skipMinutes }: SimpleTask, doneRounds: number): Player {
  return { doneRounds, file: startFile, minute: skipMinutes };
}

function playerAfter(player: Player, was: SimpleTask, now: SimpleTask, truth: Truth): Player {
  const isEndAlone = JSON.stringify({ ...was, end: 0 }) === JSON.stringify({ ...now, end: 0 });
  if (isEndAlone && !truth.breaks) return player;
  if (truth.restartsRounds) return playerAt(now, 0);
  const isSameList = JSON.stringify(was.files) === JSON.stringify(now.files);
  const goesOn = isSameList && now.refresh !== 'immediate_new_source';
  return goesOn ? player : playerAt(now, player.doneRounds);
}

/** Skips files that are over. */
function pastEnds(player: Player, task: SimpleTask, truth: Truth): Player {
  const next = { ...player };
  const length = () => truth.minutes.get(task.files[next.file] ?? '') ?? 0;
  while (next.doneRounds < task.rounds && next.minute >= length()) {
    next.minute = 0;
    next.file += 1;
    if (next.file < task.files.length) continue;
    next.doneRounds += 1;
    next.file = 0;
    if (truth.startsEachRoundAtPosition) Object.assign(next, playerAt(task, next.doneRounds));
  }
  return next;
}
