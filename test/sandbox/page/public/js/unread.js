/** What each person has looked at, by channel: the newest message that was in view. */
const keyOf = (as) => `relaydesk sandbox, seen by ${as}`;

const read = (as) => {
  try {
    return JSON.parse(localStorage.getItem(keyOf(as)) ?? '{}');
  } catch {
    return {};
  }
};

const withReplies = (channel) =>
  channel.messages.flatMap((message) => [message, ...message.replies]);

const newestOf = (channel) =>
  withReplies(channel).reduce((newest, { ts }) => (Number(ts) > Number(newest) ? ts : newest), '0');

export const seenTs = (as, channelId) => read(as)[channelId] ?? '0';

/** How many messages are new to this person, and how many of them are for them. */
export const unreadIn = (as, channel) => {
  const seen = Number(seenTs(as, channel.id));
  const fresh = withReplies(channel).filter(({ ts, user }) => Number(ts) > seen && user !== as);
  const unique = new Map(fresh.map((message) => [message.ts, message]));
  const messages = Array.from(unique.values());
  const isForMe = (message) => channel.kind === 'im' || message.mentionsMe;
  return { count: messages.length, mentions: messages.filter(isForMe).length };
};

export const markSeen = (as, channel) => {
  const seen = read(as);
  const newest = newestOf(channel);
  if (Number(newest) <= Number(seen[channel.id] ?? '0')) return;
  localStorage.setItem(keyOf(as), JSON.stringify({ ...seen, [channel.id]: newest }));
};

/** Messages for this person that came since the last look at the state. */
export const newMentions = (as, before, now) => {
  if (before === undefined || before.me !== now.me) return [];
  return now.channels.flatMap((channel) => {
    const old = before.channels.find(({ id }) => id === channel.id);
    const since = old === undefined ? 0 : Number(newestOf(old));
    return withReplies(channel)
      .filter((message) => Number(message.ts) > since && message.user !== as)
      .filter((message) => channel.kind === 'im' || message.mentionsMe)
      .map((message) => ({ channel, message }));
  });
};
