import { webApi } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { createSlackLogger, SILENT } from '#src/log.ts';
import { workspacesOf } from './workspaces-of.ts';

/** The answer to one question. `error` is Slack's name of the error, or one of the two below. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: string; readonly detail: string };

export const UNREACHABLE = 'unreachable';
export const RATE_LIMITED = 'ratelimited';

/** Timeout of a question in milliseconds; it is tried twice. */
const TIMEOUT_MS = 10_000;

/** Questions to a workspace. They change nothing and never throw. */
export function createWorkspaceProbe(slack: {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly fetch: typeof fetch;
  /** How many questions may be under way at once. */
  readonly atOnce: number;
}) {
  const options: webApi.WebClientOptions = {
    slackApiUrl: slack.apiUrl,
    fetch: slack.fetch,
    logger: createSlackLogger(SILENT),
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 1, minTimeout: 200 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: slack.atOnce,
  };
  const bot = new webApi.WebClient(slack.botToken, options);
  return {
    bot: () => ask(async () => botFacts(await bot.auth.test())),

    /** The app that a bot belongs to. */
    appOf: (botId: string) =>
      ask(async () => (await bot.bots.info({ bot: botId })).bot?.app_id ?? ''),

    /** Asks for a WebSocket URL without connecting to it; it expires by itself. */
    socket: (appToken: string) =>
      ask(async () => {
        await new webApi.WebClient(appToken, options).apps.connections.open({});
      }),

    /** Whether the bot may read a channel, that is, whether it is in it; and whether the channel is archived. */
    channel: (channel: string) =>
      ask(async () => {
        const { messages } = await bot.conversations.history({ channel, limit: 1 });
        return { isArchived: /^(channel|group)_archive$/.test(messages?.[0]?.subtype ?? '') };
      }),

    groups: () =>
      ask(async () => {
        const listed = await bot.usergroups.list({ include_users: true, include_disabled: true });
        return (listed.usergroups ?? []).map(groupFacts);
      }),

    member: (user: string) => ask(async () => memberFacts(user, await bot.users.info({ user }))),

    /** Problems that Slack finds with a message or a view. */
    problemsOf: (shown: { blocks: KnownBlock[] } | { view: ModalView }) =>
      ask(async (): Promise<readonly BlockProblem[]> => {
        try {
          await bot.blocks.validate(shown);
          return [];
        } catch (error) {
          if (!isInvalid(error)) throw error;
          return problemsSchema.parse(error.data).errors;
        }
      }),
  };
}

export type WorkspaceProbe = ReturnType<typeof createWorkspaceProbe>;

export type BotFacts = ReturnType<typeof botFacts>;
export type MemberFacts = ReturnType<typeof memberFacts>;
export type BlockProblem = z.infer<typeof problemsSchema>['errors'][number];

/** `scopes`: those granted, from the header `x-oauth-scopes`; undefined: the header was missing. */
function botFacts(test: webApi.AuthTestResponse) {
  const { team_id: teamId = '', team = '', bot_id: botId } = test;
  return { teamId, team, botId, scopes: test.response_metadata?.scopes };
}

/** `not`: why somebody is not a full member; undefined if they are. */
function memberFacts(id: string, { user }: webApi.UsersInfoResponse) {
  if (!user) throw new Error('users.info answered without a user');
  const guest = user.is_restricted || user.is_ultra_restricted;
  const kinds = [
    [user.deleted, 'deactivated'],
    [user.is_bot, 'bot'],
    [guest, 'guest'],
    [user.is_stranger, 'stranger'],
  ] as const;
  const not = kinds.find(([is]) => is === true)?.[1];
  return { id, name: user.real_name ?? user.name ?? id, workspaces: workspacesOf(user), not };
}

export interface GroupFacts {
  readonly id: string;
  readonly handle: string;
  readonly isDisabled: boolean;
  readonly users: readonly string[];
}

type Usergroup = NonNullable<webApi.UsergroupsListResponse['usergroups']>[number];

function groupFacts({
  id = '',
  handle = '',
  users = [],
  date_delete: deletedAt = 0,
}: Usergroup): GroupFacts {
  return { id, handle, users, isDisabled: deletedAt !== 0 };
}

const problemsSchema = z.object({
  errors: z.array(z.object({ pointer: z.string().catch(''), message: z.string().catch('') })),
});

function isInvalid(error: unknown): error is webApi.WebAPIPlatformError {
  return (
    error instanceof webApi.WebAPIPlatformError && /^invalid_(blocks|view)$/.test(error.data.error)
  );
}

async function ask<Value>(call: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) {
      return { ok: false, error: error.data.error, detail: neededScope(error.data) };
    }
    if (error instanceof webApi.WebAPIRateLimitedError) {
      return { ok: false, error: RATE_LIMITED, detail: `${error.retryAfter} s` };
    }
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, error: UNREACHABLE, detail };
  }
}

/** With `missing_scope` Slack says which one is needed. */
function neededScope(data: object): string {
  return z.object({ needed: z.string() }).safeParse(data).data?.needed ?? '';
}
