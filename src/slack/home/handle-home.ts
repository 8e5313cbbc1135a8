import type { ButtonAction } from '@slack/bolt';
import type { FormFlow } from '#src/slack/form/form-flow.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import { cut } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { ackWhenShown } from '#src/slack/transport/ack.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, ChoiceArgs, OpenedArgs } from '#src/slack/transport/handler-args.ts';
import {
  chosen,
  fromHomeMetadata,
  HOME_LISTS,
  type HomeState,
  SEARCH_MAX,
  turned,
} from './home-state.ts';
import { ALL_PROJECTS } from './home-view.ts';
import type { HomePublisher } from './publish-home.ts';

interface Deps extends MembersDeps {
  readonly projects: SlackProjects;
  readonly homes: Pick<HomePublisher, 'show'>;
  readonly forms: FormFlow;
}

/** Somebody opens the Home: it shows what they last chose there. */
export function handleHomeOpened({ homes }: Pick<Deps, 'homes'>) {
  return async ({ event }: OpenedArgs): Promise<void> => {
    if (event.tab === 'messages') return;
    const person = { userId: event.user };
    const { view } = event;
    await homes.show(person, fromHomeMetadata(view?.private_metadata), hashOf(view));
  };
}

/** Handles the choice of a project, a search, Previous and Next. */
export function handleHomeChoice({ homes }: Pick<Deps, 'homes'>) {
  return async ({ ack, action, body }: ChoiceArgs): Promise<void> => {
    const state = fromHomeMetadata(body.view?.private_metadata);
    const next = afterChoice(state, action);
    await ackWhenShown(ack, homes.show(personOf(body), next, body.view?.hash));
  };
}

/** Request a change…: the form, with the project that is chosen here. */
export function handleHomeAsk(deps: Deps) {
  return async (args: ButtonArgs): Promise<void> => {
    const [first, ...others] = deps.projects.keys();
    const project = args.action.value ?? (others.length === 0 ? first : undefined);
    await openForMember(deps, args, (words, person) =>
      deps.forms.begin({ person, project }, words),
    );
  };
}

function afterChoice(state: HomeState, action: ChoiceArgs['action']): HomeState {
  switch (action.type) {
    case 'static_select': {
      const { value } = action.selected_option;
      return chosen(state, { project: value === ALL_PROJECTS ? undefined : value });
    }
    case 'plain_text_input': {
      const search = cut((action.value ?? '').trim(), SEARCH_MAX);
      return chosen(state, { search: search === '' ? undefined : search });
    }
    case 'button':
      return afterButton(state, action);
    default:
      return state;
  }
}

function afterButton(state: HomeState, { action_id: id, value = '' }: ButtonAction): HomeState {
  if (id === ACTION.homeShowAll) return chosen(state, { search: undefined });
  const [name, next] = value.split(' ');
  const list = HOME_LISTS.find((known) => known === name);
  return list ? turned(state, list, next) : state;
}

/** Slack sends the hash with the view, but it is missing in Bolt's types. */
function hashOf(view: object | undefined): string | undefined {
  return view && 'hash' in view && typeof view.hash === 'string' ? view.hash : undefined;
}
