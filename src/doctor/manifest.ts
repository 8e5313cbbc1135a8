import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** The scopes that `manifest.yml` asks for; undefined when it cannot be read. */
export function askedScopes(): readonly string[] | undefined {
  try {
    const text = readFileSync(createRequire(import.meta.url).resolve('#manifest'), 'utf8');
    return manifestSchema.parse(parse(text)).oauth_config.scopes.bot;
  } catch {
    return undefined;
  }
}
