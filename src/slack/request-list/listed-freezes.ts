import { freezesWithin, type FreezeWindow } from '#src/approval/policy/freeze.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { freezeSentence, frozenPlace } from '#src/slack/kit/freeze-sentence.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';

/** A freeze and the project that it is in. */
export type ListedFreeze = FreezeWindow & { readonly project: string };

/** Freezes that hold at some time of a span, the earliest first. `taskId`: those that concern this task. */
export async function freezesIn(
  approval: Pick<ApprovalService, 'freezesOf'>,
  projects: Iterable<SlackProject>,
  span: { readonly fromMs: number; readonly untilMs: number },
  taskId?: string,
): Promise<ListedFreeze[]> {
  const each = await Promise.all(
    Array.from(projects, async (project) => {
      const freezes = freezesWithin(await approval.freezesOf(project, taskId), span);
      return freezes.map((freeze) => ({ ...freeze, project: project.name }));
    }),
  );
  return each.flat().toSorted((a, b) => a.fromMs - b.fromMs);
}

/** A line of mrkdwn: when, why and what is frozen. */
export function listedFreezeSentence(freeze: ListedFreeze, nowMs: number, words: Words): string {
  const place = frozenPlace(freeze.project, freeze.chat?.task, words);
  return freezeSentence(freeze, nowMs, words, place);
}
