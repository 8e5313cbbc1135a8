import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndNotice, LetEnd, NoticedEnd } from '#src/ending/ports.ts';
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
