import type { Words } from '../words.ts';

export const batches: Words['batches'] = {
  title: (count, preset) => `将 ${preset} 用于 ${count} 个任务`,
  tasks: (count) => `${count} 个任务`,
  preset: (name) => `预设 \`${name}\``,
  lose: (gravest, count) => `${gravest}：${count} 个任务`,
  loseNothing: '没有任务会停播或中断。',
  order: (atOnce) => `按此顺序执行，每次 ${atOnce} 个；某个失败不影响其余任务。`,
  sets: '每个任务都改为：',
  longList: (count) => `播放列表共 ${count} 个 URL，全文见审阅和消息列。`,
  counts: {
    waits: (count) => `⏳ ${count} 个待执行`,
    runs: (count) => `⚙️ ${count} 个执行中`,
    done: (count) => `✅ ${count} 个已生效`,
    failed: (count) => `❌ ${count} 个失败`,
    stale: (count) => `🔀 ${count} 个未执行：任务已被改动`,
    off_air: (count) => `🔴 ${count} 个已生效，但没有直播流`,
    not_run: (count) => `⏹️ ${count} 个未执行`,
  },
  partly: '⚠️ 部分已生效',
  partGone: (part, show) =>
    `🔴 *${part} 的直播流在变更前存在，变更后没有了。* ${show} 查看是哪个任务以及如何恢复。`,
  begun: (count) => `⚙️ 正在变更 ${count} 个任务，进度见卡片。`,
  details: (show) => `${show} 查看其中一个任务的改动和经过。`,
  partOf: (id) => `属于 ${id}，审批针对其中全部任务。`,
  approvedWith: (id) => `👍 已随 ${id} 批准。`,
  drifted: (names) => `⚠️ *申请之后被他人改动，不会执行：* ${names.join('、')}`,
  gone: (names) => `⚠️ *已被删除，不会执行：* ${names.join('、')}`,
  unchanged: (when) => `✔️ 读取于 ${when}：申请之后没有任务被改动。`,
  unread: '⚠️ 暂时无法读取任务。每个任务在执行前都会再次核对。',
  notSingle: (id) =>
    `🔒 ${id} 涉及多个任务，不能作为一个申请来修改、撤销变更或再次申请。 \`/relay apply\` 提出新的申请， \`/relay revert ${id}.1\` 撤销其中第一个任务的变更。`,
  form: {
    title: '变更多个任务',
    about: (preset, count, project) =>
      `把 *${preset}* 用于项目 *${project}* 的 *${count} 个任务* ，作为一个申请：`,
    left: '未包括：',
    noneLeft: (preset) => `🔒 没有可以应用 *${preset}* 的任务，未提交任何申请。`,
    tooMany: (count, max) =>
      `🔒 共有 ${count} 个任务，一个申请最多 ${max} 个。未提交任何申请，请减少任务。`,
    noPreset: (name, list, nearest) =>
      `🔒 没有预设 *${name}* 。${nearest ? `是否要找 ${nearest} ？` : ''} ${list} 列出全部预设。`,
    noTask: '没有这个名称的任务',
    severalTasks: '有多个同名任务，请用 ID 指定',
    same: '任务已是这些设置',
    refused: (task, why) => `🔒 未提交任何申请，原因在于 *${task}* ：${why}`,
  },
};
