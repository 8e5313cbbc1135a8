import type { PlayedSlack } from '../slack/index.ts';
import { seen } from '../slack/person/modal.ts';
import type { Ephemeral, Mention, SeenMessage } from '../slack/types.ts';
import { BOT } from '../slack/workspace.ts';

/** The workspace as one person sees it: their channels, their answers, their modals, their home. */
export const stateFor = (slack: PlayedSlack, personId: string) => {
  const { workspace } = slack;
  const me = workspace.people.get(personId);
  if (me === undefined) throw new Error(`nobody called ${personId} works here`);
  const direct = workspace.directChannel(personId);
  const groups = Array.from(workspace.usergroups.values());
  const mine = new Set(groups.filter(({ users }) => users.includes(personId)).map(({ id }) => id));

  const isMe = ({ kind, id }: Mention): boolean =>
    kind === 'broadcast' || (kind === 'user' ? id === personId : mine.has(id));
  const forMe = <T extends { mentions: Mention[]; user: string }>(message: T) => ({
    ...message,
    mentionsMe: message.user !== personId && message.mentions.some(isMe),
  });
  const whole = (message: SeenMessage) => ({
    ...forMe(message),
    replies: message.replies.map(forMe),
  });
  const ephemeralsIn = (channelId: string): Ephemeral[] =>
    workspace.ephemerals.filter(({ user, channel }) => user === personId && channel === channelId);

  const channels = Array.from(workspace.channels.values())
    .filter(({ members }) => members.includes(personId))
    .map(({ id, name, kind, isPrivate, members, botIsMember }) => ({
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
    me: personId,
    team: workspace.team,
    bot: {
      user: BOT.user,
      name: workspace.manifest.botName,
      hasHome: workspace.manifest.hasHomeTab,
    },
    people: Array.from(workspace.people.values()),
    usergroups: groups,
    commands: workspace.manifest.commandTexts,
    shortcuts: workspace.manifest.shortcuts,
    direct: direct.id,
    channels,
    modals: workspace.stackOf(personId).map(seen),
    home: slack.person(personId).home() ?? null,
  };
};

export type PageState = ReturnType<typeof stateFor>;
