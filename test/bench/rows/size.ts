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
import { commands, type Forms, needAccepted, openForms } from '../submissions.ts';

/** A page of a list and one more, so that there is a next page. */
const A_PAGE = 11;

/** The same actions on a full store and on one that holds one page: both show the same, and only the size differs. */
export const size = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const [fullRedis, pageRedis] = [await stage.startRedis(), await stage.startRedis()];
  const startedMs = Date.now();
  await seed(fullRedis.url, sizes);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
  await seed(pageRedis.url, { open: A_PAGE, scheduled: 0, closed: A_PAGE });
  const full = await stage.contestant('relaydesk', fullRedis);
  const page = await stage.contestant('relaydesk', pageRedis);
  const forms = {
    full: await openForms(stage, full),
    page: await openForms(stage, page),
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
  const rounds = await inTurns(sizes.rounds, {
    full: () => round(full, forms.full),
    page: () => round(page, forms.page),
  });
  await Promise.all([full.leave(), page.leave()]);
  const rival = { name: 'one page', rounds: rounds.page };
  const goal = { atMost: 1.15 };
  const lists = { list: '`/relay requests`', history: '`/relay history`', home: 'Home' };
  return {
    name: 'size',
    title: 'A full store against one with a single page',
    how: `${sizes.open} pending, ${sizes.scheduled} scheduled and ${sizes.closed} closed requests, written in ${seconds} s in the store’s own layout, without an audit; ${sizes.probes} of each act in a round, one after another, ${sizes.rounds} rounds.`,
    lines: Object.entries({ submit: 'submit', decide: 'decide', ...lists }).map(([figure, what]) =>
      against({ what: `${what}, p50`, unit: 'ms', figure, goal }, rounds.full, rival),
    ),
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
    const arrivedMs = await stage.outside.ask('called', method, before + 1);
    ms.push(arrivedMs - (sent?.sentMs ?? Number.NaN));
  }
  return quantile(ms, 0.5);
};

const p50 = (sent: readonly Sent[]): number =>
  quantile(
    sent.map(({ sentMs, answeredMs }) => answeredMs - sentMs),
    0.5,
  );
