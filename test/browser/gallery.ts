type Block = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (text: string, description?: string) => ({
  text: plain(text),
  value: text.toLowerCase(),
  ...(description === undefined ? {} : { description: plain(description) }),
});
const options = [option('One', 'The first of them'), option('Two'), option('Three')];
const text = (words: string, style?: Block) => ({
  type: 'text',
  text: words,
  ...(style === undefined ? {} : { style }),
});
const section = (...elements: readonly Block[]) => ({ type: 'rich_text_section', elements });
const input = (id: string, element: Block, more: Block = {}): Block => ({
  type: 'input',
  block_id: id,
  label: plain(`The ${id}`),
  element: { action_id: 'value', ...element },
  ...more,
});

/** Unix seconds; the same in every run. */
const AT = 1_790_000_000;

const richText: Block = {
  type: 'rich_text',
  elements: [
    section(
      text('Bold', { bold: true }),
      text(' and '),
      text('italic', { italic: true }),
      text(', '),
      text('gone', { strike: true }),
      text(', '),
      text('code', { code: true }),
      text(' for '),
      { type: 'user', user_id: 'U0ANN' },
      text(' in '),
      { type: 'channel', channel_id: 'C0OPS' },
      text(' and '),
      { type: 'usergroup', usergroup_id: 'S0LEADS' },
      text(' until '),
      { type: 'date', timestamp: AT, format: '{date_short} at {time}', fallback: 'then' },
      text('. '),
      { type: 'link', url: 'https://example.com/a', text: 'A link' },
      text(' '),
      { type: 'emoji', name: 'white_check_mark' },
    ),
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [section(text('first')), section(text('second'))],
    },
    { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section(text('inner'))] },
    { type: 'rich_text_quote', elements: [text('What somebody said')] },
    {
      type: 'rich_text_preformatted',
      elements: [text('- 1  old.mp4\n  1  kept.mp4\n+ 2  new.mp4')],
    },
  ],
};

const table: Block = {
  type: 'table',
  rows: [
    [
      { type: 'raw_text', text: 'Field' },
      { type: 'raw_text', text: 'Before' },
      { type: 'raw_text', text: 'After' },
    ],
    [
      { type: 'raw_text', text: 'status' },
      { type: 'raw_text', text: 'enable' },
      { type: 'rich_text', elements: [section(text('pause', { bold: true }))] },
    ],
    [
      { type: 'raw_text', text: 'rounds' },
      { type: 'raw_number', text: '3', value: 3 },
      { type: 'raw_number', text: '12', value: 12 },
    ],
  ],
  column_settings: [{ is_wrapped: true }, { align: 'right' }, { align: 'right' }],
};

const elements: readonly Block[] = [
  { type: 'button', action_id: 'plain', text: plain('Plain') },
  { type: 'button', action_id: 'primary', style: 'primary', text: plain('Primary') },
  {
    type: 'button',
    action_id: 'danger',
    style: 'danger',
    text: plain('Danger…'),
    confirm: {
      title: plain('Really?'),
      text: plain('It cannot be undone.'),
      confirm: plain('Do it'),
      deny: plain('Keep it'),
    },
  },
  { type: 'static_select', action_id: 'static', placeholder: plain('Pick one'), options },
  {
    type: 'external_select',
    action_id: 'external',
    placeholder: plain('Search'),
    min_query_length: 1,
  },
  { type: 'datepicker', action_id: 'date', initial_date: '2026-11-24' },
  { type: 'overflow', action_id: 'overflow', options: options.slice(0, 2) },
];

