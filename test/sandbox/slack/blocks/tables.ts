import { characters, listOf, stringOf, type Fields } from '../json.ts';
import { LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';
import {
  boolean,
  byType,
  integer,
  list,
  literal,
  shape,
  string,
  type Check,
  type Report,
} from './shape.ts';

const cellText = string(LIMITS['data_table.cell_text']);
const cell = byType({
  raw_text: shape({ required: { type: literal('raw_text'), text: cellText } }),
  raw_number: shape({
    required: {
      type: literal('raw_number'),
      text: cellText,
      value: (value, pointer, report) => {
        if (typeof value !== 'number') report(pointer, 'must provide a number');
      },
    },
  }),
  rich_text: richText,
});

const rowsOf = (table: Fields): readonly unknown[][] =>
  Array.isArray(table['rows']) ? table['rows'].filter((row) => Array.isArray(row)) : [];

const isRectangle = (table: Fields, pointer: string, report: Report): void => {
  const widths = new Set(rowsOf(table).map((row) => row.length));
  if (widths.size > 1) report(`${pointer}/rows`, 'all rows must have the same number of cells');
};

export const table: Check = shape({
  required: {
    type: literal('table'),
    rows: list(list(cell, LIMITS['table.columns']), LIMITS['table.rows']),
  },
  optional: {
    block_id: string(LIMITS.block_id),
    column_settings: list(
      shape({ optional: { align: literal('left', 'center', 'right'), is_wrapped: boolean } }),
      LIMITS['table.column_settings'],
    ),
  },
  rule: isRectangle,
});

export const dataTable: Check = shape({
  required: {
    type: literal('data_table'),
    caption: string(),
    rows: list(list(cell, LIMITS['data_table.columns']), LIMITS['data_table.rows']),
  },
  optional: {
    block_id: string(LIMITS.block_id),
    page_size: integer(LIMITS['data_table.page_size']),
    row_header_column_index: integer({ min: 0, max: 19 }),
  },
  rule: (fields, pointer, report) => {
    isRectangle(fields, pointer, report);
    const content = rowsOf(fields)
      .flatMap((row) => listOf(row))
      .reduce((sum, entry) => sum + characters(stringOf(entry['text'])), 0);
    const { max } = LIMITS['data_table.content'];
    if (content > max) report(`${pointer}/rows`, `must be less than ${max + 1} characters in all`);
  },
});
