import type { Sent } from './load.ts';

/** Answers a second, from the first that was sent to the last that was answered. */
export const throughput = (sent: readonly Sent[]): number => {
  const from = Math.min(...sent.map(({ sentMs }) => sentMs));
  const to = Math.max(...sent.map(({ answeredMs }) => answeredMs));
  return (sent.length / (to - from)) * 1000;
};
