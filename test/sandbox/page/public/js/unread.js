/** The newest message that each person has seen, by channel. */
const keyOf = (as) => `relaydesk sandbox, seen by ${as}`;
const read = (as) => JSON.parse(localStorage.getItem(keyOf(as)) ?? '{}');
export const seenAt = (as, channelId) => Number(read(as)[channelId] ?? 0);

const withReplies = ({ messages }) => messages.flatMap((message) => [message, ...message.replies]);
const newestIn = (channel) => Math.max(0, ...withReplies(channel).map(({ ts }) => Number(ts)));

/** Messages of others after a moment. A reply that was also sent to the channel counts once. */
const after = (at, as, channel) => {
  const all = withReplies(channel).filter(({ ts, user }) => Number(ts) > at && user !== as);
  return Array.from(new Map(all.map((message) => [message.ts, message])).values());
};
const areForMe = (channel, messages) =>
  messages.filter(({ mentionsMe }) => channel.kind === 'im' || mentionsMe);

/** How many messages are new to this person, and how many of them are for them. */
export const unreadIn = (as, channel) => {
  const fresh = after(seenAt(as, channel.id), as, channel);
  return { count: fresh.length, mentions: areForMe(channel, fresh).length };
};

export const markSeen = (as, channel) => {
  if (newestIn(channel) <= seenAt(as, channel.id)) return;
  localStorage.setItem(keyOf(as), JSON.stringify({ ...read(as), [channel.id]: newestIn(channel) }));
};

/** Messages for this person that came since the last look at the state. */
export const newMentions = (as, before, now) =>
  now.channels.flatMap((channel) => {
    const old = before.channels.find(({ id }) => id === channel.id);
    const fresh = after(old === undefined ? 0 : newestIn(old), as, channel);
    return areForMe(channel, fresh).map((message) => ({ channel, message }));
  });
