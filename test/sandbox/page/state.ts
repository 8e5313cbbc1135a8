import { seen } from '../slack/person/modal.ts';
import type { Ephemeral, Mention, Message, SeenMessage } from '../slack/types.ts';
import { stateOf } from '../slack/views.ts';
import { BOT, type Workspace } from '../slack/workspace.ts';
import { clockState, type Surroundings } from './surroundings.ts';

/** Whether one of these mentions the person, by name, group or everybody. */
export const isFor = (
  { usergroups }: Workspace,
  personId: string,
  mentions: readonly Mention[],
): boolean =>
  mentions.some(({ kind, id }) => {
    if (kind === 'broadcast') return true;
    return kind === 'user'
      ? id === personId
      : usergroups.get(id)?.users.includes(personId) === true;
  });

/** The workspace as one person sees it: their channels, their answers, their modals, their home. */
export const stateFor = ({ slack, world }: Surroundings, personId: string) => {
  const { workspace } = slack;
  const me = workspace.people.get(personId);
  if (me === undefined) throw new Error(`nobody called ${personId} works here`);
  // The conversation with an app is for members of its workspace.
  const isHere = me.team_id === workspace.team.id;
  const direct = isHere ? workspace.directChannel(personId).id : null;
  const groups = Array.from(workspace.usergroups.values());

  const filledIn = ({ channel, ts, blocks }: Message | Ephemeral) =>
    stateOf(blocks, workspace.typedInMessages.get(`${personId} ${channel} ${ts}`) ?? {});
  const forMe = <T extends Message>(message: T) => ({
    ...message,
    state: filledIn(message),
    mentionsMe: message.user !== personId && isFor(workspace, personId, message.mentions),
  });
  const whole = (message: SeenMessage) => ({
    ...forMe(message),
    replies: message.replies.map(forMe),
  });
  const ephemeralsIn = (channelId: string) =>
    workspace.ephemerals
      .filter(({ user, channel }) => user === personId && channel === channelId)
      .map((message) => ({ ...message, state: filledIn(message) }));

  const channels = Array.from(workspace.channels.values())
    .filter(({ members }) => members.includes(personId))
    .map(({ id, name, kind, isPrivate, members, botIsMember }) => ({
      isShared: workspace.isShared(id),
      id,
      name,
      kind,
      isPrivate,
      members,
      botIsMember,
      messages: workspace.timeline(id).map(whole),
      ephemerals: ephemeralsIn(id),
    }));

  return {
    clock: clockState(world),
    me: personId,
    team: workspace.team,
    bot: {
      user: BOT.user,
      name: workspace.manifest.botName,
      hasHome: isHere && workspace.manifest.hasHomeTab,
    },
    people: Array.from(workspace.people.values()),
    usergroups: groups,
    commands: isHere ? workspace.manifest.commandTexts : [],
    shortcuts: isHere ? workspace.manifest.shortcuts : [],
    direct,
    channels,
    modals: workspace.stackOf(personId).map(seen),
    home: slack.person(personId).home() ?? null,
  };
};

export type PageState = ReturnType<typeof stateFor>;
