import { html } from './html.js';
import { icon } from './icons.js';
import { app } from './store.js';

export const personOf = (id) => app.state.people.find((person) => person.id === id);
export const nameOf = (id) =>
  id === app.state.bot.user ? app.state.bot.name : (personOf(id)?.name ?? id);
export const groupOf = (id) => app.state.usergroups.find((group) => group.id === id)?.handle ?? id;
export const channelOf = (id) => app.state.channels.find((channel) => channel.id === id);

/** The name of a channel, or of the app that a direct conversation is with. */
export const channelTitle = ({ kind, name }) => (kind === 'im' ? app.state.bot.name : name);

/** What a person is to the workspace, in a few words. */
export const roleOf = (person) => {
  const groups = app.state.usergroups
    .filter(({ users }) => users.includes(person.id))
    .map(({ handle }) => `@${handle}`);
  const isGuest = person.is_restricted || person.is_ultra_restricted;
  const standing = person.is_stranger ? 'another workspace' : isGuest && 'guest';
  return [standing, ...groups].filter(Boolean).join(', ') || 'member';
};

const initials = (name) => {
  const [first = name, second = ''] = name.split(/[\s(]+/).filter((word) => /^\p{L}/u.test(word));
  return `${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase();
};

const hues = 8;

export const avatar = (id, size = 'm') => {
  const isBot = id === app.state.bot.user;
  const place = app.state.people.findIndex((person) => person.id === id);
  const look = isBot ? 'avatar-bot' : `hue-${place === -1 ? hues - 2 : place % hues}`;
  return html`<span class=${`avatar avatar-${size} ${look}`} aria-hidden="true">
    ${isBot ? icon('app') : initials(id === 'slackbot' ? 'Slackbot' : nameOf(id))}
  </span>`;
};

/** A channel's sign, or the face of the app. */
export const channelGlyph = ({ kind, isPrivate }, size = 'xs') =>
  kind === 'im' ? avatar(app.state.bot.user, size) : icon(isPrivate ? 'lock' : 'hash', 18);
