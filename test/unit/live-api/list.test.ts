import { describe, expect, test } from 'vitest';
import { type Arrived, json, refusal } from './simulated-fetch.ts';
import { setUpTasks } from './set-up-tasks.ts';

const ids = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ task_id: `t${from + i}` }));
const numberOf = ({ url }: Arrived, name: string) => Number(url.searchParams.get(name));
/** A project of `count` tasks whose server may lie about `total`. */
const server =
  (count: number, total: unknown = count) =>
  (arrived: Arrived) => {
    const offset = numberOf(arrived, 'offset');
    const length = Math.max(0, Math.min(numberOf(arrived, 'limit'), count - offset));
    return json(200, { task_infos: ids(offset, length), total });
  };

describe('listing', () => {
  test.each([
    ['nothing', 0, 0, 1],
    ['one page', 99, 99, 1],
    ['three pages', 250, 250, 3],
    ['a total that is too small', 250, 100, 3],
    ['a total that is too large', 150, 400, 3],
    ['no total', 250, null, 3],
    ['a total that is no number', 250, 'many', 3],
    ['a full page behind which nothing is', 200, 200, 3],
  ])('%s', async (_name, count, total, pages) => {
    const { tasks, arrived } = setUpTasks(server(count, total));

    const list = await tasks.list();

    expect(list.ok && list.tasks.map((task) => task.task_id)).toEqual(
      ids(0, count).map((task) => task.task_id),
    );
    expect(arrived).toHaveLength(pages);
    expect(arrived.map(({ url }) => url.searchParams.get('region'))).toEqual(
      Array.from({ length: pages }, () => 'cn-north-4'),
    );
  });

  test('a server whose offset counts pages is listed to the end', async () => {
    const { tasks, arrived } = setUpTasks((request) => {
      const offset = numberOf(request, 'offset') * 100;
      return json(200, {
        task_infos: ids(offset, Math.max(0, Math.min(100, 250 - offset))),
        total: 250,
      });
    });

    const list = await tasks.list();

    expect(list.ok && list.tasks.map((task) => task.task_id)).toEqual(
      ids(0, 250).map((task) => task.task_id),
    );
    expect(arrived.map((request) => numberOf(request, 'offset'))).toEqual([0, 100, 1, 2]);
  });

  test('a server that ignores the offset is asked only twice', async () => {
    const { tasks, arrived } = setUpTasks(() => json(200, { task_infos: ids(0, 100), total: 900 }));

    const list = await tasks.list();

    expect(list.ok && list.tasks).toHaveLength(100);
    expect(list).toMatchObject({ missing: 800 });
    expect(arrived).toHaveLength(2);
  });

  test('a server that never ends its list is left after 20,000 tasks', async () => {
    const { tasks, lines } = setUpTasks(server(1_000_000));

    const list = await tasks.list();

    expect(list.ok && list.tasks).toHaveLength(20_000);
    expect(list).toMatchObject({ missing: 980_000 });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  test('if a server returns short pages, paging continues', async () => {
    const { tasks } = setUpTasks((arrived) =>
      json(200, { task_infos: ids(numberOf(arrived, 'offset'), 10), total: 35 }),
    );

    const list = await tasks.list();

    expect(list.ok && list.tasks).toHaveLength(40);
    expect(list).toMatchObject({ missing: undefined });
  });

  test('an entry that cannot be read does not hide the others', async () => {
    const { tasks, lines } = setUpTasks(() =>
      json(200, { task_infos: [{ status: 'enable' }, 7, { task_id: 't' }], total: 3 }),
    );

    const list = await tasks.list();

    expect(list).toEqual({ ok: true, tasks: [{ task_id: 't' }], missing: 2 });
    expect(lines.some(({ level }) => level === 'warn')).toBe(true);
  });

  test('half a list is a failure', async () => {
    const { tasks } = setUpTasks((arrived) =>
      numberOf(arrived, 'offset') === 0 ? server(250)(arrived) : refusal(403, 'APIG.0302'),
    );

    expect(await tasks.list()).toMatchObject({
      ok: false,
      failure: { error_code: 'APIG.0302', http_status: 403 },
    });
  });
});
