/** `STREAMS`: the listing of streams, whose path is another one than that of the tasks. */
export type On = 'GET' | 'PUT' | 'TOKEN' | 'STREAMS';

/**
 * What goes wrong with a call. `applied` says that the call took effect first, and only its answer
 * fails. Without it, a status is answered instead of acting, and a wait comes before acting.
 */
export type Fault =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly applied?: boolean;
    }
  | { readonly delayMs: number; readonly applied?: boolean }
  | { readonly hold: true; readonly applied?: boolean }
  /** The connection is destroyed, and so long after, by the clock of the service, the call takes effect. */
  | { readonly lateMs: number }
  /** The connection is destroyed and nothing was applied. */
  | 'cut_before'
  /** Applied, then the connection is destroyed without a byte of answer. */
  | 'cut_after'
  /** Applied, then the connection is destroyed in the middle of the answer's body. */
  | 'cut_inside'
  /** Applied, and the answer's body is not JSON, is empty, or is JSON of sixteen megabytes. */
  | 'garbage'
  | 'empty'
  | 'huge';

export interface FaultOrder {
  readonly on: On;
  /** How many calls it hits, one unless told. Infinity is fine. */
  readonly times?: number;
  readonly with: Fault;
}

type Hook = () => void | Promise<void>;

/** The queue of faults to come, the hooks, and the calls that are being held. */
export const createFaults = () => {
  let orders: { on: On; left: number; with: Fault }[] = [];
  let hooks: { on: On; hook: Hook }[] = [];
  let held: (() => void)[] = [];
  let late: { readonly atMs: number; readonly act: () => void }[] = [];

  return {
    fail: (order: FaultOrder): void => {
      orders.push({ on: order.on, left: order.times ?? 1, with: order.with });
    },
    clear: (): void => {
      orders = [];
      hooks = [];
      late = [];
    },
    take: (on: On): Fault | undefined => {
      const order = orders.find((one) => one.on === on);
      if (order === undefined) return undefined;
      order.left -= 1;
      if (order.left <= 0) orders = orders.filter((one) => one !== order);
      return order.with;
    },
    before: (on: On, hook: Hook): void => {
      hooks.push({ on, hook });
    },
    runHook: async (on: On): Promise<void> => {
      const found = hooks.find((one) => one.on === on);
      if (found === undefined) return;
      hooks = hooks.filter((one) => one !== found);
      await found.hook();
    },
    /** What takes effect at a time of the service's clock, whoever looks then. */
    later: (atMs: number, act: () => void): void => {
      late.push({ atMs, act });
    },
    /** Lets what is due by now take effect, in the order of its times. */
    catchUp: (nowMs: number): void => {
      const due = late.filter(({ atMs }) => atMs <= nowMs);
      late = late.filter(({ atMs }) => atMs > nowMs);
      for (const { act } of due.toSorted((a, b) => a.atMs - b.atMs)) act();
    },
    hold: async (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.push(resolve);
      await promise;
    },
    held: (): number => held.length,
    release: (): void => {
      const waiting = held;
      held = [];
      for (const resolve of waiting) resolve();
    },
  };
};
