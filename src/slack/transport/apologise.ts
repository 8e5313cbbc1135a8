import type { webApi } from '@slack/bolt';
import ky from 'ky';
import { z } from 'zod';
import { SLACK_TIMEOUT_MS } from './client.ts';

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

/** The id of the person who clicked or typed; undefined for an event. */
export function clickingUser(body: object): string | undefined {
  return clickOf(body).userId;
}

const someText = z.string().min(1).optional().catch(undefined);
const named = z.object({ id: someText }).optional().catch(undefined);

/** Where somebody clicked or typed something, as far as Slack tells: commands and clicks say it in different fields. */
const clickSchema = z
  .object({
    response_url: someText,
    channel_id: someText,
    channel: named,
    user_id: someText,
    user: named,
  })
  .transform((body) => ({
    responseUrl: body.response_url,
    channel: body.channel_id ?? body.channel?.id,
    userId: body.user_id ?? body.user?.id,
  }));

function clickOf(body: object): z.infer<typeof clickSchema> {
  return clickSchema.parse(body);
}
