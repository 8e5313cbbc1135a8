/** Slack waits three seconds for an acknowledgement; this leaves it time to arrive (milliseconds). */
const LATEST_MS = 2_000;

/**
 * Acknowledges a click when there is something to see, and in time whatever happens. Slack itself reports an
 * unacknowledged click to the person, so nobody is left without an answer if the process is killed before this.
 */
export function ackAfter<Result>(
  ack: () => Promise<unknown>,
  work: Promise<Result>,
): Promise<Result> {
  return acknowledged(ack, work, true);
}

/** The same for showing something: if that fails, the click is not acknowledged and Slack tells the person. */
export function ackWhenShown<Result>(
  ack: () => Promise<unknown>,
  showing: Promise<Result>,
): Promise<Result> {
  return acknowledged(ack, showing, false);
}

async function acknowledged<Result>(
  ack: () => Promise<unknown>,
  work: Promise<Result>,
  isAckedOnFailure: boolean,
): Promise<Result> {
  let acked: Promise<unknown> | undefined;
  const ackOnce = (): Promise<unknown> => (acked ??= ack());
  const latest = setTimeout(() => void ackOnce().catch(() => undefined), LATEST_MS);
  try {
    const done = await work;
    await ackOnce();
    return done;
  } catch (error) {
    if (isAckedOnFailure) await ackOnce();
    throw error;
  } finally {
    clearTimeout(latest);
  }
}
