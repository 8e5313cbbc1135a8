import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import { taskWith } from '../relay/sample-task.ts';
import { lead, requester } from './sample-request.ts';
import { project, setUpDesk } from './set-up-desk.ts';

export const SLATE = ['https://media.example.com/slate.mp4'];

const tasksOf = (count: number) =>
  Array.from({ length: count }, (_task, at) => ({
    base: taskWith({ task_id: `task-${at + 1}` }),
    change: { source_urls: SLATE },
  }));

/** A batch that was asked for, `R-7`, and what may be done with it. */
export const setUpBatch = async (
  count: number,
  policy: Partial<typeof project.policy> = {},
  { onFailure, ...fields }: Partial<ApprovalProject> & { readonly onFailure?: OnFailure } = {},
) => {
  const ours = { ...project, ...fields, policy: { ...project.policy, ...policy } };
  const desk = setUpDesk([], [ours]);
  const { approval, memory } = desk;
  const asked = {
    id: 'R-7',
    project: ours,
    tasks: tasksOf(count),
    preset: 'slate',
    reason: 'The feed is gone',
    requester,
    onFailure,
    isConfirmed: false,
  };
  const result = await approval.submitBatch(asked);
  const batch = async (): Promise<ChangeRequest> => {
    const found = await memory.store.load('R-7');
    if (!found) throw new Error('no batch');
    return found;
  };
  return {
    ...desk,
    asked,
    result,
    batch,
    parts: async () => approval.partsOf(await batch()),
    approves: async (person = lead) => {
      const { version, digest } = await batch();
      return approval.decide({ id: 'R-7', kind: 'approve', person, version, digest });
    },
  };
};
