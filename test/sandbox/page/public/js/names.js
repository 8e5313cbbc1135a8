import { h } from './dom.js';
import { icon } from './icons.js';

export const personOf = (state, id) => state.people.find((person) => person.id === id);
export const nameOf = (state, id) =>
  id === state.bot.user ? state.bot.name : (personOf(state, id)?.name ?? id);
export const groupOf = (state, id) =>
  state.usergroups.find((group) => group.id === id)?.handle ?? id;
export const channelOf = (state, id) => state.channels.find((channel) => channel.id === id);

/** `#ops`, or the name of who a direct conversation is with. */
export const channelTitle = (state, channel) =>
  channel.kind === 'im' ? state.bot.name : channel.name;

/** What a person is to the workspace, in a few words. */
export const roleOf = (state, person) => {
  const groups = state.usergroups
    .filter(({ users }) => users.includes(person.id))
    .map(({ handle }) => `@${handle}`);
  const standing = person.is_stranger
    ? 'another workspace'
    : person.is_restricted || person.is_ultra_restricted
      ? 'guest'
      : undefined;
  const words = [standing, ...groups].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'member';
};

const initials = (name) => {
  const words = name.split(/[\s(]+/).filter((word) => /^\p{L}/u.test(word));
  const [first = name, second = ''] = words;
  return `${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase();
};

const hues = 8;
const hueOf = (id) => Array.from(id).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % hues;

export const avatar = (state, id, size = 'm') => {
  if (id === state.bot.user) {
    return h(
      'span',
      { class: `avatar avatar-${size} avatar-bot`, 'aria-hidden': 'true' },
      icon('app'),
    );
  }
  const place = state.people.findIndex((person) => person.id === id);
  const hue = place === -1 ? hueOf(id) : place % hues;
  const props = { class: `avatar avatar-${size} hue-${hue}`, 'aria-hidden': 'true' };
  return h('span', props, initials(nameOf(state, id)));
};
