import { z } from 'zod';
import { nearest } from '#src/basics/nearest.ts';
import { configFileSchema } from './file-schema.ts';

/** The problems at one place of `relaydesk.yml`, one line each: `projects[0].region: is missing`. */
export function problemTexts(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.length === 0 ? '' : `${pathText(issue.path)}: `;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${at}${unknownKey(key, issue.path)}`);
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => `${at}${message}`);
  return [`${at}${inPlainWords(issue, issue.path)}`];
}

/** What zod calls the kinds of values, in words of people who write YAML. */
const KINDS: Readonly<Record<string, string>> = {
  object: 'keys with values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
};

/** Our own messages stay. `path`: where the value stands; a part of a union does not know. */
function inPlainWords(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string {
  const { code, message } = issue;
  if (code === 'invalid_union') {
    const choices = issue.errors.flat().map((each) => inPlainWords(each, path));
    return choices.length === 0 ? message : [...new Set(choices)].join(', or ');
  }
  if (!message.startsWith('Invalid ')) return message;
  if (code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (code !== 'invalid_type') return message;
  const received = / received (\w+)$/.exec(message)?.[1] ?? '';
  if (received === 'undefined') return 'is missing';
  const keys = issue.expected === 'object' ? keysAt(path) : [];
  const wanted =
    keys.length > 0
      ? `have keys (${keys.slice(0, KEYS_SHOWN).join(', ')}${keys.length > KEYS_SHOWN ? ', …' : ''})`
      : `be ${KINDS[issue.expected] ?? issue.expected}`;
  const isUnquoted = issue.expected === 'string' && ['number', 'boolean'].includes(received);
  return `must ${wanted}; here it is ${KINDS[received] ?? received}${isUnquoted ? ', so put it in quotes' : ''}`;
}

const KEYS_SHOWN = 5;

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const what = `there is no key "${key}"`;
  const place = placeOf(key, path);
  if (place !== undefined) return `${what} here; it belongs ${place}`;
  const meant = nearest(key, keysAt(path));
  return meant === undefined ? what : `${what}; did you mean "${meant}"?`;
}

/** Where a key belongs that stands one level too high, or too deep. */
function placeOf(key: string, path: readonly PropertyKey[]): string | undefined {
  const deeper = keysAt(path).find((inner) => keysAt([...path, inner]).includes(key));
  if (deeper !== undefined) return `under "${deeper}"`;
  const outer = path
    .map((_key, length) => path.slice(0, length))
    .findLast((above) => keysAt(above).includes(key));
  if (outer === undefined) return undefined;
  return outer.length === 0 ? 'at the top level' : `in ${pathText(outer)}`;
}

/** `['projects', 0, 'region']` as `projects[0].region`. */
export function pathText(at: readonly PropertyKey[]): string {
  return at
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

type Shape = z.core.JSONSchema.BaseSchema;

/** The valid keys at a place of the file. */
function keysAt(path: readonly PropertyKey[]): string[] {
  const top: Shape = z.toJSONSchema(configFileSchema, { io: 'input' });
  const shapes = path.reduce<readonly Shape[]>(
    (all, key) => all.flatMap((shape) => innerShapes(shape, key)),
    [top],
  );
  return shapes.flatMap((shape) => Object.keys(shape.properties ?? {}));
}

function innerShapes(shape: Shape, key: PropertyKey): Shape[] {
  const named = shape.properties?.[String(key)] ?? shape.additionalProperties;
  const inner = typeof key === 'number' ? shape.items : named;
  return typeof inner === 'object' && !Array.isArray(inner) ? [inner] : [];
}
