import { useLayoutEffect, useRef } from 'preact/hooks';
import { dotted, html } from '../html.js';
import { IconButton } from '../icons.js';
import { channelGlyph, channelTitle } from '../names.js';
import { app, goTo, insert, toggleSidebar } from '../store.js';
import { dayKey, dayTitle, fromTs } from '../text/dates.js';
import { partsOfHint } from './commands.js';
import { Composer } from './composer.js';
import { Message } from './message.js';

const nearEnd = 120;

/** Scrolls to the message that a link led to, and shows which one it is. */
const reach = (list) => {
  const found = list.querySelector(`[data-message="${app.target}"]`);
  if (found === null) return false;
  app.target = undefined;
  found.scrollIntoView({ block: 'center' });
  found.focus({ preventScroll: true });
  app.focusNext = undefined;
  return true;
};

/** Messages that stay at their end while more come, unless somebody has scrolled up. */
export const Messages = ({ label, children }) => {
  const list = useRef();
  const isAtEnd = useRef(true);
  /** The last scroll position. */
  const top = useRef(0);
  const look = () => {
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
    top.current = scrollTop;
  };
  const stay = () => {
    // The scroll event comes after the scrolling; rendering in between must not undo it.
    if (list.current.scrollTop < top.current) look();
    if (isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
    top.current = list.current.scrollTop;
  };
  useLayoutEffect(() => {
    if (app.target !== undefined && reach(list.current)) look();
    else stay();
  });
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(stay);
    watcher.observe(list.current);
    return () => watcher.disconnect();
  }, []);
  return html`<div class="messages" role="log" aria-label=${label} tabindex="0" ref=${list}
    onScroll=${look}>${children}</div>`;
};

export const Divider = ({ children }) =>
  html`<div class="divider" role="separator"><span>${children}</span></div>`;

/** Messages and ephemeral messages, in order. */
export const inOrder = (messages, ephemerals) =>
  [...messages, ...ephemerals.filter(({ ts }) => !app.dismissed.has(ts))].toSorted(
    (one, other) => Number(one.ts) - Number(other.ts),
  );

const together = 5 * 60;
const isPlain = ({ bot_id: bot, from, reply_broadcast: isBroadcast }) =>
  bot === undefined && from === undefined && isBroadcast !== true;
const follows = (before, message) =>
  before.user === message.user &&
  isPlain(before) &&
  isPlain(message) &&
  Number(message.ts) - Number(before.ts) < together;

/** The messages of a channel, with a line where a day begins. */
const timeline = ({ messages, ephemerals }) => {
  const own = ephemerals.filter((message) => message.thread_ts === undefined);
  const all = inOrder(messages, own);
  return all.map((message, index) => {
    const before = all[index - 1];
    const date = fromTs(message.ts);
    const isNewDay = before === undefined || dayKey(fromTs(before.ts)) !== dayKey(date);
    const isCompact = !isNewDay && follows(before, message);
    return [
      isNewDay && html`<${Divider} key=${dayKey(date)}>${dayTitle(date)}<//>`,
      html`<${Message} key=${message.ts} message=${message} isCompact=${isCompact} />`,
    ];
  });
};

const suggested = 4;

const suggestion = (line) =>
  html`<button type="button" class="button button-small" onClick=${() => insert(`${line} `)}>
    ${line}
  </button>`;

/** Shown in an empty channel: the first things to do with the app. */
const Empty = ({ isDirect }) => {
  const { bot, commands } = app.state;
  const lines = commands.flatMap(({ command, usageHint }) =>
    partsOfHint(usageHint).map(({ word }) => `${command} ${word}`),
  );
  const words = isDirect
    ? `${bot.name} writes here what is for you alone.`
    : `Try ${bot.name} with a command:`;
  return html`<div class="empty">
    <h2>No messages yet</h2>
    <p>${words}</p>
    ${!isDirect && html`<div class="button-row">${lines.slice(0, suggested).map(suggestion)}</div>`}
  </div>`;
};

const tab = (at, text) =>
  html`<button type="button" class="tab" aria-current=${app.ui.at === at ? 'page' : undefined}
    onClick=${() => goTo(at)}>${text}</button>`;

/** The two sides of an app, as Slack shows them above either. Without a home there is one side. */
const Tabs = () => {
  const { bot, direct } = app.state;
  if (!bot.hasHome) return html`<span class="facts-line">Direct message with the app</span>`;
  const tabs = [tab('home', 'Home'), tab(direct, 'Messages')];
  return html`<nav class="tabs" aria-label=${bot.name}>${tabs}</nav>`;
};

const Facts = ({ channel: { members, botIsMember, isShared } }) => {
  const count = `${members.length + (botIsMember ? 1 : 0)} members`;
  const shared = isShared && 'shared with another workspace';
  const missing = !botIsMember && `${app.state.bot.name} is not in this channel`;
  return html`<span class="facts-line">${dotted(count, shared, missing)}</span>`;
};

/** The header of a channel, or of the app. */
export const Head = ({ channel, title, glyph }) =>
  html`<header class="head">
    <${IconButton} name="menu" label="Channels" look="button button-icon menu-button"
      aria-controls="sidebar" aria-expanded=${app.ui.isSidebarOpen} onClick=${toggleSidebar} />
    <h1>${glyph}<span>${title}</span></h1>
    ${channel?.kind === 'channel' ? html`<${Facts} channel=${channel} />` : html`<${Tabs} />`}
  </header>`;

/** The timeline of one channel and the box to write into. */
export const Conversation = ({ channel }) => {
  const isEmpty = channel.messages.length + channel.ephemerals.length === 0;
  return html`<div class="conversation">
    <${Head} channel=${channel} title=${channelTitle(channel)}
      glyph=${channelGlyph(channel, 's')} />
    <${Messages} label="Messages">
      ${isEmpty ? html`<${Empty} isDirect=${channel.kind === 'im'} />` : timeline(channel)}
    <//>
    <${Composer} channel=${channel} />
  </div>`;
};
