import type { Delivery } from '../delivery.ts';
import type { Fields } from '../json.ts';
import type { Person, ResponseUrl } from '../types.ts';
import type { Until } from '../until.ts';
import type { Workspace } from '../workspace.ts';
import { BOT } from '../workspace.ts';

/** What every action of a person needs. */
export type Desk = {
  readonly person: Person;
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly until: Until;
  readonly baseUrl: string;
};

/** The bot's acknowledgement, as Slack sees it. */
export type Acked =
  | { readonly ackMs: number; readonly timedOut?: false }
  | { readonly timedOut: true; readonly error: string };

export const newTrigger = ({ workspace, person }: Desk): string => {
  const id = `${workspace.newId('')}.${workspace.newId('')}.trigger`;
  workspace.triggers.set(id, { personId: person.id, atMs: workspace.now(), used: false });
  return id;
};

export const newResponseUrl = (
  { workspace, person, baseUrl }: Desk,
  url: Pick<ResponseUrl, 'channel' | 'original' | 'threadTs'>,
): string => {
  const id = workspace.newId('');
  workspace.responseUrls.set(id, { ...url, personId: person.id, atMs: workspace.now(), uses: 0 });
  // As at hooks.slack.com: anybody who knows the whole URL may answer as the bot.
  const kind = url.original === undefined ? 'commands' : 'actions';
  return `${baseUrl}/${kind}/${workspace.team.id}/1234567890/${id}`;
};

/** The head of every interaction payload. */
export const interactionHead = ({ workspace, person }: Desk): Fields => ({
  user: {
    id: person.id,
    username: person.handle,
    name: person.handle,
    team_id: workspace.gridOf(person)?.firstTeam ?? person.team_id,
  },
  api_app_id: BOT.app,
  token: 'sandbox',
  team: { id: workspace.team.id, domain: 'sandbox' },
  enterprise: workspace.grid ? { id: workspace.grid.id, name: workspace.grid.name } : null,
  is_enterprise_install: false,
});

export const needInteractivity = ({ workspace }: Desk): void => {
  if (!workspace.manifest.isInteractive) {
    throw new Error('the manifest does not switch interactivity on, so Slack would send nothing');
  }
};

export const channelWire = ({ workspace }: Desk, id: string): Fields => ({
  id,
  name: workspace.channels.get(id)?.name ?? 'unknown',
});
