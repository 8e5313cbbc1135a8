import {
  type Answer,
  type BlockProblem,
  type BotFacts,
  RATE_LIMITED,
  UNREACHABLE,
} from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding, type Subject } from './finding.ts';

const { ok, warn, fail, skip } = about('Slack');

/** A call that failed. A rate limit is no fault of the set-up, so the check is skipped. */
export function refusalFinding(
  subject: Subject,
  what: string,
  answer: Answer<unknown> & { readonly ok: false },
): Finding {
  const { found, todo } = refusedBySlack(answer);
  return answer.error === RATE_LIMITED
    ? about(subject).skip(what, `not checked: ${found}; ${todo}`)
    : about(subject).fail(what, found, todo);
}

/** An error of Slack in words, and what to do about it. */
export function refusedBySlack({ error, detail }: Answer<unknown> & { readonly ok: false }): {
  readonly found: string;
  readonly todo: string;
} {
  if (error === UNREACHABLE) {
    return {
      found: `Slack cannot be reached: ${detail}`,
      todo: 'check SLACK_API_URL, and the network between this machine and Slack',
    };
  }
  if (error === RATE_LIMITED) {
    return { found: `Slack asks to wait ${detail}`, todo: 'run the doctor again after that time' };
  }
  if (error === 'missing_scope') {
    return { found: `the scope ${detail} is missing`, todo: addScope(detail) };
  }
  return {
    found: `Slack says ${error}`,
    todo: REMEDIES[error] ?? 'look it up in the reference of the Slack Web API',
  };
}

function addScope(scope: string): string {
  return `add ${scope} under OAuth & Permissions → Bot Token Scopes, and install the app again`;
}

const NEW_TOKEN = 'copy the token again from the page of the app; docs/INSTALL.md says where it is';
const REMEDIES: Readonly<Record<string, string>> = {
  invalid_auth: NEW_TOKEN,
  not_authed: NEW_TOKEN,
  token_revoked: NEW_TOKEN,
  token_expired: NEW_TOKEN,
  account_inactive: 'install the app again; its bot was removed from the workspace',
  not_allowed_token_type:
    'use the right kind of token: the bot token begins with xoxb-, the app-level token with xapp-',
};

export function judgeBot(answer: Answer<BotFacts>): Finding[] {
  const what = 'SLACK_BOT_TOKEN';
  if (!answer.ok) return [refusalFinding('Slack', what, answer)];
  const { team, botId } = answer.value;
  return botId === undefined
    ? [fail(what, 'this is a user token', 'use the Bot User OAuth Token, xoxb-…')]
    : [ok(what, `accepted by the workspace ${team}`)];
}

/** Compares the granted scopes with those of manifest.yml; undefined: not known. */
export function judgeScopes(
  granted: readonly string[] | undefined,
  asked: readonly string[] | undefined,
): Finding[] {
  const what = 'scopes';
  if (!granted) {
    return [
      skip(
        what,
        'not checked: the header x-oauth-scopes is missing in the answer; something between this machine and Slack removes it',
      ),
    ];
  }
  if (!asked) {
    return [
      warn(
        what,
        'manifest.yml cannot be read',
        'put it back beside package.json: the scopes are compared with it',
      ),
    ];
  }
  const missing = asked.filter((scope) => !granted.includes(scope));
  const more = granted.filter((scope) => !asked.includes(scope));
  return [
    ...(missing.length === 0 ? [ok(what, `all ${asked.length} of manifest.yml are granted`)] : []),
    ...missing.map((scope) => fail(what, `${scope} is missing`, addScope(scope))),
    ...(more.length === 0
      ? []
      : [
          warn(
            what,
            `more than manifest.yml asks for: ${more.join(', ')}`,
            'remove them, unless something else needs them: a stolen token could use them',
          ),
        ]),
  ];
}

/** Judges the app-level token of Socket Mode. `appId`: the app of the bot, if known. */
export function judgeAppToken(
  answer: Answer<void>,
  token: string,
  appId: string | undefined,
): Finding {
  const what = 'SLACK_APP_TOKEN';
  if (!answer.ok) {
    return answer.error === 'missing_scope'
      ? fail(what, refusedBySlack(answer).found, 'create an app-level token with connections:write')
      : refusalFinding('Slack', what, answer);
  }
  const [, own] = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(token) ?? [];
  if (own !== undefined && appId && own !== appId) {
    return fail(
      what,
      `it belongs to the app ${own}, but the bot belongs to ${appId}`,
      'take both tokens from the same app',
    );
  }
  return ok(what, 'opens a socket');
}

/** Only its form can be checked: a signing secret is used by Slack alone. */
export function judgeSigningSecret(secret: string): Finding {
  const what = 'SLACK_SIGNING_SECRET';
  return /^[0-9a-f]{32}$/.test(secret)
    ? ok(what, 'set; whether it is right shows at the first call of Slack')
    : warn(
        what,
        'does not look like a signing secret: it should have 32 hexadecimal characters',
        'copy it from Basic Information → Signing Secret; it is not the client secret',
      );
}

interface Validated {
  readonly name: string;
  readonly answer: Answer<readonly BlockProblem[]>;
}

/** What Slack says about samples of everything people see. Not every workspace offers this check. */
export function judgeShown(all: readonly Validated[]): Finding[] {
  const what = 'blocks.validate';
  const shown = about('cards and forms');
  const refused = all.flatMap(({ answer }) => (answer.ok ? [] : [answer]));
  const [first] = refused;
  if (first?.error === 'unknown_method') {
    return [shown.ok(what, 'not offered by this workspace; nothing was checked')];
  }
  const bad = all.flatMap(({ name, answer }) => {
    const [problem] = answer.ok ? answer.value : [];
    return problem
      ? [
          shown.fail(
            name,
            `Slack rejects it: ${problem.pointer} ${problem.message}`,
            'this is a bug of relaydesk; report it with this line',
          ),
        ]
      : [];
  });
  if (first) {
    const { found, todo } = refusedBySlack(first);
    const said = `${refused.length} of ${all.length} were not checked: ${found}`;
    const isBusy = first.error === RATE_LIMITED;
    return [...bad, isBusy ? shown.skip(what, `${said}; ${todo}`) : shown.warn(what, said, todo)];
  }
  return bad.length > 0
    ? bad
    : [shown.ok(what, `Slack accepts all ${all.length} cards, forms and lists`)];
}
