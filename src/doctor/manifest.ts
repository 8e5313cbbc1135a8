import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** The scopes that `manifest.yml` asks for; undefined when it cannot be read. */
export function askedScopes(): readonly string[] | undefined {
  try {
    const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
    return manifestSchema.parse(parse(text)).oauth_config.scopes.bot;
  } catch {
    return undefined;
  }
}
