import { en } from './en/index.ts';
import type { Words } from './words.ts';

export type { Words } from './words.ts';

export type Language = 'en';

export const DEFAULT_LANGUAGE: Language = 'en';

const ALL: Record<Language, Words> = { en };

export function wordsFor(language: Language): Words {
  return ALL[language];
}
