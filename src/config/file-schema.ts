import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { cloudProjectOf } from '#src/relay/cloud-project.ts';
import { DEFAULT_SOURCE_SCHEMES } from '#src/relay/source-url.ts';
import { channelId, duration, people, policySchema, userId } from './policy-schema.ts';
import { batchesSchema, presetsSchema, problemsOfPresets } from './preset-schema.ts';
import { timeZone } from './time-schema.ts';

/**
 * The shape of `relaydesk.yml`. Unknown keys are refused: a misspelt rule must not be ignored. The
 * descriptions are what editors show, by way of `relaydesk.schema.json`.
 */

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** https, or http on this machine only: credentials travel over it. */
const endpoint = z
  .string()
  .refine((text) => URL.canParse(text), {
    message: 'must be an address like https://live.cn-north-4.myhuaweicloud.com',
    abort: true,
  })
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  }, 'must begin with https:// (http:// is accepted on loopback only)')
  .transform((text) => text.replace(/\/+$/, ''));

const secretText = z.string().min(1, 'is empty');

const token = z.strictObject({
  iam: endpoint.describe(
    'IAM in the region of the endpoint: https://iam.<region>.myhuaweicloud.com',
  ),
  domain: secretText.describe('Name of the account that the IAM user belongs to'),
  user: secretText.describe('Name of the IAM user'),
  password: secretText.describe('Password of the IAM user; write $NAME, not the password itself'),
});

const aksk = z.strictObject({
  access_key: secretText.describe('Access key (AK)'),
  secret_key: secretText.describe('Secret key (SK); write $NAME, not the key itself'),
  security_token: secretText.optional().describe('Only for temporary keys'),
});

const auth = z
  .strictObject({
    token: token.optional().describe('An IAM user with programmatic access'),
    aksk: aksk.optional().describe('A key pair of such a user; requests are signed with it'),
  })
  .refine(({ token: user, aksk: keys }) => (user === undefined) !== (keys === undefined), {
    message: 'needs either token or aksk',
  })
  .meta({ minProperties: 1, maxProperties: 1 });

const sources = z.strictObject({
  schemes: z
    .array(z.string().regex(/^[a-z][a-z0-9+.-]*$/, 'must be a scheme like https'))
    .min(1)
    .default([...DEFAULT_SOURCE_SCHEMES])
    .describe('Schemes that are accepted'),
  hosts: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Hosts that are accepted, like *.example.com; left out: any public host'),
});

const project = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,62}$/,
      'must be lower case letters, digits, - and _, as people type it',
    )
    .describe('What people type after /relay modify'),
  project_id: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be the 32 hexadecimal characters of a project id')
    .describe('Id of the project in Huawei Cloud'),
  endpoint: endpoint.describe('The Live API: https://live.<region>.myhuaweicloud.com'),
  region: z.string().min(1).describe('Region of the tasks, like cn-north-4'),
  auth: auth.describe('How the bot signs in: either token or aksk'),
  send: z
    .enum(['merged', 'changed'])
    .default('merged')
    .describe('What a call sends: every field as it should be afterwards, or only what differs'),
  language: z
    .enum(['en', 'zh-CN'])
    .default('en')
    .describe(
      'The language of everything in channels; what only one person sees is in the language of their Slack',
    ),
  time_zone: timeZone
    .default('UTC')
    .describe(
      'For texts that cannot show each reader their own time, and for days in /relay history: a name like Asia/Shanghai',
    ),
  ops_channel: channelId.describe('Gets every result; the bot has to be in it'),
  approvals_channel: channelId.optional().describe('Gets the cards; left out: the ops channel'),
  requesters: people.optional().describe('Who may request changes; left out: every full member'),
  approvers: people.describe('Who may approve; empty: nobody'),
  notify: people.optional().describe('Who is pinged by a new card, which is not who may approve'),
  guard: z
    .union([z.literal('off'), duration])
    .default(10 * 60_000)
    .describe('How long the stream of a task is checked after a change, like 10m; off: not at all'),
  keep_on_air: z
    .array(
      z
        .string()
        .regex(/^\S+$/, 'must be the name or the id of a task, like live/news24 or live/*')
        .max(200),
    )
    .default([])
    .describe(
      'Tasks that should stay on air, by app/stream, stream or id, * for any characters: people are pinged an hour before one ends',
    ),
  digest_at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 09:00')
    .optional()
    .describe(
      'When the ops channel gets the daily list of tasks that end within a day, like 09:00 in time_zone; left out: never',
    ),
  sources: sources
    .default({ schemes: [...DEFAULT_SOURCE_SCHEMES] })
    .describe('Which source URLs are accepted; left out: https, http and rtmp, any public host'),
  presets: presetsSchema
    .default({})
    .describe('Named sets of changes that the form offers, like standby-slate'),
  batches: batchesSchema
    .prefault({})
    .describe('How the tasks of one request for several tasks run'),
  policy: policySchema.prefault({}).describe('What an approval requires'),
});

