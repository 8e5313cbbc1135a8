import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether somebody knows a secret. It takes the same time wherever the two texts differ, and however long they are. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(secret));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
