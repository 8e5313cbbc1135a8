import { withoutState } from './conversation.js';
import { composer } from './composer.js';
import { today } from './dates.js';
import { h, keyed, redraw, replace } from './dom.js';
import { icon } from './icons.js';
import { messageNode } from './message.js';
import { channelOf, channelTitle } from './names.js';

const entry = (app, message) => ({
  key: message.ts,
  version: JSON.stringify([withoutState(message), app.failures.get(message.ts), today()]),
  render: () => messageNode(app, message, { inThread: true }),
});

const byTime = (one, other) => Number(one.ts) - Number(other.ts);

const closer = (app) =>
  h(
    'button',
    {
      type: 'button',
      class: 'button button-icon',
      'aria-label': 'Close the thread',
      on: { click: () => app.closeThread() },
    },
    icon('close'),
  );

const createThread = (app, { channel: channelId, ts }) => {
  const head = h('header', { class: 'main-head' });
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': 'Replies', tabindex: '0' });
  const box = composer(app, { channel: channelId, threadTs: ts });
  const node = h('div', { class: 'conversation' }, head, list, box.node);
  let shown = 0;

  const render = () => {
    const channel = channelOf(app.state, channelId);
    const parent = channel?.messages.find((message) => message.ts === ts);
    if (parent === undefined) return false;
    const own = channel.ephemerals.filter(
      (message) => message.thread_ts === ts && !app.dismissed.has(message.ts),
    );
    const replies = [...parent.replies, ...own].toSorted(byTime);
    redraw(head, channel.name, () => [
      h('h2', {}, 'Thread'),
      h('span', { class: 'main-facts' }, `#${channelTitle(app.state, channel)}`),
      closer(app),
    ]);
    const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
    const divider = {
      key: 'count',
      version: count,
      render: () => h('div', { class: 'day', role: 'separator' }, h('span', {}, count)),
    };
    keyed(list, [
      entry(app, parent),
      ...(replies.length > 0 ? [divider] : []),
      ...replies.map((reply) => entry(app, reply)),
    ]);
    box.render(channel);
    if (replies.length !== shown) list.scrollTop = list.scrollHeight;
    shown = replies.length;
    return true;
  };
  return { node, render, focus: box.focus };
};

/** The panel beside a channel; empty and hidden when no thread is open. */
export const createThreadPanel = (app, root) => {
  let current;
  let key;
  return {
    render: () => {
      const { thread, as } = app.ui;
      const wanted = thread === null ? undefined : `${as} ${thread.channel} ${thread.ts}`;
      if (wanted !== key) {
        key = wanted;
        current = thread === null ? undefined : createThread(app, thread);
        replace(root, current?.node);
      }
      root.hidden = current === undefined || !current.render();
    },
    focus: () => current?.focus(),
  };
};
