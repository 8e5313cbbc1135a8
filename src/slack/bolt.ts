import { App, webApi } from '@slack/bolt';
import ky from 'ky';
import type { DraftStore } from '#src/approval/draft.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { ShownStore } from '#src/approval/shown.ts';
import { createSlackLogger } from '#src/log.ts';
import { fetchWith, type Way } from './access.ts';
import { type AroundClick, type ClickRecord, followClicks } from './clicks.ts';
import { createDoor } from './door.ts';
import type { AuditRoom } from './handle-audit.ts';
import { createFormFlow } from './form-flow.ts';
import {
  handleEditButton,
  handleRetryButton,
  handleRevertButton,
  handleReviewButton,
  handleWithdrawButton,
} from './handle-card.ts';
import { handleRequestMenu, handleRequestsPage } from './handle-requests.ts';
import { handleCommand } from './handle-command.ts';
import { handleHomeAsk, handleHomeChoice, handleHomeOpened } from './handle-home.ts';
import { handleFormStep, handleFormSubmission, handleTaskSearch } from './handle-form.ts';
import { handleChangeTask, handleListPage, handleShowTask, handleTaskMenu } from './handle-list.ts';
import { handleAfterReview, handleReviewSubmission } from './handle-review.ts';
import { handleAskShortcut, handleMessageShortcut } from './handle-shortcuts.ts';
import type { Homes } from './homes.ts';
import { ACTION, CALLBACK, COMMAND, SHORTCUT } from './ids.ts';
import type { Notifier } from './notifier.ts';
import { observedFetch } from './observed-fetch.ts';
import type { PersonalWords } from './personal-words.ts';
import type { SlackProjects } from './projects.ts';
import { linksIn } from './link.ts';
import { createTaskFinder } from './task-finder.ts';
import { handleStopWatch, type WatchRoom } from './watch-commands.ts';

/** How long one call to Slack may take, in milliseconds. */
const SLACK_TIMEOUT_MS = 5_000;

/** A client that reports a full channel at once: the outbox waits better than a call does. */
export function createSlackClient(way: Way): webApi.WebClient {
  return new webApi.WebClient(way.access().botToken, clientOptions(way));
}

/**
 * For posting. A message whose answer was lost must not be sent again unseen: the outbox looks first
 * whether it is there.
 */
export function createPostingClient(way: Way): webApi.WebClient {
  const retryConfig = { retries: 0 };
  return new webApi.WebClient(way.access().botToken, { ...clientOptions(way), retryConfig });
}

function clientOptions(way: Way): webApi.WebClientOptions {
  const { access, log } = way;
  return {
    slackApiUrl: access().apiUrl,
    fetch: observedFetch(
      way,
      fetchWith(() => access().botToken),
    ),
    logger: createSlackLogger(log),
    timeout: SLACK_TIMEOUT_MS,
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 },
    rejectRateLimitedCalls: true,
  };
}

/** Who the bot is, from `auth.test`. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** Address of the workspace, with a slash at its end. */
  readonly url: string;
}

interface Dependencies extends Way {
  readonly identity: Identity;
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
  readonly onAck: (click: ClickRecord) => void;
  readonly aroundClick: AroundClick;
}

/** Longer than Slack waits for an acknowledgement: what is not answered by then never will be. */
const ANSWERED_WITHIN_MS = 3_000;
/** A modal that is being filled reads a task, three times at the most. */
const FINISHED_WITHIN_MS = 15_000;
/** A card that comes a second later is still one of many, at one message a second and channel. */
const GIVE_WAY_MS = 1_000;

/** Slack coming in. In HTTP mode the process's own server passes `/slack/events` to `listener`. */
export function createSlackApp(room: Dependencies) {
  const { access, identity } = room;
  const { receiver, listener, connect, disconnect, isConnected } = createDoor(room);
  const app = new App({
    receiver,
    logger: createSlackLogger(room.log),
    clientOptions: clientOptions(room),
    convoStore: false,
    extendedErrorHandler: true,
    authorize: () =>
      Promise.resolve({
        botToken: access().botToken,
        botUserId: identity.botUserId,
        botId: identity.botId,
        teamId: identity.teamId,
      }),
  });
  route(app, room);
  const clicks = followClicks(app, room);
  return {
    listener,
    isConnected,
    start: connect,

    /**
     * Closes the socket when nobody waits for an answer on it. Whatever Slack sent and got no answer
     * to, it sends to another replica.
     */
    async disconnect(): Promise<void> {
      await clicks.answered(ANSWERED_WITHIN_MS);
      await disconnect();
    },

    /** Waits until everything that was clicked is worked through. */
    finished: () => clicks.finished(FINISHED_WITHIN_MS),
    /** What can wait gives way to a crowd of people who wait for an answer. */
    giveWay: () => clicks.calm(GIVE_WAY_MS),
  };
}

