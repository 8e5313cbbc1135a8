/** Slack waits three seconds for an acknowledgement; this leaves it time to arrive (milliseconds). */
const LATEST_MS = 2_000;

/**
 * Acknowledges a click when there is something to see, and in time whatever happens. Slack itself tells
 * the person of a click that nobody acknowledged, so a process that is killed before this leaves nobody
 * without an answer.
 */
export async function ackAfter<Result>(
  ack: () => Promise<unknown>,
  work: Promise<Result>,
): Promise<Result> {
  let acked: Promise<unknown> | undefined;
  const ackOnce = (): Promise<unknown> => (acked ??= ack());
  const latest = setTimeout(() => void ackOnce().catch(() => undefined), LATEST_MS);
  try {
    return await work;
  } finally {
    clearTimeout(latest);
    await ackOnce();
  }
}
