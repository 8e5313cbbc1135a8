import { writeFileSync } from 'node:fs';
import { configSchemaText } from '#src/config/json-schema.ts';

/** `npm run schema` writes the JSON Schema that editors check `relaydesk.yml` with. */

writeFileSync(new URL('../../relaydesk.schema.json', import.meta.url), configSchemaText());
