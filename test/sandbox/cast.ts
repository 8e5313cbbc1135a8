/** The people, places and credentials of the sandbox: invented, and the same in every run. */

export const TEAM = { id: 'T0TEAM', name: 'Channel Operations' };

/** The Enterprise Grid that the workspace is part of where a test asks for one. */
export const GRID = { id: 'E0GRID', name: 'Broadcasting Group', firstTeam: 'T0FIRST' } as const;

export const PEOPLE = {
  operator: {
    id: 'U0OPERATOR',
    name: 'Olga Operator',
    handle: 'olga',
    tz: 'Europe/Berlin',
    locale: 'en-GB',
  },
  lead: { id: 'U0LEAD', name: 'Lena Lead', handle: 'lena', tz: 'Europe/Berlin', locale: 'en-GB' },
  secondLead: { id: 'U0LEAD2', name: 'Lars Second', handle: 'lars', tz: 'America/New_York' },
  thirdLead: {
    id: 'U0LEAD3',
    name: 'Li Third',
    handle: 'li',
    tz: 'Asia/Shanghai',
    locale: 'zh-CN',
  },
  onCall: { id: 'U0ONCALL', name: 'Ines Oncall', handle: 'ines', tz: 'Asia/Shanghai' },
  guest: { id: 'U0GUEST', name: 'Gus Guest', handle: 'gus', is_restricted: true },
  outsider: { id: 'U0OUT', name: 'Otto Outsider', handle: 'otto' },
  /** Of a partner's workspace, in shared channels only. */
  stranger: {
    id: 'U0PARTNER',
    name: 'Petra Partner',
    handle: 'petra',
    team_id: 'T0PARTNER',
    is_stranger: true,
  },
} as const;

const everybody = Object.values(PEOPLE).map(({ id }) => id);

export const CHANNELS = {
  ops: { id: 'C0OPS', name: 'live-ops', members: everybody, botIsMember: true },
  leads: {
    id: 'C0LEADS',
    name: 'live-approvals',
    members: everybody.filter((id) => id !== PEOPLE.guest.id),
    botIsMember: true,
  },
  /** For a rule that sends its cards elsewhere. */
  rights: {
    id: 'C0RIGHTS',
    name: 'live-rights',
    members: [PEOPLE.operator.id, PEOPLE.onCall.id, PEOPLE.lead.id],
    botIsMember: true,
  },
} as const;

export const USERGROUPS = [
  { id: 'S0LEADS', handle: 'leads', users: [PEOPLE.secondLead.id, PEOPLE.thirdLead.id] },
  { id: 'S0ONCALL', handle: 'oncall', users: [PEOPLE.onCall.id] },
];

export const SECRETS = {
  botToken: 'xoxb-sandbox',
  appToken: 'xapp-sandbox',
  signingSecret: 'sandbox-signing-secret',
} as const;

export const PROJECT = {
  name: 'live-prod',
  id: '0123456789abcdef0123456789abcdef',
  region: 'cn-north-4',
} as const;

export const CLOUD_USER = {
  domain: 'sandbox-domain',
  name: 'relaydesk',
  password: 'sandbox-password',
};

export const KEY_PAIR = { accessKey: 'SANDBOXACCESSKEY', secretKey: 'sandbox-secret-key' };
