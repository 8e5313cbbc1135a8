import { characters, fieldsOf, isFields, listOf, stringOf, type Fields } from '../json.ts';
import { blockFor, elementsOf, type Surface } from './blocks.ts';
import { plainText } from './composition.ts';
import { LIMITS } from './limits.ts';
import { boolean, list, literal, shape, string, type Check, type Report } from './shape.ts';

export type Problem = { readonly pointer: string; readonly message: string };

export const describeProblem = ({ pointer, message }: Problem): string =>
  `[ERROR] ${message} [json-pointer:${pointer}]`;

/** Blocks inside blocks count for the uniqueness of their ids. */
const flat = (blocks: readonly Fields[]): Fields[] =>
  blocks.flatMap((block) => [block, ...flat(listOf(block['child_blocks']))]);

const isUnique = (blocks: readonly Fields[], pointer: string, report: Report): void => {
  const blockIds = new Set<string>();
  let focused = 0;
  for (const [index, block] of flat(blocks).entries()) {
    const blockId = block['block_id'];
    if (typeof blockId === 'string' && blockId !== '') {
      if (blockIds.has(blockId)) {
        report(`${pointer}/${index}/block_id`, `block_id \`${blockId}\` already exists`);
      }
      blockIds.add(blockId);
    }
    const actionIds = new Set<string>();
    for (const element of elementsOf({ ...block, child_blocks: [] })) {
      if (element['focus_on_load'] === true) focused += 1;
      const actionId = element['action_id'];
      if (typeof actionId !== 'string') continue;
      if (actionIds.has(actionId)) {
        report(`${pointer}/${index}/elements`, `action_id \`${actionId}\` already exists`);
      }
      actionIds.add(actionId);
    }
  }
  if (focused > 1) report(pointer, 'only one element may have focus_on_load');
};

const blocksOf = (surface: Surface): Check => {
  const limit = surface === 'message' ? LIMITS['message.blocks'] : LIMITS['view.blocks'];
  const each = list(blockFor(surface), limit);
  return (value, pointer, report) => {
    each(value, pointer, report);
    isUnique(listOf(value), pointer, report);
    const charts = listOf(value).filter((block) => block['type'] === 'data_visualization');
    const { max } = LIMITS['message.charts'];
    if (charts.length > max) report(pointer, `no more than ${max} charts allowed`);
  };
};

const problemsOf = (check: Check, value: unknown, pointer: string): Problem[] => {
  const problems: Problem[] = [];
  check(value, pointer, (at, message) => problems.push({ pointer: at, message }));
  return problems;
};

export const messageProblems = (blocks: unknown): Problem[] =>
  problemsOf(blocksOf('message'), blocks, '/blocks');

const viewParts = (surface: 'modal' | 'home') => ({
  type: literal(surface),
  blocks: blocksOf(surface),
});
const viewOptions = {
  private_metadata: string(LIMITS['view.private_metadata']),
  callback_id: string(LIMITS['view.callback_id']),
  external_id: string(LIMITS['view.external_id']),
};

const modal = shape({
  required: { ...viewParts('modal'), title: plainText(LIMITS['view.title']) },
  optional: {
    ...viewOptions,
    submit: plainText(LIMITS['view.submit']),
    close: plainText(LIMITS['view.close']),
    clear_on_close: boolean,
    notify_on_close: boolean,
  },
  rule: (view, pointer, report) => {
    const hasInputs = listOf(view['blocks']).some((block) => block['type'] === 'input');
    if (hasInputs && view['submit'] === undefined) {
      report(`${pointer}/submit`, 'missing required field: submit (the view has input blocks)');
    }
  },
});
const home = shape({ required: viewParts('home'), optional: viewOptions });

export const viewProblems = (view: unknown, surfaces: readonly ('modal' | 'home')[]): Problem[] => {
  if (!isFields(view)) return [{ pointer: '/view', message: 'must provide an object' }];
  const type = view['type'];
  const surface = surfaces.find((candidate) => candidate === type);
  if (surface === undefined) {
    return [
      { pointer: '/view/type', message: `must be a valid enum value: ${surfaces.join(', ')}` },
    ];
  }
  return problemsOf(surface === 'modal' ? modal : home, view, '/view');
};

/** All readable text of some blocks, for the bound on a whole message. */
export const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + textLength(entry), 0);
  if (!isFields(value)) return 0;
  const own = characters(stringOf(value['text']));
  return Object.values(value).reduce<number>(
    (sum, entry) => sum + (typeof entry === 'string' ? 0 : textLength(entry)),
    own,
  );
};

export const tableCount = (blocks: unknown): number =>
  flat(listOf(blocks)).filter((block) => block['type'] === 'table').length;

export const inputBlockIds = (view: Fields): string[] =>
  listOf(view['blocks'])
    .filter((block) => block['type'] === 'input')
    .map((block) => stringOf(fieldsOf(block)['block_id']));
