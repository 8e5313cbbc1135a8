import { HeadingLevel } from '../blocks/blocks.js';
import { counted, html } from '../html.js';
import { IconButton } from '../icons.js';
import { channelOf, channelTitle } from '../names.js';
import { app, closeThread } from '../store.js';
import { Composer } from './composer.js';
import { Divider, Messages, inOrder } from './conversation.js';
import { Message } from './message.js';

const entry = (message) => html`<${Message} key=${message.ts} message=${message} inThread />`;

/** The panel beside a channel: a message and what was answered to it. */
export const Thread = () => {
  const { channel: id, ts } = app.ui.thread ?? {};
  const channel = channelOf(id);
  const parent = channel?.messages.find((message) => message.ts === ts);
  if (parent === undefined) return undefined;
  const own = channel.ephemerals.filter((message) => message.thread_ts === ts);
  const replies = inOrder(parent.replies, own);
  const count = counted(replies.length, 'reply', 'replies');
  return html`<aside class="thread" id="thread" aria-label="Thread">
    <div class="conversation">
      <div class="head">
        <h2>Thread</h2>
        <span class="facts-line">${channel.kind === 'im' ? '' : '#'}${channelTitle(channel)}</span>
        <${IconButton} name="close" label="Close the thread" onClick=${closeThread} />
      </div>
      <${HeadingLevel.Provider} value=${3}>
        <${Messages} key=${ts} label="Replies">
          ${entry(parent)}
          ${replies.length > 0 && html`<${Divider}>${count}<//>`}
          ${replies.map(entry)}
        <//>
      <//>
      <${Composer} key=${ts} channel=${channel} threadTs=${ts} />
    </div>
  </aside>`;
};
