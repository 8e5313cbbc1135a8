import type { Row } from './part.ts';

const COLUMNS: readonly [string, (row: Row) => string][] = [
  ['part', ({ part }) => part],
  ['runs', ({ runs }) => String(runs)],
  ['requests', ({ requests }) => String(requests)],
  ['PUTs that arrived', ({ puts }) => String(puts)],
  ['looks due', ({ looks }) => String(looks)],
  ['doubled', ({ doubled }) => String(doubled.length)],
  ['lost', ({ lost }) => String(lost.length)],
  ['silent clicks', ({ silent }) => String(silent.length)],
  ['cards left untrue', ({ untrue }) => String(untrue.length)],
  ['seconds', ({ seconds }) => seconds.toFixed(0)],
];

/** The table of a run, as Markdown, so that it can be kept. */
export const tableOf = (rows: readonly Row[]): string => {
  const cells = [
    COLUMNS.map(([name]) => name),
    ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row))),
  ];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const lines = cells.map((line) =>
    line.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    ),
  );
  const rule = widths.map((width, at) =>
    at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const [head, ...body] = lines;
  return [head, rule, ...body].map((line) => `| ${line?.join(' | ')} |`).join('\n');
};

/** Further remarks about a part. */
export const remarkOf = ({ part, counts, notes }: Row): string =>
  [
    `${part}: ${counts.clicks} clicks`,
    `${counts.askedAgain} answered with the request to try again`,
    `${counts.slackErrors} answered by Slack's own error`,
    `${counts.leftLoading} modals left at "loading"`,
    ...(notes === '' ? [] : [notes]),
  ].join('; ');

/** All findings, by part. */
export const findingsOf = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ part, doubled, lost, silent, untrue }) =>
    Object.entries({ doubled, lost, silent, untrue }).flatMap(([kind, list]) =>
      list.slice(0, 20).map((text) => `${part}: ${kind}: ${text}`),
    ),
  );
