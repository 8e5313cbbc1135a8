/** `STREAMS`: the listing of streams, which has another path than the tasks. */
export type On = 'GET' | 'PUT' | 'TOKEN' | 'STREAMS';

/**
 * What goes wrong with a call. `applied`: the call takes effect and only its answer fails. Otherwise a status
 * replaces the effect, and a delay comes before it.
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
  /** The connection is destroyed, and the call takes effect this much later by the service's clock. */
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
  /** How many calls it hits, by default one; may be Infinity. */
  readonly times?: number;
  readonly with: Fault;
}

type Hook = () => void | Promise<void>;

/** Pending faults, hooks and held calls. */
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
    /** Effects that are due at a time of the service's clock. */
    later: (atMs: number, act: () => void): void => {
      late.push({ atMs, act });
    },
    /** Applies due effects in order. */
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
