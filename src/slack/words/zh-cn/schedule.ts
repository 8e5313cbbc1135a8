import type { Words } from '../words.ts';

export const schedule: Words['schedule'] = {
  title: (task, project, day) =>
    `*计划执行* ${task ? ` · 任务 *${task}* ` : ''}${project ? ` · 项目 *${project}* ` : ''}${day ? ` · ${day}` : ''}`,
  count: (count) => `${count} 次执行`,
  back: (when) => `↩️ *${when} 改回*`,
  task: (task, project) => `*${task}* （项目 ${project}）`,
  before: (seen) => `在此之前：${seen}`,
  after: (seen) => `此后：${seen}`,
  afterUntil: (until, seen) => `此后至 ${until}：${seen}`,
  ifApproved: (seen) => `如获批准，此后：${seen}`,
  ifApprovedUntil: (until, seen) => `如获批准，此后至 ${until}：${seen}`,
  now: (seen) => `不作变更：${seen}`,
  onAir: '🟢 播出',
  playing: (file, more) => (more === 0 ? ` ${file}` : ` ${file} 等 ${more + 1} 个文件`),
  offAir: {
    paused: '🔴 *停播* ，已暂停',
    not_started: '🔴 *停播* ，尚未开始',
    start_moved: '🔴 *停播* ，开始时间已推迟',
    ended: '🔴 *停播* ，已结束',
    rounds_over: '🔴 *停播* ，轮次已播完',
    push_key_ended: '🔴 *停播* ，推流密钥已到期',
    not_revived: '🔴 *停播* ，任务已结束，API 可能不会重新启动',
  },
  from: (when, seen) => `自 ${when} 起${seen}`,
  unsure: ' _（预计，并不确定）_',
  heldHint: '已搁置：更新并批准之前不会执行。',
  empty: '没有计划执行的变更。',
  emptyDay: '当天没有计划执行的变更。',
  dayOver: '这一天已经过去。',
  howTo: (modify, history) =>
    `如需定时变更，请在 ${modify} 的表单中填写“执行时间”。 ${history} 列出已执行的申请。`,
  hint: (zone) =>
    `时间按你的时区显示，日期按 ${zone}。播出情况为预测：假设各项均按计划执行，且没有其他人改动任务。`,
  moreFreezes: (count, list) => `另有 ${count} 个冻结： ${list}`,
};
