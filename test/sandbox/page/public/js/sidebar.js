import { h, keyed, unseen } from './dom.js';
import { icon } from './icons.js';
import { avatar, channelTitle } from './names.js';
import { unreadIn } from './unread.js';

const place = (app, { id, title, glyph, unread = { count: 0, mentions: 0 } }) => {
  const isHere = app.ui.at === id;
  const classes = ['place', isHere && 'place-here', unread.count > 0 && 'place-unread'];
  return {
    key: id,
    version: JSON.stringify([title, isHere, unread]),
    render: () =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            class: classes.filter(Boolean).join(' '),
            'aria-current': isHere ? 'page' : undefined,
            data: { focus: `place ${id}` },
            on: { click: () => app.goTo(id) },
          },
          glyph(),
          h('span', { class: 'place-name' }, title),
          unread.count > 0 && unread.mentions === 0 && unseen(`, ${unread.count} new`),
          unread.mentions > 0 &&
            h(
              'span',
              { class: 'badge' },
              String(unread.mentions),
              unseen(unread.mentions === 1 ? ' for you' : ' for you'),
            ),
        ),
      ),
  };
};

/** Where one can go: channels, the conversation with the app, and the app's home. */
export const createSidebar = (app, root) => {
  const section = (title) => {
    const list = h('ul', { class: 'places' });
    root.append(h('h2', { class: 'sidebar-title' }, title), list);
    return list;
  };
  root.append(h('div', { class: 'sidebar-head' }));
  const head = root.firstElementChild;
  const channels = section('Channels');
  const direct = section('Direct messages');
  const apps = section('Apps');

  return {
    render: () => {
      const { state } = app;
      const of = (channel) => ({
        id: channel.id,
        title: channelTitle(state, channel),
        unread: unreadIn(app.ui.as, channel),
        glyph: () =>
          channel.kind === 'im'
            ? avatar(state, state.bot.user, 'xs')
            : icon(channel.isPrivate ? 'lock' : 'hash', 18),
      });
      const all = state.channels.map((channel) => [channel, place(app, of(channel))]);
      const kind = (wanted) =>
        all.filter(([entry]) => entry.kind === wanted).map(([, entry]) => entry);
      head.textContent = state.team.name;
      keyed(channels, kind('channel'));
      keyed(direct, kind('im'));
      const home = { id: 'home', title: `${state.bot.name} home`, glyph: () => icon('home', 18) };
      keyed(apps, state.bot.hasHome ? [place(app, home)] : []);
      apps.previousElementSibling.hidden = !state.bot.hasHome;
    },
  };
};
