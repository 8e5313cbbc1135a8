import { expect, test } from 'vitest';
import { codeOf, type Source, sources } from './sources.ts';

const files = sources('src/slack/**/*.ts').filter(
  ({ path }) => !path.startsWith('src/slack/words/'),
);

/** What nobody but an operator of relaydesk reads: errors that are thrown, and the log. */
const UNSEEN = /\b(?:new \w*Error|super)\([^;]*?\);|\blog\.\w+\([^;]*?\);/g;

const TEXT = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Two words with a space between: ids, names of fields and addresses have none. */
const SENTENCE = /[A-Za-z]{2,}[,.:;!?]? [a-z]{2,}/;

/** A word on its own, where it is shown: on a button, as a label, as a line of a message. */
const SHOWN = /\b(?:plain|section|context|header)\(\s*['"`][^'"`$]*[A-Za-z][^'"`]*/g;

/** Commands as people type them. */
const ALLOWED = ["'list ending'", "'watch live/news-24h'", "'help watch'", "'asrun live/news-24h'"];

function sentencesIn(source: Source): string[] {
  const code = codeOf(source)
    .replaceAll(UNSEEN, '')
    .replaceAll(/^import [^;]*;/gm, '');
  const texts = [...code.matchAll(TEXT)].map(([text]) => text.replaceAll(/\$\{[^}]*\}/g, '{}'));
  return [
    ...texts.filter((text) => SENTENCE.test(text) && !ALLOWED.includes(text)),
    ...[...code.matchAll(SHOWN)].map(([call]) => call),
  ].map((text) => `${source.path}: ${text}`);
}

test('every sentence is in the room of words', () => {
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap(sentencesIn)).toEqual([]);
});

const found = (text: string): number => sentencesIn({ path: 'a', text }).length;

test('a sentence is found where it stands, and nothing else is', () => {
  expect(found("return 'Nothing was changed.';")).toBe(1);
  expect(found('return `Line ${line} is not a URL`;')).toBe(1);
  expect(found("return plain('Close');")).toBe(1);
  expect(found("// it says 'Nothing was changed.'")).toBe(0);
  expect(found("throw new Error('chat.postMessage answered without a message');")).toBe(0);
  expect(found("log.warn('Slack cannot be reached yet', { error });")).toBe(0);
  expect(found("import { a } from 'some package here';")).toBe(0);
  expect(found('return `${id} · \\`${digest}\\``;')).toBe(0);
  expect(found('return section(`*${states[state]}* · ${count}`);')).toBe(0);
});
