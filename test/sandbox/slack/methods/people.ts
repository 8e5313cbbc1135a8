import { stringOf, type Fields } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Person, Usergroup } from '../types.ts';
import { BOT } from '../workspace.ts';
import { flagArg, paged, requiredArg, type Call, type Method } from './call.ts';

const offsetSeconds = (zone: string, atMs: number): number => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(atMs);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
};

/** In a Grid, a member's workspaces are listed, without a home workspace. */
const homeWire = (person: Person, { workspace }: Call): Fields => {
  const grid = workspace.gridOf(person);
  if (grid === undefined) return { team_id: person.team_id };
  return {
    enterprise_user: {
      id: person.id,
      enterprise_id: grid.id,
      enterprise_name: grid.name,
      is_admin: false,
      is_owner: false,
      teams: [grid.firstTeam, person.team_id],
    },
  };
};

const personWire = (person: Person, call: Call): Fields => ({
  id: person.id,
  ...homeWire(person, call),
  name: person.handle,
  real_name: person.name,
  deleted: person.deleted,
  tz: person.tz,
  tz_label: person.tz,
  tz_offset: offsetSeconds(person.tz, call.workspace.now()),
  profile: { real_name: person.name, display_name: person.handle, team: person.team_id },
  is_admin: false,
  is_owner: false,
  is_bot: person.is_bot,
  is_restricted: person.is_restricted,
  is_ultra_restricted: person.is_ultra_restricted,
  ...(person.is_stranger ? { is_stranger: true } : {}),
  is_app_user: false,
  updated: 0,
  ...(flagArg(call.args['include_locale']) ? { locale: person.locale } : {}),
});

const botPerson = (call: Call): Person => ({
  id: BOT.user,
  name: call.workspace.manifest.botName,
  handle: call.workspace.manifest.botName,
  tz: 'Etc/UTC',
  locale: 'en-US',
  team_id: call.workspace.team.id,
  is_restricted: false,
  is_ultra_restricted: false,
  is_stranger: false,
  is_bot: true,
  deleted: false,
});

const info = (call: Call): Fields => {
  const id = requiredArg(call.args, 'user', 'user_not_found');
  const person = id === BOT.user ? botPerson(call) : call.workspace.people.get(id);
  return { user: personWire(person ?? refuse('user_not_found'), call) };
};

const list = (call: Call): Fields => {
  const everybody = [...call.workspace.people.values(), botPerson(call)];
  const { page, nextCursor } = paged(call.args, everybody, 1000);
  const members = page.map((person) => personWire(person, call));
  return { members, response_metadata: { next_cursor: nextCursor } };
};

/** A group that is switched off shows only to callers that ask for those as well. */
const knownGroups = ({ workspace, args }: Call): Usergroup[] =>
  Array.from(workspace.usergroups.values()).filter(
    ({ isDisabled }) => !isDisabled || flagArg(args['include_disabled']),
  );

const groups = (call: Call): Fields => ({
  usergroups: knownGroups(call).map((group) => ({
    id: group.id,
    team_id: call.workspace.team.id,
    is_usergroup: true,
    name: group.handle,
    handle: group.handle,
    description: '',
    date_delete: group.isDisabled ? 1 : 0,
    ...(flagArg(call.args['include_users']) ? { users: group.users } : {}),
    ...(flagArg(call.args['include_count']) ? { user_count: group.users.length } : {}),
  })),
});

const groupUsers = (call: Call): Fields => {
  const wanted = stringOf(call.args['usergroup']);
  const group = knownGroups(call).find(({ id }) => id === wanted) ?? refuse('no_such_subteam');
  return { users: [...group.users] };
};

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': { scopes: ['users:read'], tier: 4, run: info },
  'users.list': { scopes: ['users:read'], tier: 2, run: list },
  'usergroups.list': { scopes: ['usergroups:read'], tier: 2, run: groups },
  'usergroups.users.list': { scopes: ['usergroups:read'], tier: 2, run: groupUsers },
};
