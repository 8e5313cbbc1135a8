import type { App } from '@slack/bolt';
import type { MeasuredFacts } from '#src/approval/record/findings.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { createPresets, type Presets, type PresetStore } from '#src/approval/submit/presets.ts';
import type { KeepOnAir } from '#src/ending/keep-on-air.ts';
import type { Endings } from '#src/ending/ports.ts';
import type { DraftStore } from '#src/ports/draft.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import type { ShownStore } from '#src/ports/shown.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { handleBatchSubmission } from './batch/handle-batch.ts';
import { handleChangeSeveral, handlePick, pickAgain, projectPicked } from './batch/handle-pick.ts';
import { revertBatch } from './batch/revert-batch.ts';
import type { Notifier } from './channel/notifier.ts';
import type { AuditDeps } from './command/handle-audit.ts';
import { handleCommand } from './command/handle-command.ts';
import { handleUnfreeze } from './command/handle-freeze.ts';
import { handleAskShortcut, handleMessageShortcut } from './command/handle-shortcuts.ts';
import { handleExtend, handleLetEnd } from './ending/handle-ending.ts';
import { createFormFlow } from './form/form-flow.ts';
import { handleFormStep, handleTaskSearch } from './form/handle-form.ts';
import { handleFormSubmission } from './form/handle-submission.ts';
import { handleHomeAsk, handleHomeChoice, handleHomeOpened } from './home/handle-home.ts';
import type { HomePublisher } from './home/publish-home.ts';
import { ACTION, CALLBACK, COMMAND, SHORTCUT } from './kit/ids.ts';
import type { PersonalWords } from './people/personal-words.ts';
import { handleSavePreset } from './preset/save-preset.ts';
import type { SlackProjects } from './projects.ts';
import { handleRequestMenu, handleRequestsPage } from './request-list/handle-requests.ts';
import { cardButtons, handleReviewPage } from './review/handle-card-buttons.ts';
import { handleMove, handleMoveButton, handleMoveTime } from './review/handle-move.ts';
import {
  handleAnswer,
  handleAnswerButton,
  handleAskButton,
  handleQuestion,
} from './review/handle-question.ts';
import { handleAfterReview, handleReviewSubmission } from './review/handle-review.ts';
import {
  handleChangeTask,
  handleListPage,
  handleShowTask,
  handleTaskMenu,
} from './task/handle-tasks.ts';
import { createTaskFinder } from './task/task-finder.ts';
import type { ReadFile } from './transport/file-reader.ts';
import type { ButtonArgs, ChoiceArgs, SubmissionArgs } from './transport/handler-args.ts';
import { permalinksIn } from './transport/permalink.ts';
import { type AsRunDeps, handleAsRunPage } from './watch/handle-as-run.ts';
import { handleStopWatch, type WatchDeps } from './watch/handle-watch.ts';

/** What the handlers of clicks and commands work with. */
export interface RouteDeps {
  readonly identity: { readonly botId: string; readonly url: string };
  readonly projects: SlackProjects;
  readonly approval: ApprovalService;
  readonly drafts: DraftStore;
  readonly notifier: Notifier;
  readonly shown: ShownStore;
  readonly homes: HomePublisher;
  readonly words: PersonalWords;
  readonly watch: WatchDeps['watch'] & AsRunDeps['watch'];
  readonly endings: Endings;
  readonly keepOnAir: KeepOnAir;
  readonly sources: SourceLooks;
  readonly rivals: RivalTasks;
  readonly measured: MeasuredFacts;
  readonly savedPresets: PresetStore;
  readonly trail: AuditDeps['trail'];
  readonly uploadClient: AuditDeps['uploadClient'];
  readonly readFile: ReadFile | undefined;
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
export function route(app: App, deps: RouteDeps): void {
  const finder = createTaskFinder(deps.now);
  const presets = createPresets({ ...deps.approval, store: deps.savedPresets, now: deps.now });
  const forms = createFormFlow({
    ...deps,
    finder,
    presets,
    revertBatch: (request, person, words) =>
      revertBatch({ ...deps, finder, presets }, request, person, words),
  });
  const linkTo = permalinksIn(deps.identity.url);
  const handlerDeps = { ...deps, finder, forms, presets, linkTo };
  const buttons = buttonsIn(handlerDeps);
  const choices = choicesIn(handlerDeps);
  const modals: Handlers<SubmissionArgs> = {
    [CALLBACK.form]: handleFormSubmission(handlerDeps),
    [CALLBACK.review]: handleReviewSubmission(handlerDeps),
    [CALLBACK.afterReview]: handleAfterReview(handlerDeps),
    [CALLBACK.savePreset]: handleSavePreset(handlerDeps),
    [CALLBACK.batch]: handleBatchSubmission(handlerDeps),
    [CALLBACK.pickTasks]: handlePick(handlerDeps),
    [CALLBACK.question]: handleQuestion(deps),
    [CALLBACK.answer]: handleAnswer(deps),
    [CALLBACK.move]: handleMove(deps),
  };

  app.command(COMMAND, handleCommand(handlerDeps));
  app.action(anyOf(buttons), (args: ButtonArgs) =>
    dispatchById(buttons, args.action.action_id, args),
  );
  app.action(anyOf(choices), (args: ChoiceArgs) =>
    dispatchById(choices, args.action.action_id, args),
  );
  app.view(anyOf(modals), (args: SubmissionArgs) =>
    dispatchById(modals, args.view.callback_id, args),
  );
  const searchTasks = handleTaskSearch(handlerDeps);
  app.options(ACTION.taskChoice, searchTasks);
  app.options(ACTION.tasksChoice, searchTasks);
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUT.ask }, handleAskShortcut(handlerDeps));
  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUT.message },
    handleMessageShortcut(handlerDeps),
  );
  app.event('app_home_opened', handleHomeOpened(deps));
  app.event(/^subteam_(members_changed|updated)$/, () => deps.peopleChanged());
}

