import type { ApprovalContext, Result } from './approval-context.ts';
import { type Person, samePerson } from './change-request.ts';
import { commitEvent } from './commit-event.ts';
import type { Event } from './event.ts';
import { openHalt } from './part.ts';
import { whyNotDecide } from './permission.ts';
import type { Refusal } from './refusal.ts';
import { loadViewed, type ViewedVersion } from './viewed-version.ts';

/**
 * Whether the rest of a batch is to run. Who may decide on the batch may say so; its requester may stop it. What runs
 * already runs to its end.
 */
export async function answerHalt(
  context: ApprovalContext,
  id: string,
  {
    answer,
    person,
    viewed,
  }: {
    readonly answer: 'go_on' | 'stop_rest';
    readonly person: Person;
    readonly viewed: ViewedVersion;
  },
): Promise<Result> {
  const found = await loadViewed(context, id, viewed);
  if (!found.ok) return found;
  const { request: loaded } = found;
  const isOwn = answer === 'stop_rest' && samePerson(loaded.requester, person);
  const refusal = isOwn ? undefined : await whyNotDecide(context, loaded, person);
  if (refusal) return { ok: false, refusal, request: loaded };
  return commitEvent(
    context,
    id,
    ({ batch }): Event | Refusal => {
      // It has gone on and asks again: the person did not see for which parts.
      const halt = openHalt(batch);
      const isSeen = answer === 'stop_rest' || !halt || viewed.version >= halt.version;
      if (!isSeen) return { reason: 'wrong_digest' };
      return { name: answer, person };
    },
    loaded,
  );
}
