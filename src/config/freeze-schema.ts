import { z } from 'zod';
import type { ConfiguredFreeze } from '#src/approval/policy/freeze.ts';
import { WEEKDAYS } from '#src/approval/policy/time-window.ts';
import { TIME, timeZone } from './time-schema.ts';

/** Times of a freeze: moments, or times of day where it comes back every week. */
const INSTANT = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})';

const freezeTime = z
  .string()
  .regex(
    new RegExp(`^(?:${INSTANT}|${TIME}|24:00)$`),
    'must be a time like 2026-12-31T16:00:00Z or, with every, a time of day like 18:00',
  );

/** Whether there is such a moment. `Date.parse` takes 30 February for 2 March. */
function isMoment(time: string): boolean {
  try {
    Temporal.PlainDate.from(time.slice(0, '2026-12-31'.length));
    return !Number.isNaN(Date.parse(time));
  } catch {
    return false;
  }
}

/** A freeze of `policy.freeze`. */
export const freeze = z
  .strictObject({
    every: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .optional()
      .describe('Comes back on these days of the week; from and to are times of day then'),
    from: freezeTime.describe('When it begins, like 2026-12-31T16:00:00Z; with every, like 18:00'),
    to: freezeTime.describe(
      'When it is over; with every, like 23:00 or 24:00; 22:00-02:00 goes past midnight',
    ),
    time_zone: timeZone
      .optional()
      .describe('The time zone of every; left out: that of the project'),
    reason: z.string().min(1).max(150).describe('What people are told'),
  })
  .superRefine(({ every, from, to, time_zone: zone }, context) => {
    const wrong = (key: string, message: string) =>
      context.addIssue({ code: 'custom', message, path: [key] });
    if (every === undefined) {
      for (const [key, time] of Object.entries({ from, to })) {
        if (!isMoment(time)) {
          wrong(key, 'must be a time like 2026-12-31T16:00:00Z; times of day need every');
        }
      }
      if (Date.parse(from) >= Date.parse(to)) wrong('to', 'must end after it begins');
      if (zone !== undefined) wrong('time_zone', 'counts only with every');
      return;
    }
    for (const [key, time] of Object.entries({ from, to })) {
      if (time.length !== '18:00'.length) wrong(key, 'must be a time of day like 18:00');
    }
    if (from === '24:00') wrong('from', 'must be a time of day like 18:00');
    if (from === to) wrong('to', 'must end at another time than it begins');
  })
  .transform(({ every, from, to, time_zone: zone, reason }): ConfiguredFreeze =>
    every === undefined
      ? { fromMs: Date.parse(from), toMs: Date.parse(to), reason }
      : { every, from, to, timeZone: zone, reason },
  );
