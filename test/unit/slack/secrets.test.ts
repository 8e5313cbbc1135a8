import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { createRedaction, redacted } from '#src/text/redaction.ts';
import { requestWith } from '../approval/sample-request.ts';

const words = wordsFor('en');

/** Long enough not to turn up by chance in a fingerprint or an id. */
const secret = fc.stringMatching(/^[A-Za-z0-9]{24,40}$/);

/** A request with a secret in every URL. */
function requestOf(key: string) {
  const base = {
    ...requestWith().base,
    source_urls: [`https://media.example.com/old.mp4?auth_key=${key}`],
    push_args: `txSecret=${key}`,
    destination_url: `rtmp://user:${key}@push.example.com/live/${key}`,
    callback_url: `https://desk.example.com/live/events/${key}`,
    backup_source_urls: [`rtmp://user:${key}@backup.example.com/live`],
  };
  const source_urls = [
    `rtmp://user:${key}@h.example.com/a?k=${key}`,
    `https://h.example.com/b#${key}`,
  ];
  return requestWith({
    state: 'failed',
    base,
    change: { source_urls },
    payload: { task_id: base.task_id, source_urls },
    outcome: {
      sent: true,
      problems: source_urls.map((url, nth) => ({
        field: 'source_urls',
        code: 'url_scheme_not_allowed',
        line: nth + 1,
        url,
        schemes: ['srt'],
      })),
      after: base,
      differences: [{ field: 'source_urls', expected: source_urls, found: base.source_urls }],
    },
  });
}

const foundAt = (urls: readonly string[]): SourceChecks =>
  new Map(urls.map((url) => [url, { checkedAtMs: 0, durationSeconds: 60, problems: [] }]));

test('no secret of a URL reaches card, thread, review, audit or log', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(secret, (key) => {
      const request = requestOf(key);
      const shown = [
        renderCard(request, { ping: [], competing: [] }, words),
        renderResult({ ...request, state: 'applied' }, 'Applied', words),
        ...threadParts(request, words),
        reviewModal(
          {
            request: { ...request, state: 'pending' },
            live: {
              ok: true,
              task: { ...request.base, source_urls: [`http://x.example/?${key}`] },
            },
            refusal: undefined,
            openOutcomes: [request],
            checks: foundAt(request.change.source_urls ?? []),
            nowMs: request.createdAtMs,
          },
          words,
        ),
        withoutSecrets(request),
        redacted(
          request.change,
          createRedaction(() => []),
        ),
      ];

      expect(JSON.stringify(shown)).not.toContain(key);
    }),
  );
});
