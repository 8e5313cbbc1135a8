import { z } from 'zod';
import { MODIFIABLE_FIELDS, STATUSES } from '#src/relay/relay-task.ts';
import { DEFAULT_SOURCE_SCHEMES } from '#src/relay/source-url.ts';

/** The shape of `relaydesk.yml`. Unknown keys are refused: a misspelt rule must not be ignored. */

const slackId = (kind: string, prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^[${prefix}][A-Z0-9]+$`), `must be a ${kind} id, like ${prefix[0]}0123ABC`);
const userId = slackId('Slack user', 'UW');
const usergroupId = slackId('Slack user group', 'S');
const channelId = slackId('Slack channel', 'CG');

const people = z
  .strictObject({
    users: z.array(userId).default([]),
    usergroups: z.array(usergroupId).default([]),
  })
  .readonly();

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30s`, `15m`, `4h` or `2d`, in milliseconds. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a duration like 30m, 4h or 2d')
  .transform((text) => {
    const unit = z.enum(['s', 'm', 'h', 'd']).parse(text.at(-1));
    return Number(text.slice(0, -1)) * UNIT_MS[unit];
  });

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** https, or http on this machine only: credentials travel over it. */
const endpoint = z
  .string()
  .refine(
    (text) => URL.canParse(text),
    'must be an address like https://live.cn-north-4.myhuaweicloud.com',
  )
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  }, 'must begin with https:// (http:// is accepted on loopback only)')
  .transform((text) => text.replace(/\/+$/, ''));

const secretText = z.string().min(1, 'is empty');

const auth = z
  .strictObject({
    token: z
      .strictObject({ iam: endpoint, domain: secretText, user: secretText, password: secretText })
      .optional(),
    aksk: z
      .strictObject({
        access_key: secretText,
        secret_key: secretText,
        security_token: secretText.optional(),
      })
      .optional(),
  })
  .refine(({ token, aksk }) => (token === undefined) !== (aksk === undefined), {
    message: 'needs either token or aksk',
  });

const instant = z.iso.datetime({ offset: true, error: 'must be a time like 2026-12-31T16:00:00Z' });

const rule = z.strictObject({
  when: z.strictObject({
    fields: z.array(z.enum(MODIFIABLE_FIELDS)).min(1).optional(),
    only: z.boolean().optional(),
    status: z.enum(STATUSES).optional(),
    live_now: z.boolean().optional(),
  }),
  quorum: z.number().int().min(0).max(10),
});

const policy = z.strictObject({
  quorum: z.number().int().min(1, 'must be at least 1').max(10).default(1),
  expires_after: duration.default(4 * UNIT_MS.h),
  remind_after: duration.optional(),
  escalate: z.strictObject({ after: duration, to: people }).optional(),
  rules: z.array(rule).default([]),
  freeze: z
    .array(z.strictObject({ from: instant, to: instant, reason: z.string().min(1).max(150) }))
    .default([]),
  break_glass: people.optional(),
});

const project = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,62}$/,
      'must be lower case letters, digits, - and _, as people type it',
    ),
  project_id: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, 'must be the 32 hexadecimal characters of a project id'),
  endpoint,
  region: z.string().min(1),
  auth,
  send: z.enum(['merged', 'changed']).default('merged'),
  ops_channel: channelId,
  approvals_channel: channelId.optional(),
  requesters: people.optional(),
  approvers: people,
  notify: people.optional(),
  sources: z
    .strictObject({
      schemes: z
        .array(z.string().regex(/^[a-z][a-z0-9+.-]*$/, 'must be a scheme like https'))
        .min(1)
        .default([...DEFAULT_SOURCE_SCHEMES]),
      hosts: z.array(z.string().min(1)).min(1).optional(),
    })
    .default({ schemes: [...DEFAULT_SOURCE_SCHEMES] }),
  policy: policy.default(() => policy.parse({})),
});

export const configFileSchema = z.strictObject({
  projects: z
    .array(project)
    .min(1, 'needs at least one project')
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'two projects have the same name',
    }),
});

export type ConfigFile = z.infer<typeof configFileSchema>;
export type ProjectConfig = ConfigFile['projects'][number];
