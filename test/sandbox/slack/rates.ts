// Calls a minute by Slack's tiers; `special` stands for the methods with generous limits of their own.
const perMinute = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const;
// Slack allows a small burst in tier 1: several replicas may connect at once.
const leastBurst = 20;
const messageBurst = 5;
const slackMessagesPerMinute = 60;

export type Tier = keyof typeof perMinute;

/** Token buckets: a full bucket is the burst, it refills at the documented rate. */
export const createRates = ({
  now,
  isStrict,
  messagesPerMinute = slackMessagesPerMinute,
}: {
  readonly now: () => number;
  readonly isStrict: boolean;
  /** Into one channel. Slack's own if left out; a test of long queues may scale it. */
  readonly messagesPerMinute?: number | undefined;
}) => {
  const buckets = new Map<string, { tokens: number; atMs: number }>();

  /** Seconds to wait, or undefined when the call may pass. */
  const take = (key: string, burst: number, minuteRate: number): number | undefined => {
    if (!isStrict) return undefined;
    const atMs = now();
    const bucket = buckets.get(key) ?? { tokens: burst, atMs };
    const refilled = bucket.tokens + ((atMs - bucket.atMs) / 60_000) * minuteRate;
    const tokens = Math.min(burst, refilled);
    const isAllowed = tokens >= 1;
    buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, atMs });
    if (isAllowed) return undefined;
    return Math.max(1, Math.ceil(((1 - tokens) * 60) / minuteRate));
  };

  return {
    forMethod: (method: string, tier: Tier): number | undefined =>
      take(method, Math.max(leastBurst, perMinute[tier]), perMinute[tier]),
    forMessage: (channel: string): number | undefined =>
      take(`message in ${channel}`, messageBurst, messagesPerMinute),
  };
};

export type Rates = ReturnType<typeof createRates>;
