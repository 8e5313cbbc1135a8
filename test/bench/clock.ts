/** Milliseconds by the clock that every process of this machine shares; it never jumps. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;
