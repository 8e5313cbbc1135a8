import { appTabs } from './app-tabs.js';
import { blockNodes } from './blocks.js';
import { today } from './dates.js';
import { h, keyed, redraw } from './dom.js';
import { avatar } from './names.js';
import { homeOwner } from './owners.js';

/** The app's home tab, as it was last published for this person. */
export const createHome = (app) => {
  const head = h('header', { class: 'main-head' });
  const body = h('div', {
    class: 'home-body',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Home',
  });
  const node = h('div', { class: 'conversation' }, head, body);

  return {
    node,
    focus: () => body.focus(),
    render: () => {
      const { state } = app;
      const failure = app.failures.get('home');
      redraw(head, String(app.ui.sidebarOpen), () => [
        app.menuButton(),
        h('h1', {}, avatar(state, state.bot.user, 's'), state.bot.name),
        appTabs(app, 'home'),
      ]);
      const { home } = state;
      const content = {
        key: 'home',
        version: JSON.stringify([home?.hash, failure, today()]),
        render: () =>
          h(
            'div',
            { class: 'home-blocks' },
            failure && h('p', { class: 'message-failure', role: 'alert' }, failure),
            home === null
              ? h(
                  'div',
                  { class: 'empty' },
                  h('p', { class: 'empty-title' }, 'Nothing here yet'),
                  h('p', {}, `${state.bot.name} has not published a home for you.`),
                )
              : blockNodes(homeOwner(app, home), home.blocks),
          ),
      };
      keyed(body, [content]);
    },
  };
};
