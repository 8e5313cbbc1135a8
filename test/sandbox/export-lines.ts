import { CLOUD_USER, SECRETS } from './cast.ts';
import type { World } from './world.ts';

/** The `export` lines for running relaydesk by hand, as in docs/INSTALL.md. */
export const exportLines = ({ slack, redis }: Pick<World, 'slack' | 'redis'>): readonly string[] =>
  Object.entries({
    SLACK_BOT_TOKEN: SECRETS.botToken,
    SLACK_APP_TOKEN: SECRETS.appToken,
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis.url,
    HW_DOMAIN: CLOUD_USER.domain,
    HW_USER: CLOUD_USER.name,
    HW_PASSWORD: CLOUD_USER.password,
  }).map(([name, value]) => `export ${name}=${value}`);
