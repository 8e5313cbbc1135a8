import type { App } from '@slack/bolt';
import type { DraftStore } from '#src/ports/draft.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { ShownStore } from '#src/ports/shown.ts';
import type { ButtonArgs, ChoiceArgs, SubmissionArgs } from './transport/handler-args.ts';
import type { AuditRoom } from './command/handle-audit.ts';
import { createFormFlow } from './form/form-flow.ts';
import {
  handleEditButton,
  handleRetryButton,
  handleRevertButton,
  handleReviewButton,
  handleWithdrawButton,
} from './review/handle-card-buttons.ts';
import { handleCommand } from './command/handle-command.ts';
import { handleFormStep, handleFormSubmission, handleTaskSearch } from './form/handle-form.ts';
import { handleHomeAsk, handleHomeChoice, handleHomeOpened } from './home/handle-home.ts';
import {
  handleChangeTask,
  handleListPage,
  handleShowTask,
  handleTaskMenu,
} from './task/handle-tasks.ts';
import { handleRequestMenu, handleRequestsPage } from './request-list/handle-requests.ts';
import { handleAfterReview, handleReviewSubmission } from './review/handle-review.ts';
import { handleAskShortcut, handleMessageShortcut } from './command/handle-shortcuts.ts';
import type { Homes } from './home/publish-home.ts';
import { ACTION, CALLBACK, COMMAND, SHORTCUT } from './kit/ids.ts';
import { linksIn } from './transport/permalink.ts';
import type { Notifier } from './channel/notifier.ts';
import type { PersonalWords } from './people/personal-words.ts';
import type { SlackProjects } from './projects.ts';
import { createTaskFinder } from './task/task-finder.ts';
import { handleStopWatch, type WatchRoom } from './watch/handle-watch.ts';

/** What the handlers of clicks and commands work with. */
export interface RoutedRoom {
  readonly identity: { readonly botId: string; readonly url: string };
  readonly projects: SlackProjects;
  readonly approval: ApprovalService;
  readonly drafts: DraftStore;
  readonly notifier: Notifier;
  readonly shown: ShownStore;
  readonly homes: Homes;
  readonly words: PersonalWords;
  readonly watch: WatchRoom['watch'];
  readonly trail: AuditRoom['trail'];
  readonly takesEvents: boolean;
  /** Slack says that somebody joined or left a user group. */
  readonly peopleChanged: () => Promise<void>;
  readonly newId: () => string;
  readonly now: () => number;
}

type Handlers<Args> = Readonly<Record<string, (args: Args) => Promise<void>>>;

/**
 * Which id leads where: the whole of what Slack can send. Bolt asks each of its listeners about
 * everything that comes, so there are few, with a table for each.
 */
export function route(app: App, room: RoutedRoom): void {
  const finder = createTaskFinder(room.now);
  const forms = createFormFlow({ ...room, finder });
  const lists = { ...room, finder, forms, linkTo: linksIn(room.identity.url) };
  const buttons = buttonsIn(lists);
  const choices = choicesIn(lists);
  const modals: Handlers<SubmissionArgs> = {
    [CALLBACK.form]: handleFormSubmission(lists),
    [CALLBACK.review]: handleReviewSubmission(room),
    [CALLBACK.afterReview]: handleAfterReview(room),
  };

  app.command(COMMAND, handleCommand(lists));
  app.action(anyOf(buttons), (args: ButtonArgs) => leadOn(buttons, args.action.action_id, args));
  app.action(anyOf(choices), (args: ChoiceArgs) => leadOn(choices, args.action.action_id, args));
  app.view(anyOf(modals), (args) => leadOn(modals, args.view.callback_id, args));
  app.options(ACTION.taskChoice, handleTaskSearch(lists));
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUT.ask }, handleAskShortcut(lists));
  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUT.message },
    handleMessageShortcut(lists),
  );
  app.event('app_home_opened', handleHomeOpened(room));
  app.event(/^subteam_(members_changed|updated)$/, () => room.peopleChanged());
}

type Lists = Parameters<typeof handleCommand>[0] & Parameters<typeof handleHomeAsk>[0] & RoutedRoom;

function buttonsIn(lists: Lists): Handlers<ButtonArgs> {
  return {
    [ACTION.review]: handleReviewButton(lists),
    [ACTION.edit]: handleEditButton(lists, lists.forms),
    [ACTION.withdraw]: handleWithdrawButton(lists),
    [ACTION.retry]: handleRetryButton(lists),
    [ACTION.revert]: handleRevertButton(lists, lists.forms),
    [ACTION.closeReview]: handleReviewButton(lists),
    [ACTION.listPrevious]: handleListPage(lists),
    [ACTION.listNext]: handleListPage(lists),
    [ACTION.requestsPrevious]: handleRequestsPage(lists),
    [ACTION.requestsNext]: handleRequestsPage(lists),
    [ACTION.showTask]: handleShowTask(lists),
    [ACTION.changeTask]: handleChangeTask(lists),
    [ACTION.stopWatch]: handleStopWatch(lists),
    [ACTION.homeAsk]: handleHomeAsk(lists),
  };
}

/** Elements in which something is chosen or typed, and buttons that turn the pages of a view. */
function choicesIn(lists: Lists): Handlers<ChoiceArgs> {
  const { forms, words } = lists;
  return {
    [ACTION.projectChoice]: handleFormStep(words, (id, project, language) =>
      forms.projectChosen(id, project, language),
    ),
    [ACTION.taskChoice]: handleFormStep(words, (id, task, language) =>
      forms.taskChosen(id, task, language),
    ),
    [ACTION.moreUrls]: handleFormStep(words, (id, _chosen, language) =>
      forms.moreUrls(id, language),
    ),
    [ACTION.weigh]: handleFormStep(words, (id, _chosen, language, state) =>
      forms.weigh(id, state, language),
    ),
    [ACTION.requestMenu]: handleRequestMenu(lists),
    [ACTION.taskMenu]: handleTaskMenu(lists),
    [ACTION.homeProject]: handleHomeChoice(lists),
    [ACTION.homeSearch]: handleHomeChoice(lists),
    [ACTION.homeShowAll]: handleHomeChoice(lists),
    [ACTION.homePrevious]: handleHomeChoice(lists),
    [ACTION.homeNext]: handleHomeChoice(lists),
  };
}

/** The ids of a table, as Bolt takes several of them. */
function anyOf(handlers: Handlers<never>): RegExp {
  return new RegExp(`^(?:${Object.keys(handlers).join('|')})$`);
}

async function leadOn<Args>(handlers: Handlers<Args>, id: string, args: Args): Promise<void> {
  await handlers[id]?.(args);
}
