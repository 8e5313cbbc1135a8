import { CHANNELS, TEAM } from '#sandbox/cast.ts';
import { BOT } from '#sandbox/slack/workspace.ts';
import type { Body } from './load.ts';

/** What Slack sends, as the load generator sends it. */

const interaction = (payload: object): Body => ({
  type: 'form',
  text: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
});

const head = (userId: string) => ({
  user: { id: userId, username: userId, name: userId, team_id: TEAM.id },
  api_app_id: BOT.app,
  token: 'sandbox',
  team: { id: TEAM.id, domain: 'sandbox' },
  enterprise: null,
  is_enterprise_install: false,
});

export const commandBody = (
  userId: string,
  text: string,
  { triggerId, responseUrl }: { readonly triggerId: string; readonly responseUrl: string },
): Body => ({
  type: 'form',
  text: new URLSearchParams({
    token: 'sandbox',
    team_id: TEAM.id,
    team_domain: 'sandbox',
    channel_id: CHANNELS.ops.id,
    channel_name: CHANNELS.ops.name,
    user_id: userId,
    user_name: userId,
    command: '/relay',
    text,
    api_app_id: BOT.app,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  }).toString(),
});

export type ViewState = Readonly<Record<string, Readonly<Record<string, object>>>>;

export const submissionBody = (
  userId: string,
  view: {
    readonly callbackId: string;
    readonly privateMetadata: string;
    readonly state: ViewState;
  },
): Body =>
  interaction({
    type: 'view_submission',
    ...head(userId),
    trigger_id: 'unused',
    response_urls: [],
    view: modal(view),
  });

/** Somebody typed this into the search of a modal. */
export const searchBody = (
  userId: string,
  actionId: string,
  value: string,
  view: Parameters<typeof modal>[0],
): Body =>
  interaction({
    type: 'block_suggestion',
    ...head(userId),
    container: { type: 'view', view_id: 'V0BENCH' },
    action_id: actionId,
    block_id: 'bench',
    value,
    view: modal(view),
  });

const modal = (view: {
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly state: ViewState;
}) => ({
  id: 'V0BENCH',
  team_id: TEAM.id,
  type: 'modal',
  callback_id: view.callbackId,
  private_metadata: view.privateMetadata,
  state: { values: view.state },
  hash: '1.bench',
  blocks: [],
  title: { type: 'plain_text', text: 'bench' },
  close: null,
  submit: null,
  clear_on_close: false,
  notify_on_close: false,
  previous_view_id: null,
  root_view_id: 'V0BENCH',
  app_id: BOT.app,
  external_id: '',
  app_installed_team_id: TEAM.id,
  bot_id: BOT.id,
});

/** What somebody typed into one field, in the shape of Slack's state. */
export const typed = (block: string, value: string): ViewState => ({
  [block]: { value: { type: 'plain_text_input', value } },
});

export const chosen = (block: string, value: string): ViewState => ({
  [block]: {
    value: {
      type: 'radio_buttons',
      selected_option: { value, text: { type: 'plain_text', text: value, emoji: true } },
    },
  },
});

export const pressBody = (
  userId: string,
  actionId: string,
  on: { readonly channel: string; readonly ts: string; readonly value: string },
  given: { readonly triggerId: string; readonly responseUrl: string },
): Body =>
  interaction({
    type: 'block_actions',
    ...head(userId),
    trigger_id: given.triggerId,
    response_url: given.responseUrl,
    container: { type: 'message', message_ts: on.ts, channel_id: on.channel },
    channel: { id: on.channel, name: 'bench' },
    message: { type: 'message', ts: on.ts, text: '', blocks: [] },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'bench',
        text: { type: 'plain_text', text: actionId, emoji: true },
        value: on.value,
        action_ts: '1.0',
      },
    ],
  });
export const homeBody = (userId: string, eventId: string): Body => ({
  type: 'json',
  text: JSON.stringify({
    token: 'sandbox',
    team_id: TEAM.id,
    api_app_id: BOT.app,
    event: {
      type: 'app_home_opened',
      user: userId,
      channel: `D${userId.slice(1)}`,
      tab: 'home',
      event_ts: '1.0',
    },
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM.id,
        user_id: BOT.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  }),
});
