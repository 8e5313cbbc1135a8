import { z } from 'zod';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { peopleIn } from '#src/approval/record/slots.ts';
import { TASK_PATTERN } from '#src/approval/policy/task-match.ts';
import { WEEKDAYS } from '#src/approval/policy/time-window.ts';
import { MODIFIABLE_FIELDS, STATUSES } from '#src/relay/relay-task.ts';
import { freeze } from './freeze-schema.ts';
import { TIME, timeZone } from './time-schema.ts';

/** The part of `relaydesk.yml` that says who decides and when. */

const slackId = (kind: string, prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^[${prefix}][A-Z0-9]+$`), `must be a ${kind} id, like ${prefix[0]}0123ABC`);
export const userId = slackId('Slack user', 'UW');
const usergroupId = slackId('Slack user group', 'S');
export const channelId = slackId('Slack channel', 'CG');

export const people = z
  .strictObject({
    users: z.array(userId).default([]).describe('Ids of people: profile → ⋮ → Copy member ID'),
    usergroups: z.array(usergroupId).default([]).describe('Ids of user groups, like S0123ABC'),
  })
  .readonly();

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const DURATION_WANTED = 'must be a duration like 30m, 4h or 2d';

/** `30s`, `15m`, `4h` or `2d`, in milliseconds. */
export const duration = z
  .string({ error: ({ input }) => (input === undefined ? undefined : DURATION_WANTED) })
  .regex(/^[1-9]\d{0,4}[smhd]$/, DURATION_WANTED)
  .transform((text) => {
    const unit = z.enum(['s', 'm', 'h', 'd']).parse(text.at(-1));
    return Number(text.slice(0, -1)) * UNIT_MS[unit];
  });

const conditions = z
  .strictObject({
    fields: z
      .array(z.enum(MODIFIABLE_FIELDS))
      .min(1)
      .optional()
      .describe('At least one of these fields is changed'),
    only: z.boolean().optional().describe('And no other field is'),
    status: z.enum(STATUSES).optional().describe('The change sets this status'),
    live_now: z.boolean().optional().describe('The task is on air, or it is not'),
    ends_earlier: z
      .boolean()
      .optional()
      .describe('The task would end earlier than it does, by its end time or by its rounds'),
    removes_sources: z.boolean().optional().describe('A source is removed from the list'),
    goes_off_air: z.boolean().optional().describe('Viewers would lose the picture, or could'),
    interrupts: z
      .boolean()
      .optional()
      .describe('The stream would break off and come back, or could'),
    changes_programme: z
      .boolean()
      .optional()
      .describe('Viewers would see another programme, or the same at other times, or could'),
    sources_changed: z
      .boolean()
      .optional()
      .describe(
        'When it is about to run, a source is another file than at the approval (size, ETag, Last-Modified or length)',
      ),
    tasks: z
      .array(
        z
          .string()
          .regex(
            TASK_PATTERN,
            'must be app/stream, in which * stands for anything, or the id of a task',
          ),
      )
      .min(1)
      .optional()
      .describe(
        'The task is one of these: app/stream, in which * stands for anything, or a task id',
      ),
    between: z
      .string()
      .regex(
        new RegExp(`^${TIME}-(?:${TIME}|24:00)$`),
        'must be two times of day, like 18:00-23:00',
      )
      // A malformed time is reported only once.
      .refine(
        (text) => new Set(text.split('-')).size !== 1,
        'must end at another time than it begins',
      )
      .optional()
      .describe(
        'The time of day is between these, like 18:00-23:00; 22:00-02:00 goes past midnight',
      ),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .optional()
      .describe('It is one of these days; past midnight, the day on which the time of day began'),
    time_zone: timeZone
      .optional()
      .describe('The time zone of between and days; left out: that of the project'),
  })
  .refine(({ between, days, time_zone: zone }) => zone === undefined || !!between || !!days, {
    message: 'counts only with between or days',
    path: ['time_zone'],
  })
  // It would limit nothing: a rule for a pause alone would also match a pause with a new playlist.
  .refine(({ only, fields }) => only === undefined || fields !== undefined, {
    message: 'counts only with fields',
    path: ['only'],
  });

const slot = z.strictObject({
  users: z.array(userId).default([]).describe('Ids of people'),
  usergroups: z.array(usergroupId).default([]).describe('Ids of user groups'),
  count: z.number().int().min(1).max(10).default(1).describe('How many of them; 1 when left out'),
});

const rule = z
  .strictObject({
    when: conditions.describe('Every condition must hold'),
    quorum: z
      .number()
      .int()
      .min(0)
      .max(10)
      .optional()
      .describe('How many must approve; 0: applied at once, and logged'),
    approvers: people.optional().describe('Only these may approve; left out: those of the project'),
    from: z
      .array(slot)
      .min(1)
      .optional()
      .describe('Used instead of quorum and approvers: how many of each list must approve'),
    notify: people
      .optional()
      .describe('Who is pinged by the card of such a change; left out: notify of the project'),
    channel: channelId
      .optional()
      .describe(
        'Gets the card of such a change; of several the first rule counts, and a card never moves',
      ),
    expires_after: duration.optional().describe('A deadline that is shorter than the usual one'),
    hold: duration
      .optional()
      .describe('How long an approved change waits, so that somebody can still stop it'),
  })
  .refine(({ quorum, from }) => (quorum === undefined) !== (from === undefined), {
    message: 'needs either quorum or from',
  })
  .refine(({ approvers, from }) => !approvers || !from, {
    message: 'is said by from already',
    path: ['approvers'],
  })
  .transform(({ expires_after, hold, channel, ...kept }): PolicyRule => ({
    ...kept,
    place: channel,
    quorum: kept.quorum ?? peopleIn(kept.from ?? []),
    expiresAfterMs: expires_after,
    holdMs: hold,
  }));

export const policySchema = z
  .strictObject({
    // Only a rule may require 0: a project in which nobody decides is a mistake.
    quorum: z
      .number()
      .int()
      .min(1, 'must be at least 1')
      .max(10)
      .default(1)
      .describe('How many must approve where no rule says otherwise'),
    expires_after: duration
      .default(4 * UNIT_MS.h)
      .describe('How long a request may wait; left out: 4h'),
    remind_after: duration
      .optional()
      .describe('When approvers are reminded; then after twice as long, and so on'),
    escalate: z
      .strictObject({
        after: duration.describe('How long a request waits before that'),
        to: people.describe('Who is pinged as well; this does not let them approve'),
      })
      .optional()
      .describe('Who hears of a request that nobody decides'),
    rules: z
      .array(rule)
      .default([])
      .describe('Every rule that matches counts; the strictest demand wins'),
    freeze: z
      .array(freeze)
      .default([])
      .describe('Times in which nothing is run, once or every week'),
    open_per_person: z
      .number()
      .int()
      .min(1)
      .default(20)
      .describe('How many requests one person may have open; 20 when left out'),
    break_glass: people
      .optional()
      .describe(
        'Who may run a change at once, without approval; another approver signs it off afterwards',
      ),
    freezers: people
      .optional()
      .describe('Who may freeze changes with /relay freeze and lift that; left out: the approvers'),
  })
  .transform(({ expires_after, remind_after, open_per_person, break_glass, ...kept }) => ({
    ...kept,
    expiresAfterMs: expires_after,
    remindAfterMs: remind_after,
    mostOpen: open_per_person,
    breakGlass: break_glass,
    escalate: kept.escalate && { afterMs: kept.escalate.after, to: kept.escalate.to },
  }));
