import type { Sent } from './load.ts';

/** Answers per second, from the first request to the last answer. */
export const throughput = (sent: readonly Sent[]): number => {
  const from = Math.min(...sent.map(({ sentMs }) => sentMs));
  const to = Math.max(...sent.map(({ answeredMs }) => answeredMs));
  return (sent.length / (to - from)) * 1000;
};