export const redisSettings = z.strictObject({
  wait_replicas: z
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(9, 'must be at most 9')
    .default(0)
    .describe('How many replicas of Redis must have a write before it counts as saved'),
  wait_timeout: duration
    .refine((ms) => ms <= 2_000, 'must be at most 2s: Slack gives a click three seconds')
    .default(1_000)
    .describe('How long to wait for them; after that, people are told that it was not saved'),
});

export const sourceSettings = z.strictObject({
  check: z
    .enum(['off', 'warn', 'require'])
    .default('off')
    .describe(
      'Whether source URLs are checked: off; warn: findings are shown; require: missing files and files that are not media are refused as well',
    ),
  ports: z
    .array(z.int('must be a port number').min(1).max(65_535))
    .default([])
    .describe('Ports besides 80 and 443 on which sources may be checked'),
  allow_private: z
    .array(
      z.string().refine((text) => ipaddr.isValidCIDR(text), 'must be a network like 10.20.0.0/16'),
    )
    .default([])
    .describe('Private networks in which sources may be checked'),
});

/** Lists of two or more names that stand for the same project of the cloud. */
function sameInTheCloud(projects: readonly z.infer<typeof project>[]): string[][] {
  const byCloud = Map.groupBy(projects, ({ endpoint: address, project_id: projectId }) =>
    cloudProjectOf({ endpoint: address, projectId }),
  );
  return [...byCloud.values()]
    .map((same) => [...new Set(same.map(({ name }) => name))])
    .filter((names) => names.length > 1);
}

/** Two names would mean two policies for one task, and the laxer one would win. */
function twoNames(names: readonly string[]): string {
  const listed = new Intl.ListFormat('en').format(names);
  return `${listed} are one project of the cloud (the same endpoint and project_id), so their tasks would have more than one policy; keep one of them`;
}

export const configFileSchema = z.strictObject({
  projects: z
    .array(
      project.superRefine(({ presets, sources: allowed }, context) => {
        for (const { path, message } of problemsOfPresets(presets, allowed)) {
          context.addIssue({ code: 'custom', path: ['presets', ...path], message });
        }
      }),
    )
    .min(1, 'needs at least one project')
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'two projects have the same name',
    })
    .superRefine((all, context) => {
      for (const names of sameInTheCloud(all)) {
        context.addIssue({ code: 'custom', message: twoNames(names) });
      }
    })
    .describe('The projects of Huawei Cloud whose relay tasks are changed'),
  redis: redisSettings.prefault({}).describe('When a write counts as saved'),
  retention: duration
    .default(90 * 86_400_000)
    .describe('How long a closed request stays in Redis, like 90d; the audit stays for good'),
  same_person: z
    .array(z.array(userId).min(2, 'needs at least two accounts'))
    .optional()
    .describe('Accounts of the same human being, who counts once towards a quorum'),
  sources: sourceSettings
    .prefault({})
    .describe('How the source URLs of a change are checked before it is approved'),
  events: z
    .strictObject({
      token: z
        .string()
        .regex(
          /^[\w.~-]{24,}$/,
          'must be at least 24 letters, digits, - and _, hard to guess: it ends the callback address',
        )
        .describe('Ends the callback address; at least 24 characters that nobody can guess'),
      keep: duration
        .refine((ms) => ms >= 3_600_000 && ms <= 90 * 86_400_000, 'must be from 1h to 90d')
        .default(14 * 86_400_000)
        .describe('How long events are kept for /relay asrun, like 14d'),
    })
    .optional()
    .describe('Accepts events of relay tasks at /live/events/<token>; left out: none'),
});

export type ConfigFile = z.infer<typeof configFileSchema>;
export type SourceChecksFile = ConfigFile['sources'];
export type ProjectConfig = ConfigFile['projects'][number];
