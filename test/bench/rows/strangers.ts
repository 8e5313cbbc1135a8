import { flood, FLOODS, residentMegabytes } from '#sandbox/flood.ts';
import type { Bench } from '../bench.ts';
import { quantile, type Round } from '../figures.ts';
import { against, alone, type Line, type Row } from '../row.ts';
import type { Contestant, Stage } from '../stage.ts';
import { commands } from '../submissions.ts';

/** What 2,000 strangers may add to the memory of a replica. */
const GROWTH_MAX_MB = 50;
/** Commands before the flood, so that compiling and loading are not counted. */
const WARM_UP = 100;

/** Connections without a secret, while people use the bot. */
export const strangers = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const kinds = Object.entries(FLOODS).slice(0, sizes.floods);
  const lines: Line[] = [];
  for (const [what, text] of kinds) lines.push(...(await linesOf(stage, what, text, sizes)));
  return {
    name: 'strangers',
    title: `${sizes.strangers} connections that prove nothing`,
    how: `Each kind against a process of its own; ${sizes.helps} × \`/relay help\`, one after another, before it, while the connections come, and while they stay.`,
    lines,
  };
};

const linesOf = async (
  stage: Stage,
  what: string,
  text: string,
  sizes: { readonly strangers: number; readonly helps: number },
): Promise<Line[]> => {
  // A process keeps memory once used.
  const ours = await stage.contestant('relaydesk');
  const port = Number(new URL(ours.urls[0] ?? '').port);
  const pid = ours.bots[0]?.pid ?? 0;
  await help(stage, ours, WARM_UP);
  const quiet = await help(stage, ours, sizes.helps);
  const atRestMb = residentMegabytes(pid);

  const coming = flood({ port, count: sizes.strangers, text });
  const during = await help(stage, ours, sizes.helps);
  const connections = await coming;
  const after = await help(stage, ours, sizes.helps);
  const grownMb = residentMegabytes(pid) - atRestMb;
  connections.end();
  await ours.leave();

  const rival = { name: 'quiet', rounds: [quiet] };
  const goal = { atMost: GROWTH_MAX_MB };
  return [
    alone({ what: `${what}: memory grows by`, unit: 'MB', goal }, [grownMb]),
    against(
      { what: 'help while they come, slowest', unit: 'ms', figure: 'slowest' },
      [during],
      rival,
    ),
    against({ what: 'help while they stay, p50', unit: 'ms', figure: 'p50' }, [after], rival),
  ];
};

/** Sent over a new connection, like any other. */
const help = async (stage: Stage, contestant: Contestant, count: number): Promise<Round> => {
  const bodies = await commands(stage, 'help', count);
  const sent = await stage.send(contestant, bodies, { atOnce: 1, isEachNew: true });
  const ms = sent.map((each) => each.answeredMs - each.sentMs);
  return { p50: quantile(ms, 0.5), slowest: Math.max(...ms) };
};
