import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndNotice, LetEnd, NoticedEnd } from '#src/ending/ports.ts';
import { renderEndDigest } from '#src/slack/ending/end-digest.ts';
import { renderEndNotice } from '#src/slack/ending/end-notice.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { nowMs } from '../../relay/sample-task.ts';
import { anyWords, hostileText, problemsOf, runs } from '../hostile.ts';

const end = (fields: Partial<NoticedEnd> = {}): NoticedEnd => ({
  taskId: 'a',
  name: 'live/news24',
  ending: { atMs: nowMs + 3_600_000, by: 'time' },
  isKept: true,
  isChangeable: true,
  open: [],
  ...fields,
});

const shown = { project: 'live-prod', people: ['<@U0ONCALL>'], letEnds: new Map<string, LetEnd>() };

function rendered(notice: Partial<EndNotice>, letEnds: ReadonlyMap<string, LetEnd> = new Map()) {
  const whole = { id: 'n', cloud: 'c', atMs: nowMs, ends: [end()], more: 0, ...notice };
  return JSON.stringify(renderEndNotice(whole, { ...shown, letEnds }, wordsFor('en')).blocks);
}

test('a task that relaydesk cannot change has no Extend…, and says where it can be extended', () => {
  const text = rendered({ ends: [end({ isChangeable: false })] });

  expect(text).toContain('extend it in the Huawei Cloud console');
  expect(text).not.toContain('extend_task');
  expect(text).toContain('let_end');
});

test('a mark for an end that the task no longer has counts for nothing', () => {
  const mark = { taskId: 'a', endMs: nowMs, by: { userId: 'U0LEAD' }, atMs: nowMs };

  expect(rendered({}, new Map([['a', mark]]))).not.toContain('lets it end');
  expect(rendered({}, new Map([['a', { ...mark, endMs: nowMs + 3_600_000 }]]))).toContain(
    '<@U0LEAD> lets it end',
  );
});

test('what is settled has no buttons', () => {
  const text = rendered({ ends: [end({ settled: { kind: 'paused' } })] });

  expect(text).toContain('Paused meanwhile');
  expect(text).not.toContain('"button"');
});

test('whatever ten tasks are called, Slack takes the message', () => {
  const ends = fc.array(
    fc.record({ name: hostileText, taskId: hostileText.filter((text) => text !== '') }),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(
    fc.property(ends, fc.nat(2_000), anyWords, (some, more, words) => {
      const named = [...new Map(some.map((each) => [each.taskId, each])).values()];
      const open = [
        { id: 'R-1', state: 'pending' as const },
        { id: 'R-2', state: 'unconfirmed' as const },
      ];
      const notice = { id: 'n', cloud: 'c', atMs: nowMs, more };
      const message = renderEndNotice(
        { ...notice, ends: named.map((each) => end({ ...each, open })) },
        shown,
        words,
      );

      expect(problemsOf(message)).toEqual([]);
    }),
    runs,
  );
});

test('a digest tells what should stay on air, who lets what end, and what could end as well', () => {
  const mark = { taskId: 'a', endMs: nowMs + 3_600_000, by: { userId: 'U0LEAD' }, atMs: nowMs };
  const ends = [end(), end({ taskId: 'b', name: 'live/late' })];
  const digest = { unknown: ['live/rounds'], moreUnknown: 2 };
  const { text } = renderEndDigest(
    { id: 'n', cloud: 'c', atMs: nowMs, ends, more: 0, digest },
    { ...shown, letEnds: new Map([['a', mark]]) },
    wordsFor('en'),
  );

  expect(text).toMatch(/live\/news24.*<@U0LEAD> lets it end/);
  expect(text).toMatch(/live\/late.*should stay on air/);
  expect(text).toContain('could end at any time');
  expect(text).toContain('*live/rounds* and 2 more');
});

test('whatever twenty tasks are called, Slack takes the digest', () => {
  const names = fc.array(hostileText, { maxLength: 20 });
  const unknown = fc.array(hostileText, { maxLength: 5 });
  fc.assert(
    fc.property(names, unknown, fc.nat(2_000), anyWords, (some, others, more, words) => {
      const ending = { atMs: nowMs, by: 'time', rounds: 3, sooner: 'unknown' } as const;
      const ends = some.map((name, index) => end({ name, taskId: String(index), ending }));
      const message = renderEndDigest(
        {
          id: 'n',
          cloud: 'c',
          atMs: nowMs,
          ends,
          more,
          digest: { unknown: others, moreUnknown: more },
        },
        shown,
        words,
      );

      expect(problemsOf(message)).toEqual([]);
    }),
    runs,
  );
});
