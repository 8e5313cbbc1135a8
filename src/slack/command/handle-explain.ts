import type { Reply, TypedChange } from '#commands/command.ts';
import { explain, explainRequest } from '#src/approval/policy/explain.ts';
import { wholeProject } from '#src/approval/policy/freeze.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { isLiveNow } from '#src/relay/change-facts.ts';
import { type Message, messageFrom, messagesOf } from '#src/slack/kit/message.ts';
import { escaped, nameOf } from '#src/slack/kit/text.ts';
import { placeAsked, type PlaceDeps } from '#src/slack/task/find-task.ts';
import type { Words } from '#src/slack/words/index.ts';
import { explainedChange, explainedPolicy, explainedRequest } from './explanation.ts';

export interface ExplainDeps extends PlaceDeps {
  readonly approval: Pick<ApprovalService, 'load' | 'findingsNow' | 'freezesOf'>;
  readonly now: () => number;
}

/** `/relay explain` of a project, a task, or a hypothetical change. */
export async function explainAnswer(
  deps: ExplainDeps,
  asked: Reply<'explain'>,
  words: Words,
): Promise<Message[]> {
  const found = await placeAsked(deps, asked, words);
  if ('messages' in found) return found.messages;
  const { project, task } = found;
  const nowMs = deps.now();
  const { change } = asked;
  const freezes = await deps.approval.freezesOf(project, task?.task_id);
  if (change.fields.length === 0) {
    return messagesOf(explainedPolicy(project, freezes, nowMs, words));
  }
  const concerning = task ? freezes : wholeProject(freezes);
  const isLive = task && isLiveNow(task, nowMs);
  const explained = explain(project.policy, { ...change, task, isLive }, nowMs, concerning);
  const inProject = `*${escaped(project.name)}*`;
  const place = task ? `*${nameOf(task)}* (${inProject})` : inProject;
  const title = words.explain.change(fieldsText(change), place);
  return messagesOf(explainedChange(title, explained, nowMs, words));
}

/** `/relay explain R-142`. */
export async function explainRequestAnswer(
  deps: ExplainDeps,
  { request: id }: { readonly request: string },
  words: Words,
): Promise<Message[]> {
  const request = await deps.approval.load(id);
  const project = request && deps.projects.get(request.project);
  if (!request || !project) {
    return [messageFrom(`🔒 ${words.requestList.noRequest(id)}`)];
  }
  const nowMs = deps.now();
  const [found, freezes] = await Promise.all([
    deps.approval.findingsNow(request),
    deps.approval.freezesOf(project, request.base.task_id),
  ]);
  const known = { ...request, ...found };
  const explained = explainRequest(known, project.policy, nowMs, freezes);
  return messagesOf(explainedRequest(request, explained, nowMs, words));
}

function fieldsText({ fields, status }: TypedChange): string {
  return fields
    .map((field) => `\`${field === 'status' && status ? `status: ${escaped(status)}` : field}\``)
    .join(' ');
}
