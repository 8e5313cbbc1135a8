import { given } from '#src/basics/given.ts';
import {
  CREDENTIALS_WERE_RIGHT,
  credentialsFailure,
  type LiveAuth,
  type Value,
  valueOf,
} from './auth.ts';
import { createHold, isoTime } from './hold.ts';
import type { Log, OnHold } from './log.ts';
import { sdkDate, signRequest } from './signer.ts';

interface Keys {
  readonly accessKey: Value;
  readonly secretKey: Value;
  /** Only temporary keys have one. */
  readonly securityToken?: Value;
}

/**
 * Signs with an access key (AK/SK), permanent or temporary. A 401 is final, and holds back every
 * further call for 5 minutes: see `hold.ts`.
 */
export function createSigningAuth(
  options: Keys & {
    readonly projectId: string;
    readonly now: () => number;
    readonly log: Log;
    readonly onHold?: OnHold;
  },
): LiveAuth {
  const { projectId, now, log } = options;
  const hold = createHold(now, options.onHold);
  let lastKeys: readonly string[] = [];

  return {
    secrets: () => lastKeys,
    async authorise(request) {
      const keys = readKeys(options);
      if (!keys) return { ok: false, failure: credentialsFailure({ is: 'key_unreadable' }) };
      lastKeys = [...new Set([...Object.values(keys), ...lastKeys])].slice(0, KEYS_KEPT);
      const fingerprint = Object.values(keys).join('\n');
      const heldUntilMs = hold.heldUntil(fingerprint);
      if (heldUntilMs !== undefined) {
        const until = isoTime(heldUntilMs);
        return { ok: false, failure: credentialsFailure({ is: 'key_held', until }) };
      }
      const sent = {
        ...request.headers,
        'X-Sdk-Date': sdkDate(now()),
        'X-Project-Id': projectId,
        ...given({ 'X-Security-Token': keys.securityToken || undefined }),
      };
      const signed = { ...request, headers: { ...sent, Host: request.host } };
      return {
        ok: true,
        headers: { ...sent, Authorization: signRequest(signed, keys) },
        accepted: () => hold.accepted(fingerprint),
        rejected: ({ error_code: errorCode }) => {
          if (CREDENTIALS_WERE_RIGHT.has(errorCode)) {
            hold.accepted(fingerprint);
          } else {
            const until = isoTime(hold.refused(fingerprint));
            log.error('The access key was refused; calls are held back.', { until });
          }
          return 'final';
        },
      };
    },
  };
}

/** The three values in use and the previous three, which answers may still mention. */
const KEYS_KEPT = 6;

function readKeys({ accessKey, secretKey, securityToken = '' }: Keys) {
  try {
    const keys = {
      accessKey: valueOf(accessKey),
      secretKey: valueOf(secretKey),
      securityToken: valueOf(securityToken),
    };
    return keys.accessKey === '' || keys.secretKey === '' ? undefined : keys;
  } catch {
    // The error is dropped, since it may quote the content of a secret file.
    return undefined;
  }
}
