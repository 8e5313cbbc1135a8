import type { Log } from '#src/log.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { cut, inCode } from '#src/slack/kit/text.ts';
import { opsChannelsOf, type SlackProjects } from '#src/slack/projects.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import type { PacedPosting } from './paced-posting.ts';

/** Problems that a message names, and characters of each. */
const NAMED_MAX = 5;
const PROBLEM_MAX = 300;

/** What people are told about the configuration, once for all replicas. */
export interface ConfigMarks {
  /** Whether nobody has told this of it yet; from then on it counts as told, for a day. */
  readonly claim: (about: string, what: string) => Promise<boolean>;
  /** Whether something had been told of it; from then on nothing has. */
  readonly release: (about: string) => Promise<boolean>;
}

type Said = Words['channels'];

export type ConfigNews = ReturnType<typeof createConfigNews>;

/** Tells every ops channel of a relaydesk.yml that is not taken, of replicas that differ, and when that is over. */
export function createConfigNews(deps: {
  readonly posting: PacedPosting;
  readonly projects: SlackProjects;
  readonly marks: ConfigMarks;
  readonly log: Pick<Log, 'warn'>;
}) {
  const { posting, projects, marks, log } = deps;

  async function tell(who: string, sentence: (said: Said) => string): Promise<void> {
    for (const [channel, language] of opsChannelsOf(projects)) {
      const said = messageFrom(sentence(wordsFor(language).channels));
      const posted = await orOutOfReach(async () => {
        await posting.takeSlot(channel, who);
        await posting.post({ channel, ...said }, who);
      });
      if (posted instanceof Error)
        log.warn('cannot post news of relaydesk.yml in a channel', { channel });
    }
  }

  /** A replica that cannot post leaves it to the next try, of any replica. */
  async function once(about: string, what: string, sentence: (said: Said) => string) {
    if (!(await marks.claim(about, what))) return;
    await tell(`config_${about}`, sentence).catch(async (error: unknown) => {
      await marks.release(about);
      throw error;
    });
  }

  return {
    /** `problems`: why relaydesk.yml is not taken; empty: it is in force. */
    async refused(problems: readonly string[]): Promise<void> {
      if (problems.length > 0) {
        const named = problems.slice(0, NAMED_MAX).map((each) => inCode(cut(each, PROBLEM_MAX)));
        const more = problems.length - named.length;
        await once('refused', problems.join('\n'), (said) => {
          const lines = more > 0 ? [...named, said.configMore(more)] : named;
          return said.configRefused(lines.map((line) => `• ${line}`).join('\n'));
        });
      } else if (await marks.release('refused')) {
        await tell('config_taken', (said) => said.configTaken);
      }
    },

    /** `names`: projects in which some replica has kept an older policy; empty: there is none. */
    async differing(names: readonly string[]): Promise<void> {
      if (names.length > 0) {
        const listed = names.map(inCode).join(', ');
        await once('differing', names.join(' '), (said) => said.policiesDiffer(listed));
      } else if (await marks.release('differing')) {
        await tell('config_agrees', (said) => said.policiesAgree);
      }
    },
  };
}
