import { classes, dotted, html, unseen } from '../html.js';
import { icon } from '../icons.js';
import { channelGlyph, channelTitle, personOf, roleOf } from '../names.js';
import { app, goTo } from '../store.js';
import { unreadIn } from '../unread.js';

const none = { count: 0, mentions: 0 };

const Place = ({ id, title, glyph, unread: { count, mentions } = none }) => {
  const isHere = app.ui.at === id;
  const look = classes('place', isHere && 'place-here', count > 0 && 'place-unread');
  return html`<li>
    <button type="button" class=${look} aria-current=${isHere ? 'page' : undefined}
      onClick=${() => goTo(id)}>
      ${glyph}<span class="place-name">${title}</span>
      ${count > 0 && mentions === 0 && unseen(`, ${count} new`)}
      ${mentions > 0 && html`<span class="badge">${mentions}${unseen(' for you')}</span>`}
    </button>
  </li>`;
};

const channelPlace = (channel) =>
  html`<${Place} key=${channel.id} id=${channel.id} title=${channelTitle(channel)}
    glyph=${channelGlyph(channel)} unread=${unreadIn(app.state.me, channel)} />`;

const Places = ({ id, title, children }) =>
  html`<div>
    <p class="sidebar-title" id=${id}>${title}</p>
    <ul aria-labelledby=${id}>${children}</ul>
  </div>`;

/** The current person, and where they can go: channels, the conversation with the app, its Home. */
export const Sidebar = () => {
  const { team, bot, me, channels } = app.state;
  const person = personOf(me);
  const of = (kind) => channels.filter((channel) => channel.kind === kind).map(channelPlace);
  const home = html`<${Place} id="home" title=${`${bot.name} home`} glyph=${icon('home', 18)} />`;
  return html`<nav class="sidebar" id="sidebar" aria-label="Channels and messages">
    <div class="sidebar-head">
      <strong>${team.name}</strong>
      <p class="me">${dotted(person.name, roleOf(person))}</p>
      <p class="me">${dotted(person.tz, person.locale)}</p>
    </div>
    <${Places} id="channels" title="Channels">${of('channel')}<//>
    <${Places} id="direct" title="Direct messages">${of('im')}<//>
    ${bot.hasHome && html`<${Places} id="apps" title="Apps">${home}<//>`}
  </nav>`;
};
