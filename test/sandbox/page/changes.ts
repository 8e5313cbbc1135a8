import type { ServerResponse } from 'node:http';

/** What changed; the page reloads that part. */
export type Part = 'slack' | 'world';

// One submission causes a dozen changes; a page need not render each.
const gatherMs = 40;
const keepAliveMs = 15_000;

/** Server-sent events to every open page. */
export const createChanges = () => {
  const pages = new Set<ServerResponse>();
  const waiting = new Set<Part>();
  let timer: NodeJS.Timeout | undefined;

  const send = (text: string): void => {
    for (const page of pages) page.write(text);
  };
  const flush = (): void => {
    timer = undefined;
    for (const part of waiting) send(`event: ${part}\ndata: {}\n\n`);
    waiting.clear();
  };
  // Proxies and browsers give up on a silent connection.
  const keepAlive = setInterval(() => send(': still here\n\n'), keepAliveMs);
  keepAlive.unref();

  return {
    tell: (part: Part): void => {
      waiting.add(part);
      timer ??= setTimeout(flush, gatherMs);
    },
    open: (page: ServerResponse): void => {
      page.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      page.write('retry: 500\n\n');
      pages.add(page);
      page.on('close', () => pages.delete(page));
    },
    stop: (): void => {
      clearInterval(keepAlive);
      clearTimeout(timer);
      for (const page of pages) page.end();
    },
  };
};
