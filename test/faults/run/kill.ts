import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';
import { type Replica, type Stage, type WireName, WIRES } from './stage.ts';
import type { Direction } from './wire.ts';

/** When a replica dies: at a piece of its traffic, or some time after a click. */
export type Moment =
  | {
      readonly wire: WireName;
      readonly direction: Direction;
      /** Counted over both replicas, from the click on. */
      readonly number: number;
      /** Whether the piece still arrives. */
      readonly arrives: boolean;
    }
  | { readonly afterMs: number };

/** Roughly how many pieces pass over each connection from a click to the report. */
const USUAL: Readonly<Record<WireName, number>> = { slack: 14, live: 8, redis: 60 };
const TIMER_MS = 50;
const TIMER_SHARE = 0.2;

/** `times`: how much more passes than with one request. */
export const randomMoment = (
  random: Random,
  times = 1,
  wires: readonly WireName[] = WIRES,
): Moment => {
  if (random.chance(TIMER_SHARE)) return { afterMs: random.between(0, TIMER_MS * times) };
  const wire = random.pick(wires);
  return {
    wire,
    direction: random.pick(['out', 'back'] as const),
    number: random.between(1, USUAL[wire] * times),
    arrives: random.chance(0.5),
  };
};

export interface Trap {
  /** The replica that was killed; undefined when the moment did not come. */
  readonly killed: () => Replica | undefined;
  readonly disarm: () => void;
}

/** Kills a replica with -9 when the moment comes. */
export const armed = (stage: Stage, moment: Moment, random: Random): Trap => {
  let victim: Replica | undefined;
  let isArmed = true;
  const kill = (replica: Replica): void => {
    isArmed = false;
    victim = replica;
    void replica.kill();
  };
  if ('afterMs' in moment) {
    void sleep(moment.afterMs).then(() => {
      if (isArmed) kill(random.pick(stage.replicas));
    });
  } else {
    let passed = 0;
    for (const replica of stage.replicas) {
      replica.wires[moment.wire].watch((direction) => {
        if (!isArmed || direction !== moment.direction) return 'pass';
        passed += 1;
        if (passed < moment.number) return 'pass';
        kill(replica);
        return moment.arrives ? 'pass' : 'drop';
      });
    }
  }
  return {
    killed: () => victim,
    disarm() {
      isArmed = false;
      for (const { wires } of stage.replicas) {
        for (const name of WIRES) wires[name].watch(undefined);
      }
    },
  };
};
