import { sha256 } from '#src/basics/sha256.ts';
import {
  type EndTold,
  type GuardTold,
  messageLine,
  type MessageRef,
  type Shown,
  type ShownStore,
  type WatchersTold,
  type WholeTold,
} from '#src/ports/shown.ts';
import { given } from '#src/basics/given.ts';
import { keys } from '#src/redis/keys.ts';
import { LEASE_TTL_MS, showLease } from '#src/redis/work/leases.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const beginScript = script('save-held');
const saveScript = script('sha256', 'append-audit', 'save-shown');

/** Where requests are shown, one hash each, written only by the notifier. */
export function createShownStore(
  redis: Connection,
  now: () => number,
  writes: Writes = redis,
  /** Who holds the lease. */
  replica = '',
): ShownStore {
  return {
    async load(requestId) {
      const fields = await redis.hgetall(keys.messages(requestId));
      return {
        card: toRef(fields['card']),
        version: toNumber(fields['version']) ?? 0,
        frozen: fields['frozen'],
        followers: fields['followers'],
        lines: toNumber(fields['lines']) ?? 0,
        whole: toWhole(fields['whole']),
        result: toRef(fields['result']),
        told: toNumber(fields['told']),
        end: toEnd(fields['end']),
        watchers: toWatchers(fields['watchers']),
        guard: toGuard(fields['guard']),
        direct: toRef(fields['direct']),
        directVersion: toNumber(fields['direct_version']),
        directFollowers: fields['direct_followers'],
        directLines: toNumber(fields['direct_lines']),
        directWhole: toWhole(fields['direct_whole']),
        begun: fields['begun'],
      };
    },

    async begin(requestId, message) {
      const names = [keys.messages(requestId), keys.lease(showLease(requestId))];
      return (await beginScript(writes, names, [replica, message, LEASE_TTL_MS, 'begun'])) === 1;
    },

    async save(requestId, shown) {
      const part = (['result', 'direct'] as const).find((name) => shown[name]) ?? 'card';
      const message = shown[part];
      const pairs = Object.entries(toFields(shown));
      if (!message)
        return void (await writes.call('HSET', keys.messages(requestId), ...pairs.flat()));
      const line = messageLine({ request: requestId, part, message, atMs: now() });
      const lines = pairs.map((pair) => pair.join(' '));
      const values = [part, line, sha256(line), lines.join('\n')];
      const names = [keys.messages(requestId), keys.request(requestId), keys.audit, keys.auditHead];
      await saveScript(writes, names, values);
    },
  };
}

/** Missing fields are left as they are in the store. */
function toFields(shown: Partial<Shown>) {
  return given({
    card: fromRef(shown.card),
    version: shown.version,
    frozen: shown.frozen,
    followers: shown.followers,
    lines: shown.lines,
    whole: fromWhole(shown.whole),
    result: fromRef(shown.result),
    told: shown.told,
    end: shown.end && `${fromRef(shown.end.message)} ${shown.end.line} ${shown.end.said}`,
    guard: shown.guard && `${fromRef(shown.guard.message)} ${shown.guard.said}`,
    watchers: shown.watchers && [shown.watchers.lines, ...shown.watchers.channels].join(' '),
    direct: fromRef(shown.direct),
    direct_version: shown.directVersion,
    direct_followers: shown.directFollowers,
    direct_lines: shown.directLines,
    direct_whole: fromWhole(shown.directWhole),
  });
}

function toNumber(text: string | undefined): number | undefined {
  return text ? Number(text) : undefined;
}

function fromRef(message: MessageRef | undefined): string | undefined {
  return message && `${message.channel} ${message.ts}`;
}

function fromWhole(told: WholeTold | undefined): string | undefined {
  return told && `${told.contentVersion} ${told.count}`;
}

function toWhole(text: string | undefined): WholeTold | undefined {
  const [contentVersion, count] = text?.split(' ') ?? [];
  return contentVersion && count
    ? { contentVersion: Number(contentVersion), count: Number(count) }
    : undefined;
}

function toRef(text: string | undefined): MessageRef | undefined {
  const [channel, ts] = text?.split(' ') ?? [];
  return channel && ts ? { channel, ts } : undefined;
}

function toEnd(text: string | undefined): EndTold | undefined {
  const message = toRef(text);
  const [, , line, said = ''] = text?.split(' ') ?? [];
  return message && { message, line: Number(line), said };
}

function toWatchers(text: string | undefined): WatchersTold | undefined {
  const [lines, ...channels] = text?.split(' ') ?? [];
  return lines === undefined ? undefined : { lines: Number(lines), channels };
}

function toGuard(text: string | undefined): GuardTold | undefined {
  const message = toRef(text);
  const [, , said = ''] = text?.split(' ') ?? [];
  return message && { message, said };
}
