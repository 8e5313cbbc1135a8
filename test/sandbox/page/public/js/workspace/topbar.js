import { classes, html, unseen } from '../html.js';
import { icon } from '../icons.js';
import { avatar, roleOf } from '../names.js';
import { app, become, toggleWorld } from '../store.js';
import { duration } from '../text/dates.js';
import { seenAt } from '../unread.js';

/** Whether a channel has unread messages for a person. */
const isAwaited = (id) =>
  app.world?.mentions[id]?.some(({ channel, ts }) => Number(ts) > seenAt(id, channel)) === true;

const Person = ({ person }) => {
  const { id, name } = person;
  const isMe = id === app.state.me;
  const role = roleOf(person);
  return html`<label class="who" title=${`${name} · ${role}`}>
    <input type="radio" name="who" class="unseen" value=${id} checked=${isMe}
      onChange=${() => become(id)} />
    ${avatar(id, 's')}
    <span class="who-name">${name.split(' ', 1)[0]}${unseen(` (${name}, ${role})`)}</span>
    ${!isMe && isAwaited(id) && html`<span class="who-dot">${unseen(', has something new')}</span>`}
  </label>`;
};

const noticedMs = 60_000;

/** Whether the sandbox's time differs from real time. */
const timeWords = ({ isFrozen, aheadMs }) => {
  if (isFrozen) return 'Clock stopped';
  if (aheadMs < noticedMs) return '';
  return `Clock ${duration(Math.round(aheadMs / noticedMs) * noticedMs)} ahead`;
};

const statusWords = () => {
  const { running, connections } = app.world?.bot ?? { running: 1, connections: 1 };
  if (!app.isConnected) return 'The sandbox does not answer';
  if (running === 0) return 'Bot stopped';
  return connections === 0 ? 'Bot not connected' : 'Bot running';
};

/** The top bar: the current person, whether the bot runs, and the button for the world. */
export const Topbar = () => {
  const people = app.state.people.filter(({ is_bot: isBot }) => !isBot);
  const time = timeWords(app.state.clock);
  const status = statusWords();
  return html`<header class="topbar" id="topbar">
    <span class="mark">${icon('app', 22)}<span>Sandbox</span></span>
    <div class="people" role="radiogroup" aria-label="Who you are">
      ${people.map((person) => html`<${Person} key=${person.id} person=${person} />`)}
    </div>
    <span class="status status-time" role="status" title=${time}>
      ${time !== '' && [icon('clock', 16), html`<span class="status-words">${time}</span>`]}
    </span>
    <span class=${classes('status', status !== 'Bot running' && 'status-bad')} role="status"
      title=${status}>
      <span class="status-dot" aria-hidden="true"></span>
      <span class="status-words">${status}</span>
    </span>
    <button type="button" class="button world-toggle" aria-label="World" aria-controls="world"
      aria-expanded=${app.ui.isWorldOpen} onClick=${toggleWorld}>
      ${icon('world', 18)}<span class="status-words">World</span>
    </button>
  </header>`;
};
