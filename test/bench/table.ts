import type { Spread } from './figures.ts';
import { isMet, type Line, type Row } from './row.ts';

const number = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

const spread = ({ median, min, max }: Spread): string =>
  min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`;

const goalOf = ({ goal }: Line): string => {
  if (!goal) return '';
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
};

/** What a table says of a goal that is not met. */
export const MISSED = '**no**';

const verdict = (line: Line): string => {
  const met = isMet(line);
  if (met === undefined) return '';
  return met ? 'yes' : MISSED;
};

const HEAD = ['what', 'relaydesk', 'rival', 'ratio', 'goal', 'met'];

const cellsOf = (line: Line): string[] => [
  `${line.what}, ${line.unit}`,
  spread(line.ours),
  line.rival ? `${line.rival.name}: ${spread(line.rival.figure)}` : '',
  line.ratio ? spread(line.ratio) : '',
  goalOf(line),
  verdict(line),
];

/** A row as Markdown: its title, how it was measured, and a table of its lines. */
export const tableOf = ({ title, how, lines }: Row): string => {
  const cells = [HEAD, ...lines.map(cellsOf)];
  const widths = HEAD.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const [head = [], ...body] = cells.map((line) =>
    line.map((cell, at) => cell.padEnd(widths[at] ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  const table = [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
  const notes = lines.flatMap(({ what, note }) => (note ? [`- ${what}: ${note}`] : []));
  return [`### ${title}`, how, table, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n');
};
