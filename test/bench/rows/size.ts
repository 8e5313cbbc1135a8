import type { Bench } from '../bench.ts';
import { decisions, requestIn } from '../deciding.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import type { Body, Sent } from '../load.ts';
import { homeBody } from '../payloads.ts';
import { operator } from '../people.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Row } from '../row.ts';
import { seed } from '../seed.ts';
import type { Contestant, Stage } from '../stage.ts';
import { commands, type Forms, needAccepted, openForms, until } from '../submissions.ts';

/** A page of a list and one more, so that there is a next page. */
const A_PAGE = 11;

/**
 * The same actions on a full and on an empty store. Lists are also compared with a store that holds one page, so that
 * both show the same and only the size differs.
 */
export const size = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const [fullRedis, pageRedis, emptyRedis] = [
    await stage.startRedis(),
    await stage.startRedis(),
    await stage.startRedis(),
  ];
  const startedMs = Date.now();
  await seed(fullRedis.url, sizes);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
  await seed(pageRedis.url, { open: A_PAGE, closed: A_PAGE });
  const full = await stage.contestant('relaydesk', fullRedis);
  const page = await stage.contestant('relaydesk', pageRedis);
  const empty = await stage.contestant('relaydesk', emptyRedis);
  const forms = {
    full: await openForms(stage, full),
    page: await openForms(stage, page),
    empty: await openForms(stage, empty),
  };

  const round = async (contestant: Contestant, fill: Forms): Promise<Round> => {
    const { bodies } = await fill(sizes.probes);
    await stage.outside.ask('forget');
    const submitted = await stage.send(contestant, bodies, { atOnce: 1 });
    needAccepted(submitted);
    await isQuiet(stage, contestant);
    const rejections = await decisions(contestant, submitted.map(requestIn), 'reject');
    const decided = await stage.send(contestant, rejections, { atOnce: 1 });
    await isQuiet(stage, contestant);
    const list = await commands(stage, 'requests', sizes.probes);
    const history = await commands(stage, 'history', sizes.probes);
    const home = list.map((_, at) => homeBody(operator(at), `Ev${at}`));
    return {
      submit: p50(submitted),
      decide: p50(decided),
      list: await untilCalled(stage, contestant, list, 'response_url'),
      history: await untilCalled(stage, contestant, history, 'response_url'),
      home: await untilCalled(stage, contestant, home, 'views.publish'),
    };
  };
  await round(full, forms.full);
  await round(page, forms.page);
  await round(empty, forms.empty);
  const rounds = await inTurns(sizes.rounds, {
    full: () => round(full, forms.full),
    page: () => round(page, forms.page),
    empty: () => round(empty, forms.empty),
  });
  await Promise.all([full.leave(), page.leave(), empty.leave()]);
  const line = (rival: 'empty' | 'page') => (figure: string) =>
    against({ what: figure, unit: 'ms (p50)', figure, goal: { atMost: 1.2 } }, rounds.full, {
      name: rival === 'empty' ? 'empty store' : 'one page',
      rounds: rounds[rival],
    });
  return {
    name: 'size',
    title: 'A full store against an empty one',
    how: `${sizes.open} open and ${sizes.closed} closed requests, written by the store's own code in ${seconds} s; ${sizes.probes} of each act in a round, one after another, ${sizes.rounds} rounds.`,
    lines: [
      ...['submit', 'decide', 'list', 'history', 'home'].map(line('empty')),
      ...['list', 'history', 'home'].map(line('page')),
    ],
  };
};

/** From each click to the call to Slack that shows its answer; the p50 in milliseconds. */
const untilCalled = async (
  stage: Stage,
  contestant: Contestant,
  bodies: readonly Body[],
  method: string,
): Promise<number> => {
  const ms: number[] = [];
  for (const body of bodies) {
    const before = (await stage.outside.ask('arrivals', method)).length;
    const [sent] = await stage.send(contestant, [body], { atOnce: 1 });
    const arrivedMs = await until('the answer', async () => {
      return (await stage.outside.ask('arrivals', method))[before];
    });
    ms.push(arrivedMs - (sent?.sentMs ?? Number.NaN));
  }
  return quantile(ms, 0.5);
};

const p50 = (sent: readonly Sent[]): number =>
  quantile(
    sent.map(({ sentMs, answeredMs }) => answeredMs - sentMs),
    0.5,
  );
