import { isSlackAway, OutOfReachError, slackErrorName } from '#src/slack/transport/slack-errors.ts';
import { findFile } from './find-posted.ts';
import { type FileUpload, SlackFullError } from './paced-posting.ts';
import type { PostDeps, Showing } from './post-once.ts';

/** Whether a file is in its thread; if not, `why` is Slack's error, if there was one. */
interface Uploaded {
  readonly isThere: boolean;
  readonly why?: string;
}

/**
 * Puts a file into a thread once, even if a replica is killed meanwhile. A file that was tried before and is not
 * there is given up, so that failing uploads hold up nothing for long. Throws if it is worth trying again.
 */
export async function uploadOnce(
  deps: PostDeps,
  showing: Showing,
  { part, ...file }: FileUpload & { readonly part: string },
): Promise<Uploaded> {
  const { id, createdAtMs } = showing.request;
  const { channel, threadTs, filename } = file;
  const wasTried = showing.shown.begun === part;
  if (wasTried || showing.mayHaveBegun) {
    const where = { channel, threadTs, sinceMs: createdAtMs, nowMs: deps.now() };
    const isThere = await deps.posting.within(channel, () =>
      findFile(deps.client, filename, where),
    );
    if (isThere) return { isThere: true };
    if (wasTried) return { isThere: false };
  }
  await deps.posting.takeSlot(channel, `${id} ${part}`);
  if (!(await deps.shown.begin(id, part))) throw new Error(`another replica shows ${id} by now`);
  try {
    await deps.posting.upload(file);
  } catch (error) {
    const why = slackErrorName(error);
    const isToBeAsked = error instanceof OutOfReachError || error instanceof SlackFullError;
    if (isToBeAsked || why === undefined || isSlackAway(error)) throw error;
    deps.log.warn('Slack did not accept a file', { request: id, error });
    return { isThere: false, why };
  }
  deps.log.info('request: uploaded', { request: id, part, channel });
  return { isThere: true };
}
