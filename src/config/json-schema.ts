import { z } from 'zod';
import { configFileSchema } from './file-schema.ts';

/** Any text may be replaced by a variable of the environment. */
const REFERENCE = String.raw`^\$[A-Z][A-Z0-9_]*$`;

/**
 * The JSON Schema of `relaydesk.yml`, as the text of `relaydesk.schema.json`. Every editor knows draft 7. It accepts
 * a little more than the bot: rules about two values, such as a freeze that ends before it begins, are checked only
 * by the bot.
 */
export function configSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(configFileSchema, {
    io: 'input',
    target: 'draft-07',
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
      delete jsonSchema.format;
      if (jsonSchema.pattern) jsonSchema.pattern = `${REFERENCE}|${jsonSchema.pattern}`;
      if (jsonSchema.type === 'string' && jsonSchema.enum) {
        const { type, enum: values } = jsonSchema;
        jsonSchema.anyOf = [
          { type, enum: values },
          { type, pattern: REFERENCE },
        ];
        delete jsonSchema.type;
        delete jsonSchema.enum;
      }
    },
  });
  const text = { $schema, title: 'relaydesk.yml', ...schema };
  return `${JSON.stringify(text, undefined, 2)}\n`;
}
