import { randomBytes } from 'node:crypto';
import { iamRefusal, refusal, type Answer } from './answer.ts';
import { isRecord } from './modify.ts';

export interface IamUser {
  readonly domain: string;
  readonly name: string;
  readonly password: string;
}

/** Real tokens have thousands of characters; a client must not have a short limit. */
const usualTokenCharacters = 2_400;

const keysOf = (
  value: unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> | undefined => {
  if (!isRecord(value)) return undefined;
  return Object.keys(value).toSorted().join() === names.toSorted().join() ? value : undefined;
};

const iamTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

const parse = (
  body: unknown,
): { user: IamUser; project: Readonly<Record<string, unknown>> } | undefined => {
  const auth = keysOf(keysOf(body, ['auth'])?.['auth'], ['identity', 'scope']);
  const identity = keysOf(auth?.['identity'], ['methods', 'password']);
  const user = keysOf(keysOf(identity?.['password'], ['user'])?.['user'], [
    'name',
    'password',
    'domain',
  ]);
  const domain = keysOf(user?.['domain'], ['name']);
  const scope = keysOf(auth?.['scope'], ['project'])?.['project'];
  const project = keysOf(scope, ['id']) ?? keysOf(scope, ['name']);
  if (JSON.stringify(identity?.['methods']) !== '["password"]' || project === undefined)
    return undefined;
  const name = user?.['name'];
  const password = user?.['password'];
  const domainName = domain?.['name'];
  if (typeof name !== 'string' || typeof password !== 'string' || typeof domainName !== 'string')
    return undefined;
  return { user: { domain: domainName, name, password }, project };
};

/** Issues project-scoped tokens to one user and checks them. */
export const createIam = (options: {
  /** The current user: the password may change. */
  readonly user: () => IamUser;
  readonly projectId: string;
  readonly region: string;
  readonly tokenLifeMs: number;
  readonly tokenCharacters?: number;
}) => {
  const tokens = new Map<string, number>();

  const issue = (input: {
    readonly body: unknown;
    readonly query: URLSearchParams;
    readonly nowMs: number;
  }): Answer => {
    const asked = parse(input.body);
    if (asked === undefined) return iamRefusal(400, 'The request body is invalid');
    const user = options.user();
    if (
      asked.user.name !== user.name ||
      asked.user.domain !== user.domain ||
      asked.user.password !== user.password
    ) {
      return iamRefusal(401, 'The username or password is wrong.');
    }
    const { id, name } = asked.project;
    if (id === undefined ? name !== options.region : id !== options.projectId) {
      return iamRefusal(404, `Could not find project: ${String(id ?? name)}.`);
    }

    const characters = options.tokenCharacters ?? usualTokenCharacters;
    const token = `MII${randomBytes(characters).toString('base64')}`.slice(0, characters);
    const expiresAtMs = input.nowMs + options.tokenLifeMs;
    tokens.set(token, expiresAtMs);
    const isCatalogLeftOut = (input.query.get('nocatalog') ?? '') !== '';
    return {
      status: 201,
      headers: { 'x-subject-token': token },
      body: {
        token: {
          methods: ['password'],
          expires_at: iamTime(expiresAtMs),
          issued_at: iamTime(input.nowMs),
          project: { id: options.projectId, name: options.region, domain: { name: user.domain } },
          user: { name: user.name, domain: { name: user.domain } },
          roles: [{ id: '0', name: 'live_adm' }],
          ...(isCatalogLeftOut ? {} : { catalog: [] }),
        },
      },
    };
  };

  const check = (token: string, nowMs: number): Answer | undefined => {
    const expiresAtMs = tokens.get(token);
    if (expiresAtMs === undefined) {
      return refusal(
        401,
        'APIG.0301',
        'Incorrect IAM authentication information: decrypt token fail',
      );
    }
    return nowMs < expiresAtMs
      ? undefined
      : refusal(401, 'APIG.0307', 'The token must be updated.');
  };

  return {
    issue,
    check,
    /** `forgotten` tokens are unknown (0301), as after a password change; others must be renewed (0307). */
    expireAll: (how: 'renew' | 'forgotten'): void => {
      if (how === 'forgotten') tokens.clear();
      else for (const token of tokens.keys()) tokens.set(token, 0);
    },
  };
};
