import { describe, expect, test } from 'vitest';
import { languageOf, LANGUAGES, type Words, wordsFor } from '#src/slack/words/index.ts';

type Leaf = string | ((...given: readonly unknown[]) => string);

/** All strings and functions of an object, by path. */
function leavesOf(words: object, at = ''): ReadonlyMap<string, Leaf> {
  return new Map(
    Object.entries(words as Record<string, object | Leaf>).flatMap(([key, value]) => {
      const path = at === '' ? key : `${at}.${key}`;
      return typeof value === 'object' ? [...leavesOf(value, path)] : [[path, value] as const];
    }),
  );
}

/** Stands for any argument: a list of two, which also reads as text. */
const given = (leaf: Leaf): readonly unknown[] =>
  typeof leaf === 'string'
    ? []
    : Array.from({ length: leaf.length }, (_, n) => [`⟦${n}⟧`, `⟦${n}⟧`]);

const said = (leaf: Leaf): string => (typeof leaf === 'string' ? leaf : leaf(...given(leaf)));

const markers = (leaf: Leaf): string[] => [
  ...new Set([...said(leaf).matchAll(/⟦\d+⟧/g)].map(([found]) => found)),
];

const languages = LANGUAGES.map((language) => ({
  language,
  words: wordsFor(language),
  leaves: leavesOf(wordsFor(language)),
}));
const english = leavesOf(wordsFor('en'));
const others = languages.filter(({ language }) => language !== 'en');

/** Paths that may be the same in every language: none so far. */
const EQUAL: readonly string[] = [];

/** Only punctuation around arguments, without words. */
const WORDLESS = ['watch.meaning', 'explain.rule', 'explain.join', 'reasons.about', 'pageLabel'];

const pathsOf = (
  leaves: ReadonlyMap<string, Leaf>,
  isWrong: (leaf: Leaf, path: string) => boolean,
) => [...leaves].filter(([path, leaf]) => isWrong(leaf, path)).map(([path]) => path);

test('strings and functions were found at every depth', () => {
  expect(english.size).toBeGreaterThan(200);
  expect([...english.keys()]).toEqual(
    expect.arrayContaining(['states.applied', 'refreshTypes.immediate_new_source.text']),
  );
});

