import { expect, test } from 'vitest';
import { createNotifier } from '#src/slack/channel/notifier.ts';
import { header, paragraph, richText, section, span } from '#src/slack/kit/blocks.ts';
import { partOf } from '../../part-of.ts';

/** As Slack returns a message: literal text is escaped, mrkdwn unchanged. */
const asKept = [
  header('R-1  Change live/a&amp;b'),
  section('*Pending* · a &lt;b&gt;'),
  richText(paragraph(span('Why: 1 &lt; 2 &amp;amp; 3'))),
  { type: 'actions', elements: [] },
];

test('a retired card keeps its texts and loses its buttons', async () => {
  const updates: { readonly blocks?: unknown[] }[] = [];
  const notifier = createNotifier(
    partOf<Parameters<typeof createNotifier>[0]>({
      projects: new Map(),
      posting: {
        update: (update) => Promise.resolve(updates.push('blocks' in update ? update : {})),
      },
    }),
  );

  await notifier.retire({ channel: 'C0OPS', ts: '1.1' }, { text: 'R-1', blocks: asKept });

  expect(updates[0]?.blocks?.slice(0, 3)).toEqual([
    header('R-1  Change live/a&b'),
    section('*Pending* · a &lt;b&gt;'),
    richText(paragraph(span('Why: 1 < 2 &amp; 3'))),
  ]);
  expect(updates[0]?.blocks).toHaveLength(4);
});
