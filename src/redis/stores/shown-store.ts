import {
  messageLine,
  type MessageRef,
  type Shown,
  type ShownStore,
  type WholeTold,
} from '#src/ports/shown.ts';
import { keys } from '#src/redis/keys.ts';
import { LANE_TTL_MS, laneOf } from '#src/redis/work/leases.ts';
import { type Connection, script, sha256, type Writes } from '#src/redis/script.ts';

const beginScript = script('begin-message');
const saveScript = script('sha256', 'append-audit', 'save-shown');

/** Where requests are shown, one hash each, written by whoever shows them. */
export function createShownStore(
  redis: Connection,
  now: () => number,
  writes: Writes = redis,
  /** In whose name a lane is held. */
  replica = '',
): ShownStore {
  return {
    async load(requestId) {
      const fields = await redis.hgetall(keys.messages(requestId));
      const card = toRef(fields['card']);
      const result = toRef(fields['result']);
      const direct = toRef(fields['direct']);
      const whole = toWhole(fields['whole']);
      const directWhole = toWhole(fields['direct_whole']);
      return {
        version: Number(fields['version'] ?? 0),
        lines: Number(fields['lines'] ?? 0),
        ...(card ? { card } : {}),
        ...(result ? { result } : {}),
        ...(direct ? { direct } : {}),
        ...(whole ? { whole } : {}),
        ...(directWhole ? { directWhole } : {}),
        ...(fields['direct_version'] ? { directVersion: Number(fields['direct_version']) } : {}),
        ...(fields['direct_lines'] ? { directLines: Number(fields['direct_lines']) } : {}),
        ...(fields['told'] ? { told: Number(fields['told']) } : {}),
        ...(fields['begun'] ? { begun: fields['begun'] } : {}),
      };
    },

    async begin(requestId, message) {
      const names = [keys.messages(requestId), keys.lane(laneOf(requestId))];
      return (await beginScript(writes, names, [replica, message, LANE_TTL_MS])) === 1;
    },

    async save(requestId, shown) {
      const part = (['result', 'direct'] as const).find((name) => shown[name]) ?? 'card';
      const message = shown[part];
      const fields = toFields(shown);
      const pairs = Object.entries(fields);
      if (!message)
        return void (await writes.call('HSET', keys.messages(requestId), ...pairs.flat()));
      const line = messageLine({ request: requestId, part, message, atMs: now() });
      const lines = pairs.map((pair) => pair.join(' '));
      const values = [part, line, sha256(line), lines.join('\n')];
      await saveScript(writes, shownKeys(requestId), values);
    },
  };
}

function shownKeys(requestId: string): string[] {
  return [keys.messages(requestId), keys.request(requestId), keys.audit, keys.auditHead];
}

function toFields(shown: Partial<Shown>): Record<string, string> {
  const { card, result, direct, directVersion, directLines, version, lines, told } = shown;
  const { whole, directWhole } = shown;
  return {
    ...(whole ? { whole: fromWhole(whole) } : {}),
    ...(directWhole ? { direct_whole: fromWhole(directWhole) } : {}),
    ...(card ? { card: `${card.channel} ${card.ts}` } : {}),
    ...(result ? { result: `${result.channel} ${result.ts}` } : {}),
    ...(direct ? { direct: `${direct.channel} ${direct.ts}` } : {}),
    ...(directVersion === undefined ? {} : { direct_version: String(directVersion) }),
    ...(directLines === undefined ? {} : { direct_lines: String(directLines) }),
    ...(version === undefined ? {} : { version: String(version) }),
    ...(lines === undefined ? {} : { lines: String(lines) }),
    ...(told === undefined ? {} : { told: String(told) }),
  };
}

function fromWhole({ contentVersion, count }: WholeTold): string {
  return `${contentVersion} ${count}`;
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
