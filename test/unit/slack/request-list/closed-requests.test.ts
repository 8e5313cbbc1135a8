import { expect, test } from 'vitest';
import type { RequestQuery } from '#src/approval/ports.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { closedRequests } from '#src/slack/request-list/closed-requests.ts';
import type { HistoryPage } from '#src/slack/request-list/page-state.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';

const STORED = 100_000;

const closedAt = (index: number): number => nowMs - index * hourMs;
const stored = (index: number): ChangeRequest =>
  requestWith({
    id: `R-${STORED - index}`,
    state: 'rejected',
    history: [{ event: 'reject', state: 'rejected', atMs: closedAt(index) }],
    change: { source_urls: [`https://media.example.com/news/file-${index}.mp4?sig=hush`] },
  });

/** A hundred thousand closed requests, one per hour, newest first, created and counted when read. */
function store() {
  const reads = { count: 0 };
  const pageOf = ({ before, limit }: RequestQuery) => {
    const scoreMs = before === undefined ? Infinity : Number.parseInt(before, 10);
    const first = Math.max(0, Math.floor((nowMs - scoreMs) / hourMs) + 1);
    const indexes = Array.from({ length: limit }, (_all, nth) => first + nth);
    reads.count += indexes.length;
    const last = indexes.at(-1) ?? 0;
    const next = `${closedAt(last)}:R-${STORED - last}`;
    return Promise.resolve({ requests: indexes.map(stored), total: STORED, next });
  };
  return { pageOf, reads };
}

const search = (page: Partial<HistoryPage>): HistoryPage => ({
  kind: 'history',
  words: [],
  at: [],
  ...page,
});
const DAY = { date: '2026-11-20', timeZone: 'Asia/Shanghai' };
const found = async (page: Partial<HistoryPage>) => {
  const { pageOf, reads } = store();
  const { requests, ...rest } = await closedRequests(pageOf, search(page), ['live-prod']);
  return { ids: requests.map(({ id }) => id), reads: reads.count, ...rest };
};

test('of a hundred thousand requests a search reads two hundred, and says where it continues', async () => {
  const { ids, reads, looked, next } = await found({ words: ['no-such-file.mp4'] });

  expect([ids, reads, looked]).toEqual([[], 200, 200]);
  expect(next).toBe(`${nowMs - 199 * hourMs}:R-${STORED - 199}`);
});

test('only the day is read, from its end to its beginning, in its time zone', async () => {
  const { ids, reads, looked, next } = await found({ day: DAY, words: ['file-'] });
  const second = await found({
    day: DAY,
    words: ['file-'],
    at: [{ after: next ?? '', found: 10 }],
  });
  const third = await found({
    day: DAY,
    words: ['file-'],
    at: [{ after: second.next ?? '', found: 20 }],
  });

  // 26 November, 12:00 UTC, is 140 hours after the end of 20 November in Shanghai (16:00 UTC).
  expect(ids[0]).toBe(`R-${STORED - 141}`);
  expect([reads, looked]).toEqual([10, 10]);
  expect([...ids, ...second.ids, ...third.ids]).toHaveLength(24);
  expect([third.looked, third.next]).toEqual([4, undefined]);
});

test('a file is found by its name, but not by its signature', async () => {
  expect((await found({ words: ['FILE-7.mp4'] })).ids).toEqual([`R-${STORED - 7}`]);
  expect((await found({ words: ['news/file-7.mp4'] })).ids).toEqual([`R-${STORED - 7}`]);
  expect((await found({ words: ['hush'] })).ids).toEqual([]);
});

test('without a search a page is one read', async () => {
  expect(await found({})).toMatchObject({ reads: 10, total: STORED });
});
