import type { Words } from '../words.ts';

export const ending: Words['ending'] = {
  order: '按结束时间排序，最早的在前',
  byTime: (when) => `⏰ ${when} 结束`,
  byRounds: (when, rounds) => `⏰ 播完 ${rounds} 轮后结束，约 ${when}`,
  sooner: {
    unknown: (ends, rounds) => `${ends}，但可能更早：共播 ${rounds} 轮，时长未知`,
    perhaps_over: (ends, rounds) => `${ends}，但 ${rounds} 轮可能已经播完`,
  },
  roundsOnly: {
    unknown: (rounds) => `⏰ 随时可能结束：共播 ${rounds} 轮，时长未知`,
    perhaps_over: (rounds) => `⏰ 可能已停播：${rounds} 轮可能已经播完`,
  },
  noneEnds: (count, project) =>
    `项目 *${project}* 的 ${count} 个拉流转推任务都不会自行结束：已暂停、已结束，或没有结束时间。`,
  noneEndsFits: (project, search) =>
    `项目 *${project}* 会自行结束的拉流转推任务中，没有符合 ${search} 的任务。`,
};
