import { messageProblems, viewProblems, type Problem } from '../blocks/validate.ts';
import { isFields, type Fields } from '../json.ts';
import { refuse } from '../refusal.ts';
import { BOT } from '../workspace.ts';
import { objectArg, type Call, type Method } from './call.ts';

const authTest = ({ workspace }: Call): Fields => ({
  url: 'https://sandbox.slack.com/',
  team: workspace.team.name,
  user: workspace.manifest.botName,
  team_id: workspace.team.id,
  user_id: BOT.user,
  bot_id: BOT.id,
  is_enterprise_install: false,
  ...(workspace.grid ? { enterprise_id: workspace.grid.id } : {}),
});

const openConnection = ({ baseUrl, newTicket }: Call): Fields => ({
  url: `${baseUrl.replace('http', 'ws')}/link?ticket=${newTicket()}`,
});

const reportProblems = (code: string, problems: readonly Problem[]): Fields =>
  problems.length === 0
    ? {}
    : refuse(code, {
        errors: problems.map(({ pointer, message }) => ({
          pointer,
          code: 'failed_constraint',
          message,
        })),
      });

const validate = ({ args }: Call): Fields => {
  const given = ['blocks', 'message', 'view'].filter((name) => args[name] !== undefined);
  if (given.length !== 1) refuse('invalid_arguments');
  if (given[0] === 'view') {
    const view = objectArg(args['view'], 'invalid_arguments');
    return reportProblems('invalid_view', viewProblems(view, ['modal', 'home']));
  }
  if (given[0] === 'blocks') {
    const blocks = objectArg(args['blocks'], 'invalid_arguments');
    return reportProblems('invalid_blocks', messageProblems(blocks));
  }
  const message = objectArg(args['message'], 'invalid_arguments');
  if (!isFields(message)) return refuse('invalid_message');
  return reportProblems('invalid_message', messageProblems(message['blocks'] ?? []));
};

const bot = ({ workspace, args }: Call): Fields => {
  if (args['bot'] !== undefined && args['bot'] !== BOT.id) refuse('bot_not_found');
  const { id, user, app } = BOT;
  const name = workspace.manifest.botName;
  return {
    bot: { id, deleted: false, name, app_id: app, user_id: user, team_id: workspace.team.id },
  };
};

const team = ({ workspace }: Call): Fields => ({
  team: { id: workspace.team.id, name: workspace.team.name, domain: 'sandbox', email_domain: '' },
});

export const appMethods: Readonly<Record<string, Method>> = {
  'auth.test': { tier: 'special', run: authTest },
  'apps.connections.open': { tier: 1, token: 'app', run: openConnection },
  'blocks.validate': { tier: 'special', run: validate },
  'bots.info': { scopes: ['users:read'], tier: 3, run: bot },
  'team.info': { scopes: ['team:read'], tier: 3, run: team },
};