type HandlerDeps = Parameters<typeof handleCommand>[0] &
  Parameters<typeof handleHomeAsk>[0] &
  RouteDeps & { readonly presets: Presets };

function buttonsIn(deps: HandlerDeps): Handlers<ButtonArgs> {
  return {
    ...cardButtons(deps),
    [ACTION.move]: handleMoveButton(deps),
    [ACTION.reviewPrevious]: handleReviewPage(deps),
    [ACTION.reviewNext]: handleReviewPage(deps),
    [ACTION.listPrevious]: handleListPage(deps),
    [ACTION.listNext]: handleListPage(deps),
    [ACTION.requestsPrevious]: handleRequestsPage(deps),
    [ACTION.requestsNext]: handleRequestsPage(deps),
    [ACTION.showTask]: handleShowTask(deps),
    [ACTION.changeTask]: handleChangeTask(deps),
    [ACTION.changeSeveral]: handleChangeSeveral(deps),
    [ACTION.stopWatch]: handleStopWatch(deps),
    [ACTION.asRunPrevious]: handleAsRunPage(deps),
    [ACTION.asRunNext]: handleAsRunPage(deps),
    [ACTION.extendTask]: handleExtend(deps),
    [ACTION.letEnd]: handleLetEnd(deps),
    [ACTION.question]: handleAskButton(deps),
    [ACTION.answer]: handleAnswerButton(deps),
    [ACTION.unfreeze]: handleUnfreeze(deps),
    [ACTION.homeAsk]: handleHomeAsk(deps),
  };
}

/** Elements in which something is chosen or typed, and buttons that turn the pages of a view. */
function choicesIn(deps: HandlerDeps): Handlers<ChoiceArgs> {
  const { forms } = deps;
  return {
    [ACTION.projectChoice]: handleFormStep(deps, forms.projectChosen),
    [ACTION.taskChoice]: handleFormStep(deps, forms.taskChosen),
    [ACTION.moreUrls]: handleFormStep(deps, forms.moreUrls),
    [ACTION.presetChoice]: handleFormStep(deps, forms.presetChosen),
    [ACTION.pickProject]: handleFormStep(deps, projectPicked(deps)),
    [ACTION.pickAgain]: handleFormStep(deps, pickAgain(deps)),
    [ACTION.preview]: handleFormStep(deps, forms.preview),
    [ACTION.moveTime]: handleMoveTime(deps),
    [ACTION.requestMenu]: handleRequestMenu(deps),
    [ACTION.taskMenu]: handleTaskMenu(deps),
    [ACTION.homeProject]: handleHomeChoice(deps),
    [ACTION.homeSearch]: handleHomeChoice(deps),
    [ACTION.homeShowAll]: handleHomeChoice(deps),
    [ACTION.homePrevious]: handleHomeChoice(deps),
    [ACTION.homeNext]: handleHomeChoice(deps),
  };
}

/** The ids of a table, as Bolt takes several of them. */
function anyOf(handlers: Handlers<never>): RegExp {
  return new RegExp(`^(?:${Object.keys(handlers).join('|')})$`);
}

async function dispatchById<Args>(handlers: Handlers<Args>, id: string, args: Args): Promise<void> {
  await handlers[id]?.(args);
}
