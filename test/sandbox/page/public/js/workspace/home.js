import { Blocks } from '../blocks/blocks.js';
import { Within, ownerOf } from '../blocks/owner.js';
import { html } from '../html.js';
import { avatar } from '../names.js';
import { app } from '../store.js';
import { Head } from './conversation.js';
import { Failure } from './message.js';

const Empty = () => html`<div class="empty">
  <h2>Nothing here yet</h2>
  <p>${app.state.bot.name} has not published a home for you.</p>
</div>`;

const Published = ({ home }) => {
  const { blocks, state, hash: version } = home;
  const owner = ownerOf('home', { where: 'home' }, { state, version });
  return html`<div class="home-blocks">
    <${Failure} text=${owner.failure()} />
    <${Within} value=${owner}><${Blocks} blocks=${blocks} /><//>
  </div>`;
};

/** The app's home tab, as it was last published for this person. */
export const Home = () => {
  const { bot, home } = app.state;
  return html`<div class="conversation">
    <${Head} title=${bot.name} glyph=${avatar(bot.user, 's')} />
    <div class="home-body" tabindex="0" role="region" aria-label="Home" data-start>
      ${home === null ? html`<${Empty} />` : html`<${Published} home=${home} />`}
    </div>
  </div>`;
};
