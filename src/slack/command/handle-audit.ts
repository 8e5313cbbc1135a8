import type { webApi } from '@slack/bolt';
import type { Reply } from '#commands/command.ts';
import type { AuditLine, AuditTrail } from '#src/approval/audit/audit.ts';
import { type Person, samePerson } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { type Message, messageFrom, pageGone, messagesOf } from '#src/slack/kit/message.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { escaped, inCode } from '#src/slack/kit/text.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { isMissingScope, slackErrorName } from '#src/slack/transport/slack-errors.ts';
import type { Words } from '#src/slack/words/index.ts';
import { auditFacts, auditLineText, isAboutProject } from './audit-lines.ts';

export interface AuditDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'load' | 'whyNoApprover'>;
  readonly trail: Pick<AuditTrail, 'ofRequest' | 'newestFirst' | 'count' | 'head'>;
  /** With a longer timeout. */
  readonly uploadClient: webApi.WebClient;
}

/** Lines shown in an answer; the file holds more. */
const SHOWN_MAX = 25;
/** Lines in a file, so that creating it does not block the process; the shell command has no limit. */
const EXPORTED_MAX = 10_000;
/** How many lines are searched for those of one project. */
const READ_MAX = 100_000;

/** `/relay audit`: for the approvers of a project; requesters see that of their own requests. */
export async function auditAnswer(
  deps: AuditDeps,
  asked: Reply<'audit'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  const request = asked.request === undefined ? undefined : await deps.approval.load(asked.request);
  if (asked.request !== undefined && !request) {
    return [messageFrom(`🔒 ${words.requestList.noRequest(asked.request)}`)];
  }
  const project = deps.projects.get(request?.project ?? asked.project ?? '');
  if (!project) return [pageGone(words)];
  const isOwn = request !== undefined && samePerson(request.requester, asked.by);
  const refusal = isOwn ? undefined : await deps.approval.whyNoApprover(project, asked.by);
  if (refusal) return refused(refusal, words);
  const what = request?.id ?? project.name;
  const lines = request
    ? await deps.trail.ofRequest(request.id)
    : await newestOf(deps.trail, project, asked.isExport ? EXPORTED_MAX : SHOWN_MAX);
  if (lines.length === 0) return [messageFrom(words.audit.empty)];
  return asked.isExport
    ? [messageFrom(await sendFile(deps.uploadClient, { what, lines, to: asked.by }, words))]
    : shown(deps, what, lines, request !== undefined, words);
}

async function shown(
  { trail }: AuditDeps,
  what: string,
  lines: readonly AuditLine[],
  isRequest: boolean,
  words: Words,
): Promise<Message[]> {
  const { audit } = words;
  const [count, head = ''] = await Promise.all([trail.count(), trail.head()]);
  const kept = lines.slice(-SHOWN_MAX);
  const dropped = lines.length - kept.length;
  return messagesOf([
    isRequest ? audit.request(what, lines.length) : audit.project(escaped(what), kept.length),
    ...kept.map((entry) => auditLineText(auditFacts(entry))),
    ...(dropped > 0 ? [audit.cut(dropped)] : []),
    audit.head(count, head),
  ]);
}

/** The newest lines of one project, in chronological order. */
async function newestOf(
  trail: AuditDeps['trail'],
  project: SlackProject,
  max: number,
): Promise<AuditLine[]> {
  const found: AuditLine[] = [];
  let read = 0;
  for await (const batch of trail.newestFirst()) {
    found.push(...batch.filter((entry) => isAboutProject(auditFacts(entry), project)));
    read += batch.length;
    if (found.length >= max || read >= READ_MAX) break;
  }
  return found.slice(0, max).toReversed();
}

/** Sends the lines as a file in a direct message; the sentence says whether that worked. */
async function sendFile(
  client: webApi.WebClient,
  file: { readonly what: string; readonly lines: readonly AuditLine[]; readonly to: Person },
  { audit }: Words,
): Promise<string> {
  const { what, lines, to } = file;
  const filename = `audit-${what}.jsonl`;
  const text = lines.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  try {
    const { channel } = await client.conversations.open({ users: to.userId });
    if (!channel?.id) throw new Error('conversations.open answered without a channel');
    await client.files.uploadV2({
      channel_id: channel.id,
      file: Buffer.from(text),
      filename,
      initial_comment: audit.fileComment(what),
    });
  } catch (error) {
    const name = slackErrorName(error);
    if (name === undefined) throw error;
    return isMissingScope(error) ? audit.missingScope : audit.refused(inCode(name));
  }
  const sent = audit.exported(lines.length, filename);
  return lines.length < EXPORTED_MAX ? sent : `${sent}\n${audit.exportedAll(EXPORTED_MAX)}`;
}

function refused(refusal: Refusal, words: Words): Message[] {
  const isOther = refusal.reason === 'not_an_approver' || refusal.reason === 'no_approvers';
  return [
    messageFrom(isOther ? words.audit.forApprovers : `🔒 ${refusalSentence(refusal, words)}`),
  ];
}
