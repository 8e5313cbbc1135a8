import { appMethods } from './app.ts';
import type { Method } from './call.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

export const methods: ReadonlyMap<string, Method> = new Map(
  [appMethods, chatMethods, conversationMethods, fileMethods, peopleMethods, viewMethods].flatMap(
    (table) => Object.entries(table),
  ),
);