describe.each(others)('$language', ({ leaves }) => {
  test('has a counterpart for every English sentence, and no others', () => {
    expect([...leaves.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('contains no English sentence', () => {
    const wrong = pathsOf(leaves, (leaf, path) => {
      const twin = english.get(path);
      return !EQUAL.includes(path) && twin !== undefined && said(leaf) === said(twin);
    });

    expect(wrong).toEqual([]);
  });

  test('takes the same arguments as its counterpart and uses the same of them', () => {
    const wrong = pathsOf(leaves, (leaf, path) => {
      const twin = english.get(path);
      if (twin === undefined || typeof twin !== typeof leaf) return true;
      return (
        given(twin).length !== given(leaf).length ||
        markers(twin).toSorted().join() !== markers(leaf).toSorted().join()
      );
    });

    expect(wrong).toEqual([]);
  });
});

test.each(languages)('$language uses all arguments', ({ leaves }) => {
  const wrong = pathsOf(leaves, (leaf) => markers(leaf).length !== given(leaf).length);

  expect(wrong).toEqual([]);
});

test.each(languages)(
  '$language keeps the names of fields and values as the API has them',
  ({ words }) => {
    const shown = [...Object.entries(words.refreshTypes), ...Object.entries(words.statuses)];

    expect(
      shown.filter(([name, word]) => !(typeof word === 'string' ? word : word.text).includes(name)),
    ).toEqual([]);
  },
);

/** Approved, running, applied and failed must never be confused. */
const FOUR = {
  en: { approved: 'approved', applying: 'running', applied: 'applied', failed: 'failed' },
  'zh-CN': { approved: '已批准', applying: '执行中', applied: '已生效', failed: '失败' },
} as const;

test.each(languages)('$language never mixes its four words', ({ language, words }) => {
  for (const [own, word] of Object.entries(FOUR[language])) {
    const saying = Object.entries(words.states)
      .filter(([, state]) => state.toLowerCase().includes(word))
      .map(([state]) => state);

    expect({ word, saying }).toEqual({ word, saying: [own] });
  }
});

test.each(languages)('$language begins every state with a different symbol', ({ words }) => {
  const symbols = Object.values(words.states).map((state) => state.split(' ')[0]);

  expect(new Set(symbols).size).toBe(symbols.length);
  expect(symbols.filter((symbol = '') => /\p{Letter}/u.test(symbol))).toEqual([]);
});

/** Slack's limits in characters (Block Kit); an id has up to eight. */
const LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^buttons\./, 75],
  [/^(refreshTypes|review\.(reject|rebase))\..*\.?(text|description)$/, 75],
  [/^(statuses|events)\./, 75],
  [/^review\.(approve|runsAtOnce|needsMore)$/, 75],
  [/^(modal\.|review\.title$)/, 24],
  [/^confirms\.\w+\.title$/, 100],
  [/^confirms\.\w+\.text$/, 300],
  [/^confirms\.\w+\.(yes|no)$/, 30],
  [/^choose\.(project|taskHint)$/, 150],
];

const asLong = (leaf: Leaf): string => said(leaf).replaceAll(/⟦\d+⟧(,⟦\d+⟧)?/g, 'R-123456');

test.each(languages)("$language fits Slack's limits", ({ leaves }) => {
  const limited = [...leaves].map(([path, leaf]) => ({
    path,
    length: Array.from(asLong(leaf)).length,
    max: LIMITS.find(([where]) => where.test(path))?.[1] ?? 1_000,
  }));

  expect(limited.filter(({ max }) => max < 1_000).length).toBeGreaterThan(40);
  expect(limited.filter(({ length, max }) => length > max)).toEqual([]);
});

const chinese = leavesOf(wordsFor('zh-CN'));
const HAN = '\\p{Script=Han}';

test('Chinese uses Chinese punctuation', () => {
  const wrong = pathsOf(chinese, (leaf, path) => {
    const text = said(leaf).replaceAll(/`[^`]*`/g, '');
    const isForeign = !WORDLESS.includes(path) && !new RegExp(HAN, 'u').test(text);
    return isForeign || new RegExp(`${HAN} ?[,;:!?()]|[,;!?()] ?${HAN}|${HAN}\\.`, 'u').test(text);
  });

  expect(wrong).toEqual([]);
});

test('Chinese next to bold and code has a space between: otherwise Slack shows the markup', () => {
  const wrong = pathsOf(chinese, (leaf) => {
    return [...said(leaf).matchAll(/(.?)(\*[^*\n]+\*|`[^`\n]+`)(.?)/gu)].some(
      ([, before = '', , after = '']) => ![before, after].every((beside) => /^\s?$/.test(beside)),
    );
  });

  expect(wrong).toEqual([]);
});

test.each([
  ['zh-CN', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['en-US', 'en'],
  ['de-DE', 'en'],
  ['', 'en'],
  [undefined, 'en'],
] as const)('a person whose Slack is in %s reads %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

const samplesOf = ({ card, problems }: Words): string[] => [
  card.competing(['R-7', 'R-8']),
  problems.url_scheme_not_allowed(2, 'ftp://a/b', ['http', 'https']),
];

test('two sentences of each language as people read it', () => {
  expect(languages.map(({ words }) => samplesOf(words))).toEqual([
    [
      '👀 R-7, R-8 are also open for this task. Once one of them runs, the others must be requested again.',
      'Line 2: "ftp://a/b" must begin with http:// or https://.',
    ],
    [
      '👀 该任务还有其他申请待处理：R-7、R-8。其中一个执行后，其余的须重新申请。',
      '第 2 行：“ftp://a/b”必须以 http:// 或 https:// 开头。',
    ],
  ]);
});
