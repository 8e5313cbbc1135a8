import { render } from 'preact';
import { useEffect, useReducer } from 'preact/hooks';
import { moveToRegion, useKeptFocus } from './focus.js';
import { classes, html, spinner } from './html.js';
import { channelOf, channelTitle, nameOf } from './names.js';
import { app, become, goTo, isSeen, start, tell } from './store.js';
import { mrkdwn, wordsOf } from './text/mrkdwn.js';
import { markSeen, unreadIn } from './unread.js';
import { Confirm } from './workspace/confirm.js';
import { Conversation } from './workspace/conversation.js';
import { Home } from './workspace/home.js';
import { ModalLayer } from './workspace/modal.js';
import { Sidebar } from './workspace/sidebar.js';
import { Thread } from './workspace/thread.js';
import { Toasts } from './workspace/toasts.js';
import { Topbar } from './workspace/topbar.js';
import { World } from './world/world.js';

const titleOf = (channel) => {
  const { me, channels } = app.state;
  const mentions = channels.reduce((sum, each) => sum + unreadIn(me, each).mentions, 0);
  const place = channel === undefined ? 'Home' : channelTitle(channel);
  return `${mentions > 0 ? `(${mentions}) ` : ''}${place} · ${nameOf(me)} · Sandbox`;
};

const another = html`<button type="button" class="button" onClick=${() => become(null)}>
  Open it as somebody else
</button>`;

/** Shown until the workspace is loaded, or with the reason why it cannot be. */
const Opening = () =>
  html`<main class="opening">
    <h1>Sandbox</h1>
    <p role="status" aria-busy=${app.trouble === undefined}>
      ${spinner()} ${app.trouble ?? 'Opening the workspace…'}
    </p>
    ${app.trouble && another}
  </main>`;

const Page = () => {
  const channel = channelOf(app.ui.at);
  if (channel !== undefined && isSeen()) markSeen(app.state.me, channel);
  document.title = titleOf(channel);
  useKeptFocus();
  const key = `${app.state.me} ${app.ui.at}`;
  const place =
    channel === undefined
      ? html`<${Home} key=${key} />`
      : html`<${Conversation} key=${key} channel=${channel} />`;
  return html`<${Topbar} />
    <div class=${classes('stage', app.ui.isSidebarOpen && 'sidebar-open')}>
      <div class="workspace" inert=${app.state.modals.length > 0}>
        <${Sidebar} />
        <main id="main">${place}</main>
        <${Thread} />
      </div>
      <${ModalLayer} key=${app.state.me} />
      ${app.ui.isWorldOpen && html`<${World} />`}
    </div>
    <${Toasts} />
    ${app.question && html`<${Confirm} ...${app.question} />`}`;
};

/** As in Slack, a notification shows the text of a message, not its blocks. */
const notice = ({ channel, message }) => {
  const name = nameOf(message.user);
  const title = channel.kind === 'im' ? name : `${name} in #${channel.name}`;
  const text = wordsOf(mrkdwn(message.text)) || "This content can't be displayed.";
  tell(text, { title, onClick: () => goTo(channel.id, { ts: message.ts }) });
};

const App = () => {
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => start({ onChange: draw, onMention: notice }), []);
  return app.state === undefined ? html`<${Opening} />` : html`<${Page} />`;
};

document.addEventListener('keydown', moveToRegion);
render(html`<${App} />`, document.querySelector('#page'));
