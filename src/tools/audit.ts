import { parseArgs } from 'node:util';
import { fromJson } from '#src/basics/from-json.ts';
import { type AuditLine, type AuditTrail, verifyAudit } from '#src/approval/audit/audit.ts';
import { redisUrlFrom } from '#src/config/load-config.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { connect } from '#src/redis/connection/connection.ts';

/**
 * `npm run audit -- export [--request R-142]` prints the trail as lines of JSON with their hashes. `npm run audit --
 * verify [--head HASH]` checks the chain and names the first line that was changed; given a head that was posted in
 * Slack, it also checks whether the trail still holds it.
 */

const USAGE =
  'Usage: npm run audit -- export [--request R-142], or: npm run audit -- verify [--head HASH]';

// Who reads an export has seen enough.
process.stdout.on('error', () => process.exit());
process.exitCode = await runAudit(process.argv.slice(2), redisUrlFrom(process.env));

async function runAudit(args: string[], address: ReturnType<typeof redisUrlFrom>): Promise<number> {
  const asked = askedFor(args);
  if (!asked) {
    complain(USAGE);
    return 2;
  }
  if ('problem' in address) {
    complain(address.problem);
    return 1;
  }
  let why: string | undefined;
  const redis = connect(address.url, (error) => (why = error.message));
  const trail = createAuditTrail(redis);
  try {
    if (asked.command === 'verify') return await verify(trail, asked.heads);
    for await (const batch of trail.batches()) {
      batch.filter(isAbout(asked.request)).forEach((entry) => say(JSON.stringify(entry)));
    }
    return 0;
  } catch (error) {
    complain(`The audit cannot be read from REDIS_URL: ${why ?? reasonOf(error)}`);
    return 1;
  } finally {
    redis.disconnect();
  }
}

function askedFor(args: string[]) {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { request: { type: 'string' }, head: { type: 'string', multiple: true } },
    });
    const [command, ...more] = positionals;
    if (more.length > 0 || (command !== 'export' && command !== 'verify')) return undefined;
    return { command, request: values.request, heads: values.head ?? [] } as const;
  } catch {
    // An unknown option: the usage lists the known ones.
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isAbout(request: string | undefined) {
  return ({ line }: AuditLine): boolean =>
    request === undefined || Object(fromJson(line)).request === request;
}

async function verify(trail: AuditTrail, heads: readonly string[]): Promise<number> {
  const verified = await verifyAudit(trail, heads);
  if (verified.ok) {
    const known = heads.length === 0 ? '' : ' Every head that was named is in it.';
    const lines = verified.count === 1 ? '1 line' : `${verified.count} lines`;
    say(`${lines}, all as they were written.${known} Head: ${verified.head}`);
    return 0;
  }
  const { number, id, why } = verified;
  complain(`Line ${number} (${id || 'the start'}): ${why}.`);
  return 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
