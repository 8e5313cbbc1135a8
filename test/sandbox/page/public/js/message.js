import { blockNodes } from './blocks.js';
import { fromTs, fullTime, time } from './dates.js';
import { h, unseen } from './dom.js';
import { icon } from './icons.js';
import { mrkdwn } from './mrkdwn.js';
import { avatar, nameOf } from './names.js';
import { messageOwner } from './owners.js';
import { popupMenu } from './popup-menu.js';

const authorOf = (state, message) =>
  message.from === 'slack' ? 'Slackbot' : nameOf(state, message.user_shown ?? message.user);

const body = (app, message) => {
  if (message.blocks.length > 0) return blockNodes(messageOwner(app, message), message.blocks);
  return (
    message.text !== '' && h('div', { class: 'message-text' }, mrkdwn(app.state, message.text))
  );
};

const size = (bytes) =>
  bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;

const fileNode = ({ id, name, title, size: bytes, pretty_type: type }) =>
  h(
    'a',
    { class: 'file', href: `/file?id=${encodeURIComponent(id)}`, download: name },
    icon('file', 22),
    h(
      'span',
      {},
      h('strong', {}, title),
      h('span', { class: 'muted' }, [
        title === name ? '' : `${name} · `,
        `${type} · ${size(bytes)}`,
      ]),
    ),
    h('span', { class: 'file-get' }, icon('download', 18), unseen('Download')),
  );

const replyLine = (app, message) => {
  const count = message.replies?.length ?? 0;
  if (count === 0) return undefined;
  const last = fromTs(message.replies.at(-1).ts);
  const people = Array.from(new Set(message.replies.map(({ user }) => user))).slice(0, 3);
  return h(
    'button',
    {
      type: 'button',
      class: 'replies',
      data: { focus: `${message.ts}/replies` },
      on: { click: () => app.openThread(message) },
    },
    people.map((id) => avatar(app.state, id, 'xs')),
    h('span', { class: 'replies-count' }, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    h('span', { class: 'replies-last' }, `last at ${time(last)}`),
  );
};

const messageShortcuts = (app, message) => {
  const { channel, ts } = message;
  const entries = app.state.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ callbackId, name }) => ({
      text: name,
      choose: () => void app.act('uses_message_shortcut', { callback_id: callbackId, channel, ts }),
    }));
  if (entries.length === 0) return undefined;
  const props = {
    class: 'tool',
    'aria-label': 'More actions',
    title: 'More actions',
    data: { focus: `${ts}/more` },
  };
  return popupMenu(props, icon('more', 18), entries);
};

const toolbar = (app, message) =>
  h(
    'div',
    { class: 'message-tools' },
    h(
      'button',
      {
        type: 'button',
        class: 'tool',
        'aria-label': 'Reply in thread',
        title: 'Reply in thread',
        data: { focus: `${message.ts}/thread` },
        on: { click: () => app.openThread(message) },
      },
      icon('thread', 18),
    ),
    messageShortcuts(app, message),
  );

const failureLine = (app, message) => {
  const failure = app.failures.get(message.ts);
  return (
    failure && h('p', { class: 'message-failure', role: 'alert' }, icon('warning', 16), failure)
  );
};

const headLine = (state, message, date) =>
  h(
    'div',
    { class: 'message-head' },
    h('span', { class: 'message-author' }, authorOf(state, message)),
    message.user_shown === state.bot.user && h('span', { class: 'app-tag' }, 'App'),
    h('time', { datetime: date.toISOString(), title: fullTime(date) }, time(date)),
  );

/**
 * One message. `isCompact` leaves out who wrote it, when that is the same as above; `inThread` leaves
 * out what leads to the thread.
 */
export const messageNode = (app, message, { isCompact = false, inThread = false } = {}) => {
  const { state } = app;
  const isEphemeral = message.from !== undefined;
  const author = isEphemeral && message.from !== 'slack' ? state.bot.user : message.user;
  const shown = { ...message, user_shown: author };
  const date = fromTs(message.ts);
  const isBroadcast = !inThread && message.reply_broadcast === true;
  const classes = [
    'message',
    isCompact && 'message-compact',
    message.mentionsMe && 'message-for-me',
    isEphemeral && 'message-ephemeral',
  ].filter(Boolean);
  const gutter = isCompact
    ? h('time', { class: 'gutter-time', title: fullTime(date) }, time(date))
    : avatar(state, message.from === 'slack' ? 'slackbot' : author);
  return h(
    'article',
    { class: classes.join(' '), 'aria-label': `${authorOf(state, shown)}, ${time(date)}` },
    h('div', { class: 'message-gutter' }, gutter),
    h(
      'div',
      { class: 'message-body' },
      isEphemeral && ephemeralNote(app, message),
      isBroadcast && broadcastNote(app, message),
      !isCompact && headLine(state, shown, date),
      h('div', { class: 'message-content' }, body(app, message), message.files?.map(fileNode)),
      message.edited !== undefined && h('span', { class: 'edited' }, '(edited)'),
      failureLine(app, message),
      !inThread && replyLine(app, message),
    ),
    !isEphemeral && !inThread && toolbar(app, message),
  );
};

const broadcastNote = (app, message) =>
  h(
    'button',
    { type: 'button', class: 'broadcast-note', on: { click: () => app.openThread(message) } },
    icon('broadcast', 16),
    'replied to a thread',
  );

const ephemeralNote = (app, message) =>
  h(
    'div',
    { class: 'ephemeral-note' },
    icon('eye', 16),
    'Only visible to you',
    h(
      'button',
      { type: 'button', class: 'dismiss', on: { click: () => app.dismiss(message.ts) } },
      'Dismiss message',
    ),
  );
