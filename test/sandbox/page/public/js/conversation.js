import { appTabs } from './app-tabs.js';
import { composer } from './composer.js';
import { dayKey, dayTitle, fromTs, today } from './dates.js';
import { h, keyed, redraw } from './dom.js';
import { icon } from './icons.js';
import { messageNode } from './message.js';
import { avatar, channelTitle } from './names.js';

const together = 5 * 60;

const follows = (before, message) =>
  before !== undefined &&
  before.user === message.user &&
  before.bot_id === undefined &&
  before.from === undefined &&
  message.from === undefined &&
  message.bot_id === undefined &&
  message.reply_broadcast !== true &&
  Number(message.ts) - Number(before.ts) < together;

/** What is typed into a message is no reason to draw it anew. */
export const withoutState = (message) => ({ ...message, state: undefined });

const byTime = (one, other) => Number(one.ts) - Number(other.ts);

/** Messages and what only oneself sees, in order, with a line where a day begins. */
const entriesOf = (app, channel) => {
  const ephemerals = channel.ephemerals.filter(
    ({ ts, thread_ts: thread }) => thread === undefined && !app.dismissed.has(ts),
  );
  const messages = [...channel.messages, ...ephemerals].toSorted(byTime);
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const date = fromTs(message.ts);
    const day = dayKey(date);
    const isNewDay = before === undefined || dayKey(fromTs(before.ts)) !== day;
    const isCompact = !isNewDay && follows(before, message);
    const entry = {
      key: message.ts,
      version: JSON.stringify([
        withoutState(message),
        isCompact,
        app.failures.get(message.ts),
        today(),
      ]),
      render: () => messageNode(app, message, { isCompact }),
    };
    const divider = {
      key: `day ${day}`,
      version: dayTitle(date),
      render: () => h('div', { class: 'day', role: 'separator' }, h('span', {}, dayTitle(date))),
    };
    return isNewDay ? [divider, entry] : [entry];
  });
};

const header = (app, channel) => {
  const { state } = app;
  const isDirect = channel.kind === 'im';
  const members = channel.members.length + (channel.botIsMember && !isDirect ? 1 : 0);
  const glyph = isDirect
    ? avatar(state, state.bot.user, 's')
    : icon(channel.isPrivate ? 'lock' : 'hash', 18);
  return [
    app.menuButton(),
    h('h1', {}, glyph, channelTitle(state, channel)),
    isDirect
      ? appTabs(app, 'messages')
      : h(
          'span',
          { class: 'main-facts' },
          `${members} members`,
          channel.isShared && ' · shared with another workspace',
          !channel.botIsMember && ` · ${state.bot.name} is not in this channel`,
        ),
  ];
};

const emptyNote = (app, channel) =>
  h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, 'Nothing has been said here yet'),
    h(
      'p',
      {},
      channel.kind === 'im'
        ? `What ${app.state.bot.name} has to say to you alone comes here.`
        : 'Write a message, or type / to see what the app can do.',
    ),
  );

const nearBottom = 120;

/** The timeline of one channel and the box to write into. Kept as long as it is the same place. */
export const createConversation = (app, channelId) => {
  const head = h('header', { class: 'main-head' });
  const list = h('div', {
    class: 'messages',
    role: 'log',
    'aria-label': 'Messages',
    tabindex: '0',
  });
  const box = composer(app, { channel: channelId });
  const node = h('div', { class: 'conversation' }, head, list, box.node);
  let isFirst = true;

  const render = (channel) => {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearBottom;
    const { id, members, botIsMember } = channel;
    const version = JSON.stringify([id, members.length, botIsMember, app.ui.sidebarOpen]);
    redraw(head, version, () => header(app, channel));
    const entries = entriesOf(app, channel);
    const empty = {
      key: 'empty',
      version: '',
      render: () => emptyNote(app, channel),
    };
    keyed(list, entries.length === 0 ? [empty] : entries);
    box.render(channel);
    if (isFirst || isAtEnd) list.scrollTop = list.scrollHeight;
    isFirst = false;
  };
  return { node, render, focus: box.focus, insert: box.insert };
};
