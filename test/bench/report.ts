import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';
import { MISSED, tableOf } from './table.ts';

/** Writes each row into docs/PERFORMANCE.md between its marks; the words around them are written by hand. */

const FILE = fileURLToPath(new URL('../../docs/PERFORMANCE.md', import.meta.url));
const GOALS = 'goals that are missed';

const blockOf = (name: string): RegExp =>
  new RegExp(`(<!-- bench: ${name} -->\n)([^]*?)(<!-- end -->)`);

/** The names of the rows that the document has a place for, in its order. */
export const rowsIn = (text: string): string[] =>
  [...text.matchAll(/<!-- bench: (.+) -->/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== GOALS);

export const readReport = (): string => readFileSync(FILE, 'utf8');

const put = (text: string, name: string, content: string): string => {
  const block = blockOf(name);
  if (!block.test(text)) throw new Error(`docs/PERFORMANCE.md has no place for ${name}`);
  return text.replace(
    block,
    (_, begin: string, _old, end: string) => `${begin}\n${content}\n\n${end}`,
  );
};

/** Every line of a table that is headed by a title and says that its goal is missed. */
const missedIn = (text: string): string => {
  const found = rowsIn(text).flatMap((name) => {
    const [, , content = ''] = blockOf(name).exec(text) ?? [];
    const [, title = ''] = /^### (.+)$/m.exec(content) ?? [];
    return content
      .split('\n')
      .filter((line) => line.includes(MISSED))
      .map((line) => {
        const [what, , , ratio, goal] = line
          .split('|')
          .slice(1)
          .map((cell) => cell.trim());
        return `- ${title}: ${what}, ${ratio || 'alone'} (${goal})`;
      });
  });
  return found.length === 0 ? 'None.' : found.join('\n');
};

/** The document with this row; `where` is the machine and the day, in words. */
export const withRow = (text: string, row: Row, where: string): string => {
  const written = put(text, row.name, `${tableOf(row)}\n\n*${where}*`);
  return put(written, GOALS, missedIn(written));
};

export const writeReport = (row: Row, where: string): void =>
  writeFileSync(FILE, withRow(readReport(), row, where));
