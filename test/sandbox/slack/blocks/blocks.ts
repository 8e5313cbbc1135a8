import { fieldsOf, isFields, type Fields } from '../json.ts';
import { dataVisualization } from './charts.ts';
import { anyText, mrkdwn, plainText } from './composition.ts';
import {
  accessoryElements,
  actionsElements,
  cardElements,
  contextActionsElements,
  imageElement,
  inputElements,
} from './elements.ts';
import { LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';
import {
  boolean,
  byType,
  list,
  literal,
  shape,
  string,
  url,
  type Check,
  type Report,
} from './shape.ts';
import { dataTable, table } from './tables.ts';

export type Surface = 'message' | 'modal' | 'home';
type Checks = Readonly<Record<string, Check>>;
type Rule = (fields: Fields, pointer: string, report: Report) => void;

const block = (type: string, required: Checks, optional: Checks = {}, rule?: Rule): Check =>
  shape({
    required: { type: literal(type), ...required },
    optional: { block_id: string(LIMITS.block_id), ...optional },
    ...(rule === undefined ? {} : { rule }),
  });

const needsOneOf =
  (...keys: readonly string[]): Rule =>
  (fields, pointer, report) => {
    if (keys.every((key) => fields[key] === undefined)) {
      report(pointer, `must have at least one of ${keys.join(', ')}`);
    }
  };

const divider = block('divider', {});
const header = block('header', { text: plainText(LIMITS['header.text']) });
const section = block(
  'section',
  {},
  {
    text: anyText(LIMITS['section.text']),
    fields: list(anyText(LIMITS['section.field']), LIMITS['section.fields']),
    accessory: byType(accessoryElements),
    expand: boolean,
  },
  needsOneOf('text', 'fields'),
);
const context = block('context', {
  elements: list(
    byType({
      image: imageElement,
      plain_text: plainText(LIMITS.text),
      mrkdwn: mrkdwn(LIMITS.text),
    }),
    LIMITS['context.elements'],
  ),
});
const actions = block('actions', {
  elements: list(byType(actionsElements), LIMITS['actions.elements']),
});
const input = block(
  'input',
  { label: plainText(LIMITS['input.label']), element: byType(inputElements) },
  { hint: plainText(LIMITS['input.hint']), optional: boolean, dispatch_action: boolean },
);
const image = block(
  'image',
  { alt_text: string(LIMITS['image.alt_text']) },
  {
    image_url: url(LIMITS['image.image_url']),
    slack_file: shape({ optional: { id: string(), url: string() } }),
    title: plainText(LIMITS['image.title']),
  },
  (fields, pointer, report) => {
    if ((fields['image_url'] === undefined) === (fields['slack_file'] === undefined)) {
      report(pointer, 'must have exactly one of image_url and slack_file');
    }
  },
);
const markdown = block('markdown', { text: string(LIMITS['markdown.text']) });
const alert = block(
  'alert',
  { text: anyText(LIMITS['alert.text']) },
  { level: literal('default', 'info', 'warning', 'error', 'success') },
);
const slackIcon = shape({ required: { type: literal('icon'), name: string() } });
const card = block(
  'card',
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    slack_icon: slackIcon,
    title: anyText(LIMITS['card.title']),
    subtitle: anyText(LIMITS['card.subtitle']),
    body: anyText(LIMITS['card.body']),
    subtext: anyText(LIMITS['card.subtext']),
    actions: list(byType(cardElements), LIMITS['card.actions']),
  },
  needsOneOf('hero_image', 'title', 'body', 'actions'),
);
const carousel = block('carousel', {
  elements: list(byType({ card }), LIMITS['carousel.elements']),
});
const video = block(
  'video',
  {
    alt_text: string(LIMITS['video.alt_text']),
    title: plainText(LIMITS['video.title']),
    thumbnail_url: url(LIMITS['image.image_url']),
    video_url: url(LIMITS['image.image_url']),
  },
  {
    title_url: url(LIMITS['image.image_url']),
    author_name: string(LIMITS['video.author_name']),
    provider_name: string(LIMITS['video.provider_name']),
    provider_icon_url: url(LIMITS['image.image_url']),
    description: plainText(LIMITS['video.description']),
  },
);
const file = block('file', { external_id: string(), source: literal('remote') });
const contextActions = block('context_actions', {
  elements: list(byType(contextActionsElements), LIMITS['context_actions.elements']),
});
const source = shape({
  required: { type: literal('url'), url: string(LIMITS['url_source.url']), text: string() },
});
const taskCard = block(
  'task_card',
  {
    task_id: string(),
    title: string(),
    status: literal('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richText, output: richText, sources: list(source) },
);
/** In a plan nothing but a task can stand, so a task need not say that it is one. */
const planTask: Check = (value, pointer, report) =>
  taskCard(isFields(value) ? { type: 'task_card', ...value } : value, pointer, report);
const plan = block('plan', { title: string() }, { tasks: list(planTask) });

const inContainer: Checks = {
  actions,
  context,
  divider,
  file,
  header,
  image,
  input,
  rich_text: richText,
  section,
  table,
  video,
};
const container = block(
  'container',
  { child_blocks: list(byType(inContainer), LIMITS['container.child_blocks']) },
  {
    title: plainText(LIMITS['container.title']),
    rich_text_title: richText,
    subtitle: anyText(LIMITS['container.subtitle']),
    icon: imageElement,
    width: literal('narrow', 'standard', 'wide', 'full'),
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
  (fields, pointer, report) => {
    needsOneOf('title', 'rich_text_title')(fields, pointer, report);
    if (fields['default_collapsed'] === true && fields['is_collapsible'] !== true) {
      report(`${pointer}/default_collapsed`, 'requires is_collapsible to be true');
    }
  },
);

const everywhere: Checks = {
  actions,
  card,
  context,
  divider,
  header,
  image,
  input,
  rich_text: richText,
  section,
  video,
};

const bySurface: Readonly<Record<Surface, Check>> = {
  message: byType({
    ...everywhere,
    carousel,
    container,
    context_actions: contextActions,
    data_table: dataTable,
    data_visualization: dataVisualization,
    file,
    markdown,
    plan,
    table,
    task_card: taskCard,
  }),
  modal: byType({ ...everywhere, alert }),
  home: byType(everywhere),
};

export const blockFor = (surface: Surface): Check => bySurface[surface];

/** Interactive elements of a block, wherever the block keeps them. */
export const elementsOf = (value: Fields): Fields[] => {
  const lists = [value['elements'], value['actions']].flatMap((entry) =>
    Array.isArray(entry) ? entry : [],
  );
  const single = [value['element'], value['accessory']].filter((entry) => entry !== undefined);
  const children = Array.isArray(value['child_blocks']) ? value['child_blocks'] : [];
  const own = [...lists, ...single].map(fieldsOf);
  return [
    ...own.flatMap((entry) => (entry['type'] === 'card' ? elementsOf(entry) : [entry])),
    ...children.flatMap((child) => elementsOf(fieldsOf(child))),
  ];
};
