import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Change } from '#src/relay/change.ts';
import { labelled, reviewButton } from '#src/slack/card/card-buttons.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { changeWords } from '#src/slack/card/request-summary.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { renderHome } from '#src/slack/home/home-view.ts';
import { context, header, paragraph, richText, section, span } from '#src/slack/kit/blocks.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { needsSentence } from '#src/slack/kit/sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { renderRequests } from '#src/slack/request-list/request-list.ts';
import { LANGUAGES, type Words, wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';

const languages = LANGUAGES.map((language) => [language, wordsFor(language)] as const);
const words = wordsFor('en');

test('blocks are read in order, and literal text does not become markup', () => {
  const date = { type: 'date', timestamp: 1, format: '{date}', fallback: '1970-01-01' } as const;

  expect(
    readAloud([
      header('R-1 & <b>'),
      section('*Pending*'),
      context('one', 'two'),
      richText(paragraph(span('from <!here> '), { type: 'user', user_id: 'U1' }, date)),
      { type: 'divider' },
    ]),
  ).toBe(
    'R-1 &amp; &lt;b&gt;\n*Pending*\none\ntwo\nfrom &lt;!here&gt; <@U1><!date^1^{date_short_pretty} {time}|1970-01-01T00:00:01Z>',
  );
});

test('a sentence of several lines is read to its end, and an endless one is cut', () => {
  expect(messageFrom('One\nTwo').text).toBe('One\nTwo');
  expect(Array.from(messageFrom('x'.repeat(9_000)).text)).toHaveLength(3_000);
});

test.each(languages)(
  'the text of a card says what it is, its state and its deadline, in %s',
  (_, own) => {
    const request = requestWith();
    const { text } = renderCard(request, { ping: ['<!subteam^S0LEADS>'], competing: [] }, own);

    for (const part of [
      'R-142',
      own.states.pending,
      moment(request.expiresAtMs),
      '<@U0REQUESTER>',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(needsSentence(request, own));
    expect(text).toContain(changeWords(request, own));
    expect(text).not.toContain('S0LEADS');
  },
);

test('the text of a result has what the API said', () => {
  const failure = { kind: 'answered', error_code: 'LIVE.1', error_msg: 'No.' } as const;
  const request = requestWith({ state: 'failed', outcome: { sent: true, failure } });

  expect(renderResult(request, 'Failed: R-142.', words).text).toMatch(
    /^Failed: R-142\. [^]*\n[^]*LIVE\.1/,
  );
});

test('the text of a list has its entries', () => {
  const page = partOf<Parameters<typeof renderRequests>[0]>({
    kind: 'requests',
    scope: 'open',
    at: [],
  });
  const { text } = renderRequests(page, { listed: [{ request: requestWith() }], total: 1 }, words);

  expect(text).toContain('R-142');
  expect(text).toContain('<@U0REQUESTER>');
});

const named = (change: Change, more: Partial<ChangeRequest> = {}) => {
  const request = requestWith({ change, ...more });
  const base = { ...request.base, app_name: 'live', stream_name: 'news24' };
  return { ...request, id: 'R-3', base };
};

/** The labels of all buttons, at any depth. */
const labelsIn = (blocks: unknown): string[] =>
  [...JSON.stringify(blocks).matchAll(/"accessibility_label":"([^"]*)"/g)].map(
    ([, label = '']) => label,
  );

const homeOf = (request: ChangeRequest, may: 'decide' | 'own', own: Words) =>
  renderHome(
    { pages: {} },
    {
      lists: { mine: { items: [{ request, link: undefined, may }], next: '1 R-2' } },
      endings: [],
      freezes: [],
      scheduled: { listed: [], total: 0 },
      projects: [],
      nowMs: 0,
    },
    own,
  ).blocks;

test.each([
  ['en', { status: 'pause' }, 'Review R-3, pause live/news24'],
  [
    'en',
    { source_urls: ['https://a.example.com/1.mp4'] },
    'Review R-3, new playlist for live/news24',
  ],
  ['zh-CN', { status: 'pause' }, '审阅申请 R-3，暂停 live/news24'],
  ['zh-CN', { vod_loop_time: '3' }, '审阅申请 R-3，live/news24 改循环次数'],
] as const)(
  'in %s a button says to a screen reader which change it is about',
  (language, change, label) => {
    const own = wordsFor(language);
    const request = named(change);
    const page = partOf<Parameters<typeof renderRequests>[0]>({
      kind: 'requests',
      scope: 'open',
      at: [],
    });

    expect(labelled(reviewButton(request, own), request, own).accessibility_label).toBe(label);
    expect(labelsIn(homeOf(request, 'decide', own))).toContain(label);
    expect(labelsIn(renderRequests(page, { listed: [{ request }], total: 1 }, own).blocks)).toEqual(
      [label],
    );
  },
);

test("the requester's buttons, and those that turn a list of the Home, have different labels", () => {
  const labels = labelsIn(homeOf(named({ status: 'enable' }), 'own', words));

  expect(labels).toEqual([
    'Edit R-3, resume live/news24',
    'Withdraw R-3, resume live/news24',
    'Next ▶: My requests',
  ]);
});

test('a revert names what it undoes', () => {
  const request = named({ status: 'pause' }, { reverts: 'R-1' });

  expect(labelled(reviewButton(request, words), request, words).accessibility_label).toBe(
    'Review R-3, revert R-1: Pause live/news24',
  );
});

test.each(languages)('a label has at most 75 characters, in %s', (_, own) => {
  const request = named({ status: 'pause' });
  const long = { ...request, base: { ...request.base, stream_name: '😀'.repeat(200) } };

  const { accessibility_label: label = '' } = labelled(reviewButton(long, own), long, own);

  expect(label).toContain('R-3');
  expect(Array.from(label)).toHaveLength(75);
});
