import { useMemo } from 'preact/hooks';
import { Blocks } from '../blocks/blocks.js';
import { Within, ownerOf } from '../blocks/owner.js';
import { classes, counted, dotted, html, unseen } from '../html.js';
import { IconButton, icon } from '../icons.js';
import { avatar, nameOf } from '../names.js';
import { PopupMenu } from '../popups.js';
import { app, dismiss, openThread, perform } from '../store.js';
import { dayKey, fromTs, moment, now, time } from '../text/dates.js';
import { mrkdwn } from '../text/mrkdwn.js';

const ownerFor = ({ channel, ts, state, edited }) =>
  ownerOf(`${channel} ${ts}`, { where: 'message', channel, ts }, { state, version: edited?.ts });

/** Why a click or input did not reach the bot. */
export const Failure = ({ text }) =>
  text && html`<p class="trouble" role="alert">${icon('warning', 16)}${text}</p>`;

const size = (bytes) =>
  bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;

const fileLink = ({ id, name, title, size: bytes, pretty_type: type }) =>
  html`<a class="file" href=${`/file?id=${encodeURIComponent(id)}`} download=${name}>
    ${icon('file', 22)}
    <span>
      <strong>${title}</strong>
      <span class="muted">${dotted(title !== name && name, type, size(bytes))}</span>
    </span>
    ${icon('download', 18)}${unseen('Download')}
  </a>`;

const repliesLine = (message) => {
  const { replies = [] } = message;
  const people = Array.from(new Set(replies.map(({ user }) => user))).slice(0, 3);
  return html`<button type="button" class="replies" onClick=${() => openThread(message)}>
    ${people.map((id) => avatar(id, 'xs'))}
    <strong>${counted(replies.length, 'reply', 'replies')}</strong>
    <span class="muted">last at ${time(fromTs(replies.at(-1).ts))}</span>
  </button>`;
};

/** A menu of the app's shortcuts of one type, where it has any. */
export const Shortcuts = ({ type, label, name, use }) => {
  const entries = app.state.shortcuts
    .filter((shortcut) => shortcut.type === type)
    .map(({ callbackId, name: text }) => ({ text, choose: () => use(callbackId) }));
  if (entries.length === 0) return undefined;
  return html`<${PopupMenu} class="tool" label=${label} entries=${entries}>${icon(name, 18)}<//>`;
};

const Tools = ({ message }) => {
  const { channel, ts } = message;
  const use = (id) => void perform('uses_message_shortcut', { callback_id: id, channel, ts });
  return html`<div class="message-tools">
    <${IconButton} look="tool" size=${18} name="thread" label="Reply in thread"
      onClick=${() => openThread(message)} />
    <${Shortcuts} type="message" label="More actions" name="more" use=${use} />
  </div>`;
};

const ephemeralNote = ({ ts }) => html`<div class="message-note">
  ${icon('eye', 16)} Only visible to you
  <button type="button" class="link" onClick=${() => dismiss(ts)}>Dismiss message</button>
</div>`;

const broadcastNote = (message) =>
  html`<button type="button" class="message-note link" onClick=${() => openThread(message)}>
    ${icon('broadcast', 16)} Replied to a thread
  </button>`;

const head = (name, isApp, date) =>
  html`<div class="message-head">
    <strong>${name}</strong>
    ${isApp && html`<span class="app-tag">App</span>`}
    ${moment(date)}
  </div>`;

const Drawn = ({ message, isCompact, inThread, owner }) => {
  const { ts, from, blocks, text, files = [], edited, replies = [] } = message;
  const { user: bot } = app.state.bot;
  const author = from === undefined ? message.user : from === 'slack' ? 'slackbot' : bot;
  const name = author === 'slackbot' ? 'Slackbot' : nameOf(author);
  const date = fromTs(ts);
  const look = classes(
    'message',
    isCompact && 'message-compact',
    message.mentionsMe && 'message-for-me',
    from !== undefined && 'message-ephemeral',
  );
  return html`<article class=${look} aria-label=${`${name}, ${time(date)}`} tabindex="-1"
    data-message=${ts}>
    ${from !== undefined && ephemeralNote(message)}
    ${!inThread && message.reply_broadcast === true && broadcastNote(message)}
    <div class="message-gutter">${isCompact ? moment(date) : avatar(author)}</div>
    ${!isCompact && head(name, author === bot, date)}
    <div class="message-body">
      <${Within} value=${owner}>
        ${blocks.length > 0 ? html`<${Blocks} blocks=${blocks} />` : mrkdwn(text)}
      <//>
      ${files.map(fileLink)}
      ${edited !== undefined && html`<span class="edited">(edited)</span>`}
      <${Failure} text=${owner.failure()} />
      ${!inThread && replies.length > 0 && repliesLine(message)}
    </div>
    ${from === undefined && !inThread && html`<${Tools} message=${message} />`}
  </article>`;
};

/**
 * One message, rendered again only when it has changed. `isCompact` leaves out the author if it is the
 * same as above; `inThread` leaves out the link to the thread.
 */
export const Message = ({ message, isCompact = false, inThread = false }) => {
  const owner = ownerFor(message);
  return useMemo(
    () => html`<${Drawn} ...${{ message, isCompact, inThread, owner }} />`,
    [message, isCompact, inThread, owner.failure(), owner.revision(), dayKey(now())],
  );
};
