import { expect, test } from 'vitest';
import { threadMessages } from '#src/slack/channel/thread-messages.ts';
import { section } from '#src/slack/kit/blocks.ts';

const line = (text: string, kind: 'short' | 'long' | 'loud' = 'short') => ({
  message: { text, blocks: [section(text)] },
  isShort: kind === 'short',
  isForAll: kind === 'loud',
  isEnd: false,
});
const told = (messages: ReturnType<typeof threadMessages>) =>
  messages.map(({ name, next, message, isForAll }) => ({
    name,
    next,
    texts: message.blocks.map((block) => ('text' in block ? block.text : block)),
    text: message.text,
    isForAll,
  }));
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

test('an approval and the result that came with it are one message, for everybody', () => {
  const lines = [line('approved'), line('applied', 'loud')];

  expect(told(threadMessages(lines, { lines: 0 }))).toEqual([
    {
      name: 'line 0-1',
      next: 2,
      texts: [mrkdwn('approved'), mrkdwn('applied')],
      text: 'approved\napplied',
      isForAll: true,
    },
  ]);
});

test('existing lines are not repeated, and nothing follows a result in its message', () => {
  const lines = [line('asked'), line('applied', 'loud'), line('reverted')];

  expect(threadMessages(lines, { lines: 1 }).map(({ name }) => name)).toEqual(['line 1', 'line 2']);
  expect(threadMessages(lines, { lines: 3 })).toEqual([]);
});

test('the parts of a long playlist stay messages of their own', () => {
  const lines = [line('part one', 'long'), line('part two', 'long'), line('approved')];

  expect(threadMessages(lines, { lines: 0 }).map(({ next }) => next)).toEqual([1, 2, 3]);
});

test('a message that was begun is built with the same lines, even if there are more by now', () => {
  const lines = [line('approved'), line('held'), line('applied', 'loud')];

  expect(threadMessages(lines, { lines: 0, begun: 'line 0-1' }).map(({ name }) => name)).toEqual([
    'line 0-1',
    'line 2',
  ]);
  expect(threadMessages(lines, { lines: 0, begun: 'line 0' }).map(({ name }) => name)).toEqual([
    'line 0',
    'line 1-2',
  ]);
  // Recorded since, or another message.
  for (const begun of ['line 0', 'result 1', 'card']) {
    expect(threadMessages(lines, { lines: 1, begun }).map(({ name }) => name)).toEqual([
      'line 1-2',
    ]);
  }
});

test('sentences that are too long together become separate messages', () => {
  const lines = [line('a'.repeat(2_000)), line('b'.repeat(2_000)), line('applied', 'loud')];

  expect(threadMessages(lines, { lines: 0 }).map(({ name }) => name)).toEqual([
    'line 0',
    'line 1-2',
  ]);
});