const HOME_CHOICES = [
  ACTION.homeProject,
  ACTION.homeSearch,
  ACTION.homeShowAll,
  ACTION.homePrevious,
  ACTION.homeNext,
];

/** Which id leads where: the whole of what Slack can send. */
function route(app: App, room: Dependencies): void {
  const finder = createTaskFinder(room.now);
  const forms = createFormFlow({ ...room, finder });
  const block = { type: 'block_actions' } as const;

  const linkTo = linksIn(room.identity.url);
  const lists = { ...room, finder, forms, linkTo };

  app.command(COMMAND, handleCommand(lists));
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUT.ask }, handleAskShortcut(lists));
  app.shortcut(
    { type: 'message_action', callback_id: SHORTCUT.message },
    handleMessageShortcut(lists),
  );
  app.options(ACTION.taskChoice, handleTaskSearch({ ...room, finder }));
  app.action(
    { ...block, action_id: ACTION.projectChoice },
    handleFormStep(room.words, (id, name, words) => forms.projectChosen(id, name, words)),
  );
  app.action(
    { ...block, action_id: ACTION.taskChoice },
    handleFormStep(room.words, (id, taskId, words) => forms.taskChosen(id, taskId, words)),
  );
  app.action(
    { ...block, action_id: ACTION.moreUrls },
    handleFormStep(room.words, (id, _chosen, words) => forms.moreUrls(id, words)),
  );
  app.action(
    { ...block, action_id: ACTION.weigh },
    handleFormStep(room.words, (id, _chosen, words, state) => forms.weigh(id, state, words)),
  );
  app.view(CALLBACK.form, handleFormSubmission(lists));
  app.action(ACTION.review, handleReviewButton(room));
  app.action(ACTION.edit, handleEditButton(room, forms));
  app.action(ACTION.withdraw, handleWithdrawButton(room));
  app.action(ACTION.retry, handleRetryButton(room));
  app.action(ACTION.revert, handleRevertButton(room, forms));
  app.action(ACTION.closeReview, handleReviewButton(room));
  app.view(CALLBACK.afterReview, handleAfterReview(room));
  app.view(CALLBACK.review, handleReviewSubmission(room));
  app.action(ACTION.listPrevious, handleListPage(lists));
  app.action(ACTION.listNext, handleListPage(lists));
  app.action(ACTION.requestsPrevious, handleRequestsPage(lists));
  app.action(ACTION.requestsNext, handleRequestsPage(lists));
  app.action({ ...block, action_id: ACTION.requestMenu }, handleRequestMenu(lists));
  app.action({ ...block, action_id: ACTION.taskMenu }, handleTaskMenu(lists));
  app.action(ACTION.showTask, handleShowTask(lists));
  app.action(ACTION.changeTask, handleChangeTask(lists));
  app.action(ACTION.stopWatch, handleStopWatch(lists));
  app.event('app_home_opened', handleHomeOpened(room));
  app.action(ACTION.homeAsk, handleHomeAsk(lists));
  for (const id of HOME_CHOICES) app.action({ ...block, action_id: id }, handleHomeChoice(room));
  app.event('subteam_members_changed', () => room.peopleChanged());
  app.event('subteam_updated', () => room.peopleChanged());
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    room.log.error('handler failed', { error });
    await apologise(body, room.words).catch((failure: unknown) => {
      room.log.warn('no answer to a failed click', { error: failure });
    });
  });
}

/** No click is silent: whoever pressed or typed something that failed here is told so. */
async function apologise(body: object, personal: PersonalWords): Promise<void> {
  if (!('response_url' in body) || typeof body.response_url !== 'string') return;
  const { notices } = personal.known(userIdIn(body));
  const text = notices.somethingWentWrong;
  await ky.post(body.response_url, {
    json: { response_type: 'ephemeral', replace_original: false, text },
    timeout: SLACK_TIMEOUT_MS,
    retry: 0,
  });
}

/** A command says it in another place than a click does. */
function userIdIn(body: object): string {
  if ('user_id' in body) return String(body.user_id);
  const user = 'user' in body ? body.user : undefined;
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : '';
}