/** A message with every block and element that messages can have. */
export const messageBlocks: readonly Block[] = [
  { type: 'header', text: plain('Everything') },
  {
    type: 'section',
    text: mrkdwn(
      '*Bold*, _italic_, ~gone~, `code`, <@U0ANN>, <#C0OPS>, <!subteam^S0LEADS>\n> a quote\n```\npre\n```',
    ),
  },
  {
    type: 'section',
    fields: [
      mrkdwn('*Task*\nlive/news24'),
      mrkdwn('*Until*\n<!date^1790000000^{date_short} at {time}|then>'),
    ],
    accessory: { type: 'overflow', action_id: 'section_overflow', options: options.slice(0, 3) },
  },
  {
    type: 'section',
    text: plain('Which of them?'),
    accessory: { type: 'radio_buttons', action_id: 'radio', options, initial_option: options[0] },
  },
  {
    type: 'section',
    text: plain('How many of them?'),
    accessory: { type: 'checkboxes', action_id: 'checks', options },
  },
  { type: 'divider' },
  { type: 'actions', block_id: 'elements', elements },
  richText,
  table,
  { type: 'context', elements: [mrkdwn('R-1 · digest `0123456789ab`'), plain('Nothing else')] },
  { type: 'markdown', text: '**Markdown** is there as well' },
  {
    type: 'card',
    title: mrkdwn('A card'),
    subtitle: mrkdwn('below it'),
    body: mrkdwn('What it says'),
    actions: [{ type: 'button', action_id: 'card', text: plain('Open') }],
  },
  {
    type: 'container',
    title: plain('A container'),
    is_collapsible: true,
    child_blocks: [{ type: 'divider' }],
  },
  {
    type: 'data_visualization',
    title: 'Airtime',
    chart: {
      type: 'pie',
      segments: [
        { label: 'News', value: 3 },
        { label: 'Sports', value: 1 },
      ],
    },
  },
  input('note', { type: 'plain_text_input' }, { hint: plain('For the reader') }),
];

const address = 'https://example.com/a';
/** Nobody answers there: the words of a picture stand for it. */
const picture = { image_url: 'https://127.0.0.1:1/picture.png', alt_text: 'The studio' };
const row = (...texts: readonly string[]) =>
  texts.map((each) => ({ type: 'raw_text', text: each }));
const taskCard = { type: 'task_card', task_id: 'one', title: 'A step', status: 'in_progress' };

/** A message of the blocks that bots need less often. */
export const otherBlocks: readonly Block[] = [
  { type: 'image', ...picture, title: plain('A picture') },
  { type: 'carousel', elements: [{ type: 'card', title: mrkdwn('In a carousel') }] },
  { type: 'data_table', caption: 'A data table', rows: [row('Name', 'Count'), row('News', '3')] },
  { type: 'plan', title: 'A plan', tasks: [taskCard] },
  {
    ...taskCard,
    task_id: 'two',
    title: 'A task',
    sources: [{ type: 'url', url: address, text: 'A source' }],
  },
  {
    type: 'video',
    title: plain('A video'),
    alt_text: 'What it shows',
    thumbnail_url: address,
    video_url: address,
  },
  { type: 'file', external_id: 'a-file', source: 'remote' },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
      { type: 'icon_button', action_id: 'remove', icon: 'trash', text: plain('Remove') },
    ],
  },
];

/** A form with every field, and everything that can stand between fields. */
export const formView: Block = {
  type: 'modal',
  callback_id: 'gallery',
  title: plain('Every field'),
  submit: plain('Send'),
  close: plain('Leave'),
  blocks: [
    { type: 'alert', level: 'warning', text: plain('Viewers see a short break.') },
    input(
      'text',
      { type: 'plain_text_input', multiline: true, initial_value: 'one\ntwo' },
      { hint: plain('One a line') },
    ),
    input('number', { type: 'number_input', is_decimal_allowed: false }, { optional: true }),
    input('select', { type: 'static_select', options }, { optional: true }),
    input('search', { type: 'external_select', min_query_length: 1 }, { optional: true }),
    input('tasks', { type: 'multi_external_select', min_query_length: 1 }, { optional: true }),
    input('radio', { type: 'radio_buttons', options, initial_option: options[1] }),
    input('checks', { type: 'checkboxes', options }, { optional: true }),
    input('several', { type: 'multi_static_select', options }, { optional: true }),
    input('people', { type: 'multi_users_select' }, { optional: true }),
    input('channel', { type: 'channels_select' }, { optional: true }),
    input('channels', { type: 'multi_channels_select' }, { optional: true }),
    input('place', { type: 'conversations_select' }, { optional: true }),
    input('places', { type: 'multi_conversations_select' }, { optional: true }),
    input('hour', { type: 'timepicker' }, { optional: true }),
    input('mail', { type: 'email_text_input' }, { optional: true }),
    input('person', { type: 'users_select' }, { optional: true }),
    input('moment', { type: 'datetimepicker', initial_date_time: AT }, { optional: true }),
    input('file', { type: 'file_input', filetypes: ['txt'], max_files: 1 }, { optional: true }),
    input('day', { type: 'datepicker' }, { optional: true }),
    input('address', { type: 'url_text_input' }, { optional: true }),
    { type: 'context', elements: [mrkdwn('Nothing is sent before you press *Send*.')] },
  ],
};
