import { fieldsOf, listOf, stringOf, type Fields } from '../json.ts';
import { LIMITS } from './limits.ts';
import { byType, list, literal, shape, string, type Check, type Report } from './shape.ts';

const number: Check = (value, pointer, report) => {
  if (typeof value !== 'number') report(pointer, 'must provide a number');
};

/** A slice of nothing is no slice. */
const sliceValue: Check = (value, pointer, report) => {
  number(value, pointer, report);
  if (typeof value === 'number' && value <= 0) report(pointer, 'must be greater than 0');
};

const pie = shape({
  required: {
    type: literal('pie'),
    segments: list(
      shape({
        required: {
          label: string(LIMITS['data_visualization.segment.label']),
          value: sliceValue,
        },
      }),
      LIMITS['data_visualization.segments'],
    ),
  },
});

const series = shape({
  required: {
    name: string(LIMITS['data_visualization.series_name']),
    data: list(
      shape({
        required: { label: string(LIMITS['data_visualization.point_label']), value: number },
      }),
      LIMITS['data_visualization.data'],
    ),
  },
});

const axisConfig = shape({
  required: {
    categories: list(
      string(LIMITS['data_visualization.category_label']),
      LIMITS['data_visualization.categories'],
    ),
  },
  optional: {
    x_label: string(LIMITS['data_visualization.axis_label']),
    y_label: string(LIMITS['data_visualization.axis_label']),
  },
});

const fitsTogether = (chart: Fields, pointer: string, report: Report): void => {
  const names = listOf(chart['series']).map((entry) => stringOf(entry['name']));
  if (new Set(names).size < names.length) report(`${pointer}/series`, 'names must be unique');
  const categories = fieldsOf(chart['axis_config'])['categories'];
  const known = new Set<unknown>(Array.isArray(categories) ? categories : []);
  for (const [index, entry] of listOf(chart['series']).entries()) {
    if (listOf(entry['data']).some(({ label }) => !known.has(label))) {
      report(`${pointer}/series/${index}/data`, 'labels must match the categories of the axis');
    }
  }
};

const onAxes = (type: string): Check =>
  shape({
    required: {
      type: literal(type),
      series: list(series, LIMITS['data_visualization.series']),
      axis_config: axisConfig,
    },
    rule: fitsTogether,
  });

/** A chart of numbers; a message may hold two of them. */
export const dataVisualization: Check = shape({
  required: {
    type: literal('data_visualization'),
    title: string(LIMITS['data_visualization.title']),
    chart: byType({ pie, bar: onAxes('bar'), area: onAxes('area'), line: onAxes('line') }),
  },
  optional: { block_id: string(LIMITS.block_id) },
});
