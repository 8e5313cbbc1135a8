export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const listOf = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const optionalString = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Slack counts what a reader would call characters, not UTF-16 units: an emoji is one. */
export const characters = (text: string): number => Array.from(text).length;

export const copyOf = <T>(value: T): T => structuredClone(value);
