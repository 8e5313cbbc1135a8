import * as en from './en/index.ts';
import type { Words } from './words.ts';
import * as zhCn from './zh-cn/index.ts';

export type { Words } from './words.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;

export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = 'en';

const ALL: Record<Language, Words> = { en, 'zh-CN': zhCn };

export function wordsFor(language: Language): Words {
  return ALL[language];
}

/** The language for a locale of Slack, such as `zh-CN` or `en-GB`. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^zh\b/i.test(locale) ? 'zh-CN' : DEFAULT_LANGUAGE;
}
