import type { Words } from '../words.ts';

export const ending: Words['ending'] = {
  order: '按结束时间排序，最早的在前',
  byTime: (when) => `⏰ ${when} 结束`,
  byRounds: (when, rounds) => `⏰ 播完 ${rounds} 轮后结束，约 ${when}`,
  sooner: {
    unknown: (ends, rounds) => `${ends}，但可能更早：共播 ${rounds} 轮，时长未知`,
    perhaps_over: (ends, rounds) => `${ends}，但可能已停播：${rounds} 轮可能已经播完`,
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

export const endNotice: Words['endNotice'] = {
  one: (people, task, project) =>
    `⏰ ${called(people)}项目 *${project}* 的 *${task}* 应持续直播，即将结束。`,
  many: (people, count, project) =>
    `⏰ ${called(people)}项目 *${project}* 有 *${count} 个拉流转推任务* 应持续直播，即将结束。`,
  open: (requests) => `未完结申请： ${requests.join('、')}。`,
  noneOpen: '没有未完结的申请。',
  more: (count, list) => `另有 ${count} 个在相近时间结束，可用 ${list} 列出。`,
  elsewhere: '🔒 relaydesk 无法变更此任务，请在华为云控制台延长。',
  letEndBy: (person, when) => `🔕 ${person} 已决定让它结束（${when}）。`,
  settled: {
    moved: (ends) => `✅ 已变更： ${ends}。`,
    noEnd: '✅ 已变更：不会再自行结束。',
    paused: '⏸️ 期间已暂停。',
    gone: '⚠️ 期间已删除。',
    over: '⌛ 已结束。',
  },
  extendLabel: (task) => `延长 ${task}`,
  letEndLabel: (task) => `让 ${task} 结束`,
  recorded: (task) => `🔕 已记录： *${task}* 可以结束。不会再为这次结束提醒，任务未作任何变更。`,
  already: (task, person, when) => `${person} 已决定让 *${task}* 结束（${when}）。`,
  changed: (task, ends) => `*${task}* 期间已变更： ${ends}。未作记录。`,
  changedNoEnd: (task) => `*${task}* 期间已变更，不再于该时间结束。未作记录。`,
  taskGone: (task) => `*${task}* 期间已删除。未作记录。`,
  expired: '这条消息已过期：所提醒的结束时间已过。未作记录。',
};

function called(people: readonly string[]): string {
  return people.map((person) => `${person} `).join('');
}

export const endDigest: Words['endDigest'] = {
  title: (count, project) => `⏰ 项目 *${project}* 有 *${count} 个拉流转推任务* 将在一天内结束：`,
  unknownTitle: (project) => `⏰ 项目 *${project}* 有拉流转推任务可能在一天内结束：`,
  kept: '*应持续直播*',
  letEnd: (person) => `🔕 ${person} 已决定让它结束`,
  unknown: (tasks) => `❔ 以下任务播放轮数有限而时长未知，随时可能结束： ${tasks.join('、')}。`,
  unknownMore: (tasks, more) =>
    `❔ 以下任务播放轮数有限而时长未知，随时可能结束： ${tasks.join('、')} 等，另有 ${more} 个。`,
  listed: (list) => `更晚结束的任务可用 ${list} 列出。`,
  listedMore: (more, list) => `另有 ${more} 个，可用 ${list} 列出。`,
};
