import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '#src/basics/sha256.ts';

/** Whether `given` is the secret. The time it takes does not depend on where the texts differ or how long they are. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(secret)));
}
