import type { Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import { noticeModal } from './notice-modals.ts';
import { openModal, type View } from './open-modal.ts';

/** What it takes to know who may be shown tasks and requests. */
export interface MembersDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotRequest'>;
  readonly words: PersonalWords;
}

/**
 * What stands in tasks, reasons and playlists is for full members of the workspace: undefined for them,
 * and the sentence that says so for everybody else. Whom Slack cannot tell us of is nobody.
 */
export async function whyNotLook(
  { projects, approval }: Omit<MembersDeps, 'words'>,
  person: Person,
  words: Words,
): Promise<string | undefined> {
  const [project] = projects.values();
  if (!project) return undefined;
  // Who may ask is another question: without a list it is every full member.
  const policy = { ...project.policy, requesters: undefined };
  const refusal = await approval.whyNotRequest({ ...project, policy }, person);
  return refusal && `🔒 ${refusalSentence(refusal, words)}`;
}

/** Opens a modal with what a full member is to see; everybody else reads in it why not. */
export function openForMember(
  deps: MembersDeps,
  slack: Parameters<typeof openModal>[0],
  { triggerId, person }: { readonly triggerId: string; readonly person: Person },
  fill: (words: Words) => Promise<View>,
): Promise<void> {
  const asked = { triggerId, userId: person.userId, words: deps.words };
  return openModal(slack, asked, (words) => viewForMember(deps, person, words, fill));
}

/** Slack is asked while the view is made, so that nobody waits longer for it; a no throws it away. */
export async function viewForMember(
  deps: MembersDeps,
  person: Person,
  words: Words,
  fill: (words: Words) => Promise<View>,
): Promise<View> {
  const [why, view] = await Promise.all([whyNotLook(deps, person, words), fill(words)]);
  return why === undefined ? view : noticeModal(why, words);
}
