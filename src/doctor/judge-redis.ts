import type { RedisFacts } from '#src/redis/connection/server-info.ts';
import { fitnessOf } from '#src/redis/connection/server-requirements.ts';
import { about, type Finding } from './finding.ts';

const { ok, warn, fail } = about('Redis');

export type RedisAnswer =
  | {
      readonly ok: true;
      readonly servers: readonly RedisFacts[];
      readonly isCluster: boolean;
      readonly waitReplicas: number;
    }
  /** It answers, but its user may not read its settings. */
  | { readonly ok: 'unchecked'; readonly why: string }
  | { readonly ok: false; readonly why: string };

/** Judges Redis by the same rules as at a start. */
export function judgeRedis(answer: RedisAnswer): Finding[] {
  if (!answer.ok) {
    return [fail('REDIS_URL', `Redis does not answer: ${answer.why}`, todoFor(answer.why))];
  }
  if (answer.ok === 'unchecked') {
    const found = `it answers, but its settings cannot be checked: ${answer.why}`;
    return [warn('REDIS_URL', found, 'allow INFO to its user, as in docs/REDIS.md')];
  }
  const { servers } = answer;
  const findings = fitnessOf(servers, answer).map(({ level, node, text }) => {
    // A line of the start check says what is wrong and, after its last semicolon, what to do.
    const [, found = text, todo = 'see docs/REDIS.md'] = /^(.*); ([^;]+)$/.exec(text) ?? [];
    return (level === 'fail' ? fail : warn)(node, found, todo);
  });
  return [...servers.map((server) => ok(server.node, factsText(server))), ...findings];
}

function todoFor(why: string): string {
  return /NOAUTH|WRONGPASS|NOPERM/.test(why)
    ? 'correct the user and the password in REDIS_URL'
    : 'start it, or correct REDIS_URL';
}

function factsText(facts: RedisFacts): string {
  const { version, mode, role, evictionPolicy, isAofOn, appendfsync, replicas } = facts;
  return [
    `Redis ${version}`,
    mode,
    role,
    evictionPolicy,
    isAofOn ? `AOF ${appendfsync ?? 'on'}` : 'no AOF',
    `memory ${megabytes(facts.memoryUsed)} of ${facts.memoryMax === 0 ? 'no limit' : megabytes(facts.memoryMax)}`,
    `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
  ].join(', ');
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MB`;
}
