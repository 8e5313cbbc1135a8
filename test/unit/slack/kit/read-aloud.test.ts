import { expect, test } from 'vitest';
import { labelled, reviewButton } from '#src/slack/card/card-buttons.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { changeWords } from '#src/slack/card/request-summary.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { context, header, paragraph, richText, section, span } from '#src/slack/kit/blocks.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { needsSentence } from '#src/slack/kit/sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { renderRequests } from '#src/slack/request-list/request-list.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';

const languages = LANGUAGES.map((language) => [language, wordsFor(language)] as const);
const words = wordsFor('en');

test('what blocks say is read in order, literal text without becoming markup', () => {
  const date = { type: 'date', timestamp: 1, format: '{date}', fallback: '1970-01-01' } as const;

  expect(
    readAloud([
      header('R-1 & <b>'),
      section('*Pending*'),
      context('one', 'two'),
      richText(paragraph(span('from <!here> '), { type: 'user', user_id: 'U1' }, date)),
      { type: 'divider' },
    ]),
  ).toBe('R-1 &amp; &lt;b&gt;\n*Pending*\none\ntwo\nfrom &lt;!here&gt; <@U1>1970-01-01');
});

test('a sentence of several lines is read to its end, and what is endless is cut', () => {
  expect(messageFrom('One\nTwo').text).toBe('One\nTwo');
  expect(Array.from(messageFrom('x'.repeat(9_000)).text)).toHaveLength(3_000);
});

test.each(languages)(
  'the text of a card says what, how it stands and until when, in %s',
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
  const page = { kind: 'requests', scope: 'open', at: [] } as unknown as Parameters<
    typeof renderRequests
  >[0];
  const { text } = renderRequests(page, { listed: [{ request: requestWith() }], total: 1 }, words);

  expect(text).toContain('R-142');
  expect(text).toContain('<@U0REQUESTER>');
});

test.each(languages)(
  'a button in a list says what it is about, within 75 characters, in %s',
  (_, own) => {
    const request = requestWith();
    const { accessibility_label: label = '' } = labelled(reviewButton(request, own), request, own);

    expect(label).toContain('R-142');
    expect(label).not.toContain('…');
    const long = requestWith({
      base: { ...request.base, app_name: 'live', stream_name: 'x'.repeat(200) },
    });
    const cut = labelled(reviewButton(long, own), long, own).accessibility_label ?? '';
    expect(Array.from(cut)).toHaveLength(75);
  },
);
