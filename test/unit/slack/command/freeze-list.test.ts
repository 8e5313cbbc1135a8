import { describe, expect, test } from 'vitest';
import { FREEZE_REASON_MAX, FREEZES_MAX } from '#src/approval/decide/chat-freezes.ts';
import { renderFreezes } from '#src/slack/command/freeze-list.ts';
import type { ListedFreeze } from '#src/slack/request-list/listed-freezes.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { problemsOf } from '../hostile.ts';

const nowMs = Date.parse('2026-11-29T12:00:00Z');

/** A response URL takes five messages (Slack); an answer may need one for "still waiting" and one for what was lifted. */
const ANSWERS_MAX = 3;

function frozen(count: number, reason: string): ListedFreeze[] {
  return Array.from({ length: count }, (_all, index) => {
    const span = { fromMs: nowMs - 1, toMs: nowMs + 3_600_000, reason };
    const task = { id: `id-${index}`, name: `live/channel-${index}` };
    const chat = { ...span, id: `freeze-${index}`, by: { userId: 'U0LEAD' }, task };
    return { ...span, project: 'live-prod', chat };
  });
}

describe.each(LANGUAGES)('the list of freezes, in %s', (language) => {
  const words = wordsFor(language);

  test('as many as a project may have are all there, each with its button, in the messages of one answer', () => {
    const messages = renderFreezes(frozen(FREEZES_MAX + 1, 'Election night'), nowMs, words);

    expect(messages.length).toBeLessThanOrEqual(ANSWERS_MAX);
    expect(messages.flatMap(problemsOf)).toEqual([]);
    const buttons = messages.flatMap(({ blocks }) => blocks.filter((each) => 'accessory' in each));
    expect(buttons).toHaveLength(FREEZES_MAX + 1);
  });

  test('those that do not fit are counted', () => {
    const reason = '<'.repeat(FREEZE_REASON_MAX);
    const messages = renderFreezes(frozen(FREEZES_MAX + 1, reason), nowMs, words);

    expect(messages.length).toBeLessThanOrEqual(ANSWERS_MAX);
    expect(messages.flatMap(problemsOf)).toEqual([]);
    const shown = messages.flatMap(({ blocks }) => blocks.filter((each) => 'accessory' in each));
    const last = JSON.stringify(messages.at(-1)?.blocks);
    expect(last).toContain(words.replies.andMore(FREEZES_MAX + 1 - shown.length));
  });
});
