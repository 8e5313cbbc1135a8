import { verifyAudit } from './approval/audit.ts';
import { createAuditTrail } from './redis/audit-trail.ts';
import { redisUrlFrom } from './config.ts';
import { connect } from './redis/connection.ts';

/**
 * `npm run audit -- export` prints the trail, a line of JSON each, with its hashes.
 * `npm run audit -- verify` walks the chain and names the first line that was touched.
 */

process.exitCode = await runAudit(process.argv[2], redisUrlFrom(process.env));

async function runAudit(command: string | undefined, redisUrl: string): Promise<number> {
  if (command !== 'export' && command !== 'verify') {
    complain('It is: npm run audit -- export, or: npm run audit -- verify');
    return 2;
  }
  let why = 'it does not answer';
  const redis = connect(redisUrl, (error) => (why = error.message));
  const trail = createAuditTrail(redis);
  try {
    if (command === 'verify') return await verify(trail);
    for await (const batch of trail.batches()) batch.forEach((entry) => say(JSON.stringify(entry)));
    return 0;
  } catch {
    complain(`The audit cannot be read from REDIS_URL: ${why}`);
    return 1;
  } finally {
    redis.disconnect();
  }
}

async function verify(trail: Parameters<typeof verifyAudit>[0]): Promise<number> {
  const verified = await verifyAudit(trail);
  if (verified.ok) {
    say(`${verified.count} lines, all as they were written. Head: ${verified.head}`);
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
