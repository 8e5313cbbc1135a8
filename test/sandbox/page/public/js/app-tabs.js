import { h } from './dom.js';

/** The two sides of an app, as Slack shows them above either. Without a home there is one side. */
export const appTabs = (app, here) => {
  const { bot, direct } = app.state;
  if (!bot.hasHome) return h('span', { class: 'main-facts' }, 'Direct message with the app');
  const tab = (name, at, text) =>
    h(
      'button',
      {
        type: 'button',
        class: 'tab',
        'aria-current': name === here ? 'page' : undefined,
        on: { click: () => app.goTo(at) },
      },
      text,
    );
  return h(
    'nav',
    { class: 'tabs', 'aria-label': bot.name },
    tab('home', 'home', 'Home'),
    tab('messages', direct, 'Messages'),
  );
};
