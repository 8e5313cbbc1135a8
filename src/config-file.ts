import { z } from 'zod';
import { DEFAULT_SOURCE_SCHEMES } from '#src/relay/source-url.ts';
import { channelId, people, policySchema } from './config-policy.ts';

/** The shape of `relaydesk.yml`. Unknown keys are refused: a misspelt rule must not be ignored. */

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
  policy: policySchema.prefault({}),
});

export const configFileSchema = z.strictObject({
  projects: z
    .array(project)
    .min(1, 'needs at least one project')
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'two projects have the same name',
    }),
  events: z
    .strictObject({
      token: z
        .string()
        .regex(
          /^[\w.~-]{24,}$/,
          'must be at least 24 letters, digits, - and _, hard to guess: it ends the callback address',
        ),
    })
    .optional(),
});

export type ConfigFile = z.infer<typeof configFileSchema>;
export type ProjectConfig = ConfigFile['projects'][number];
