import type { Bot } from './bot.ts';
import type { Clock } from './clock.ts';
import { createPage, type Page } from './page/page.ts';
import type { BotSwitch, RedisSwitch } from './page/surroundings.ts';
import { createStoredRequests } from './stored-requests.ts';
import type { World } from './world.ts';

/** The page of a running world. If the port is taken, any other is used. */
export const openWorldPage = async (
  world: World,
  { clock, port }: { readonly clock: Clock; readonly port?: number },
): Promise<Page> => {
  const stored = createStoredRequests(world.redis.url);
  const surroundings = {
    slack: world.slack,
    live: world.live,
    world: { requests: stored.all, bot: botSwitch(world), redis: redisSwitch(world), clock },
  };
  const page = await createPage({
    ...surroundings,
    ...(port === undefined ? {} : { port }),
  }).catch(() => createPage(surroundings));
  return {
    url: page.url,
    stop: async () => {
      await page.stop();
      stored.stop();
    },
  };
};

const botSwitch = (world: World): BotSwitch => {
  const running = new Set<Bot>();
  const keep = (bot: Bot): void => {
    running.add(bot);
    void bot.exited.then(() => running.delete(bot));
  };
  world.bots().forEach(keep);
  return {
    running: () => running.size,
    start: async () => keep(await world.startBot()),
    kill: async () => void (await Array.from(running).at(-1)?.kill()),
    restart: async () => {
      await Promise.all(Array.from(running, (bot) => bot.stop()));
      keep(await world.startBot());
    },
  };
};

const redisSwitch = ({ redis }: World): RedisSwitch => {
  let isFrozen = false;
  const turn = (is: boolean): void => {
    isFrozen = is;
    if (is) redis.freeze();
    else redis.thaw();
  };
  return { isFrozen: () => isFrozen, freeze: () => turn(true), thaw: () => turn(false) };
};
