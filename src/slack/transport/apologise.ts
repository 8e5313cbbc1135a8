import type { webApi } from '@slack/bolt';
import ky from 'ky';
import { SLACK_TIMEOUT_MS } from './client.ts';

/** Where somebody clicked or typed something, as far as Slack tells. */
interface Click {
  readonly responseUrl: string | undefined;
  readonly channel: string | undefined;
  readonly userId: string | undefined;
}

/**
 * Tells somebody that what they clicked or typed has failed: by the response URL, next to the message or in their
 * direct conversation, whichever works first. Rejects when none works. Submissions are answered in their form and
 * reported here only if that cannot be seen.
 */
export async function apologise(
  client: webApi.WebClient,
  body: object,
  {
    text,
    isTold,
    isUnseen,
  }: { readonly text: string; readonly isTold: boolean; readonly isUnseen: boolean },
): Promise<void> {
  if ('type' in body && body.type === 'view_submission' && !isUnseen) return;
  const { responseUrl, channel, userId: user } = clickOf(body);
  const ways: (() => Promise<unknown>)[] = [];
  if (responseUrl) ways.push(() => answerAt(responseUrl, text));
  if (user && !isTold) {
    if (channel) ways.push(() => client.chat.postEphemeral({ channel, user, text }));
    ways.push(() => client.chat.postMessage({ channel: user, text }));
  }
  await firstThatWorks(ways);
}

async function firstThatWorks(ways: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const way of ways) {
    try {
      await way();
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.at(-1);
}

function answerAt(responseUrl: string, text: string): Promise<unknown> {
  return ky.post(responseUrl, {
    json: { response_type: 'ephemeral', replace_original: false, text },
    timeout: SLACK_TIMEOUT_MS,
    retry: 0,
  });
}

/** Commands and clicks have these facts in different fields. */
function clickOf(body: object): Click {
  const fields: Readonly<Record<string, unknown>> = { ...body };
  return {
    responseUrl: stringOf(fields['response_url']),
    channel: stringOf(fields['channel_id']) ?? idOf(fields['channel']),
    userId: clickingUser(body),
  };
}

/** The id of the person who clicked or typed; undefined for an event. */
export function clickingUser(body: object): string | undefined {
  const fields: Readonly<Record<string, unknown>> = { ...body };
  return stringOf(fields['user_id']) ?? idOf(fields['user']);
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'id' in value
    ? stringOf(value.id)
    : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
