import { characters, isFields, type Fields } from '../json.ts';
import type { Limit } from './limits.ts';

export type Report = (pointer: string, message: string) => void;
export type Check = (value: unknown, pointer: string, report: Report) => void;

const checkLength = (length: number, limit: Limit, pointer: string, report: Report): void => {
  if (length > limit.max) report(pointer, `must be less than ${limit.max + 1} characters`);
  if (length < limit.min) report(pointer, `must be more than ${limit.min - 1} characters`);
};

export const string = (
  limit?: Limit,
  counted: (text: string) => string = (text) => text,
): Check => {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report(pointer, 'must provide a string');
    if (limit !== undefined) checkLength(characters(counted(value)), limit, pointer, report);
  };
};

export const pattern = (expression: RegExp, what: string): Check => {
  return (value, pointer, report) => {
    if (typeof value !== 'string' || !expression.test(value)) report(pointer, what);
  };
};

export const url = (limit: Limit): Check => {
  const length = string(limit);
  return (value, pointer, report) => {
    length(value, pointer, report);
    if (typeof value === 'string' && !/^[a-z][a-z\d+.-]*:\S+$/i.test(value)) {
      report(pointer, 'must be a valid URL');
    }
  };
};

export const boolean: Check = (value, pointer, report) => {
  if (typeof value !== 'boolean') report(pointer, 'must provide a boolean');
};

export const integer = (limit?: { readonly min: number; readonly max: number }): Check => {
  return (value, pointer, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return report(pointer, 'must provide an integer');
    }
    if (limit === undefined) return;
    if (value > limit.max) report(pointer, `must be less than ${limit.max + 1}`);
    if (value < limit.min) report(pointer, `must be greater than ${limit.min - 1}`);
  };
};

export const literal = (...allowed: readonly unknown[]): Check => {
  return (value, pointer, report) => {
    if (!allowed.includes(value)) {
      report(pointer, `must be a valid enum value: one of ${allowed.join(', ')}`);
    }
  };
};

export const list = (item: Check, limit?: Limit): Check => {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report(pointer, 'must provide an array');
    if (limit !== undefined && value.length > limit.max) {
      report(pointer, `no more than ${limit.max} items allowed`);
    }
    if (limit !== undefined && value.length < limit.min) {
      report(pointer, `no fewer than ${limit.min} items allowed`);
    }
    for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, report);
  };
};

type Parts = {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
  readonly rule?: (fields: Fields, pointer: string, report: Report) => void;
};

/** An object of exactly these keys: Slack refuses a key that it does not know. */
export const shape = ({ required = {}, optional = {}, rule }: Parts): Check => {
  const known = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, pointer, report) => {
    if (!isFields(value)) return report(pointer, 'must provide an object');
    for (const key of Object.keys(required)) {
      if (value[key] === undefined) report(pointer, `missing required field: ${key}`);
    }
    for (const [key, entry] of Object.entries(value)) {
      const check = known.get(key);
      if (check === undefined) report(pointer, `invalid additional property: ${key}`);
      else if (entry !== undefined) check(entry, `${pointer}/${key}`, report);
    }
    rule?.(value, pointer, report);
  };
};

/** Chooses the check by the object's `type`; a type that is not in the table is refused. */
export const byType = (table: Readonly<Record<string, Check>>): Check => {
  return (value, pointer, report) => {
    if (!isFields(value)) return report(pointer, 'must provide an object');
    const type = value['type'];
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (check === undefined) return report(`${pointer}/type`, `unsupported type: ${String(type)}`);
    check(value, pointer, report);
  };
};
