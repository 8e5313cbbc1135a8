import type { OnAir } from './on-air.ts';
import type { SimulatedLive } from './simulated-live.ts';
import type { WireTask } from './wire-task.ts';

type Playing = Extract<OnAir, { readonly state: 'on_air' }>;

/**
 * Lets every task report which files began and ended since it was asked last, as the service does by itself. The
 * vendor does not document the body; this is the shape of its closest relative.
 */
export const createFileReports = (
  live: Pick<SimulatedLive, 'tasks' | 'onAir' | 'fireEvent'>,
  now: () => number,
) => {
  const last = new Map<string, Playing>();
  const report = async ({ task_id: taskId, source_type: type }: WireTask): Promise<void> => {
    const onAir = live.onAir(taskId);
    if (type !== 'PullVodPushLive') return;
    const playing = onAir.state === 'on_air' ? onAir : undefined;
    const before = last.get(taskId);
    const isSame = (['index', 'round', 'url'] as const).every(
      (key) => before?.[key] === playing?.[key],
    );
    if (isSame) return;
    if (playing) last.set(taskId, playing);
    else last.delete(taskId);
    const about = (event: string, { index, url }: Playing) => ({
      callback_event: event,
      task_id: taskId,
      event_time: Math.floor(now() / 1000),
      product_name: 'pullpush',
      msg: JSON.stringify({ index, url }),
    });
    const [ended, began] = ['VodSourceFileFinish', 'VodSourceFileStart'] as const;
    if (before) await live.fireEvent(taskId, ended, about(ended, before));
    if (playing) await live.fireEvent(taskId, began, about(began, playing));
  };
  return async (): Promise<void> => {
    for (const task of live.tasks()) await report(task);
  };
};
