import type { Words } from '../words.ts';

const NAMED_MAX = 10;

export const batches: Words['batches'] = {
  title: (count, preset) => `将 ${preset} 用于 ${count} 个任务`,
  typedTitle: (count) => `变更 ${count} 个任务`,
  revertTitle: (reverted, count) => `撤销 ${reverted}：${count} 个任务`,
  tasks: (count) => `${count} 个任务`,
  preset: (name) => `预设 \`${name}\``,
  typed: '手动填写的值',
  reverts: (id) => `撤销 ${id}`,
  lose: (gravest, count) => `${gravest}：${count} 个任务`,
  loseNothing: '没有任务会停播，也没有任务会中断。',
  order: (atOnce, otherwise) => `按此顺序执行，每次 ${atOnce} 个；${otherwise}`,
  otherwise: {
    go_on: '某个未生效，其余任务照常执行。',
    stop: '某个未生效时，其余任务先不执行，等待答复。',
  },
  onFailure: {
    label: '某个任务未生效时',
    hint: '即执行失败、任务已被改动、暂缓执行，或直播流消失。',
    go_on: '继续执行其余任务',
    stop: '先停下，询问是否执行其余任务',
  },
  halted: (waiting, failed, until) =>
    `⏸️ *${waiting} 个任务在等待答复。* 未生效： ${listed(failed)} 。 *继续* 执行其余任务。 *停止其余…* 则保持不变；${until} 前无人答复，也保持不变。`,
  wasHalted: (waiting, failed, until) =>
    `⏸️ *因 ${listed(failed)} 未生效而停下。* ${waiting} 个任务在 ${until} 之前等待卡片上的 *继续* 或 *停止其余…* 。`,
  wentOn: (who) => `▶️ ${who} 让其余任务继续。`,
  stoppedBy: (who) => `⏹️ ${who} 停止了其余任务。已开始的会执行完。`,
  unanswered: '⏹️ 无人及时答复，其余任务不再执行。',
  waits: '⏸️ 等待答复',
  sameOn: (count) => `以下 ${count} 个任务的变更相同：`,
  showDiffs: '原值和新值 ▶',
  diffsPage: (page, pages) => `各任务的原值和新值，第 ${page} 页，共 ${pages} 页。`,
  sets: '每个任务都改为：',
  setsDiffer: '各任务改成的值不同，原值和新值见审阅和消息列。',
  longList: (count) => `播放列表共 ${count} 个 URL，全文见审阅和消息列。`,
  counts: {
    waits: (count) => `⏳ ${count} 个待执行`,
    runs: (count) => `⚙️ ${count} 个执行中`,
    done: (count) => `✅ ${count} 个已生效`,
    failed: (count) => `❌ ${count} 个失败`,
    held_back: (count) => `⏸️ ${count} 个暂缓执行`,
    stale: (count) => `🔀 ${count} 个未执行：任务已被改动`,
    off_air: (count) => `🔴 ${count} 个已生效，但没有直播流`,
    not_run: (count) => `⏹️ ${count} 个未执行`,
  },
  partly: '⚠️ 部分已生效',
  heldBack: '⏸️ 暂缓执行',
  partGone: (part, show) =>
    `🔴 *${part}：变更后直播流消失。* ${show} 查看是哪个任务以及如何撤销变更。`,
  partLate: (part, show) =>
    `⚠️ *${part} 延迟生效。* 请求的应答丢失，曾计为失败，但任务中现在有了这次变更。${show} 查看是哪个任务以及如何撤销变更。`,
  begun: (count) => `⚙️ 正在变更 ${count} 个任务，进度见卡片。`,
  details: (show) => `${show} 查看其中一个任务的改动和经过。`,
  partOf: (id) => `属于 ${id}：其中全部任务一起审批。`,
  approvedWith: (id) => `👍 已随 ${id} 批准。`,
  drifted: (names) => `⚠️ *申请之后被他人改动，不会执行：* ${names.join('、')}`,
  gone: (names) => `⚠️ *已被删除，不会执行：* ${names.join('、')}`,
  isDrifted: '⚠️ 已被改动，不会执行',
  isGone: '⚠️ 已被删除，不会执行',
  unchanged: (when) => `✔️ 读取于 ${when}：申请之后没有任务被改动。`,
  unread: '⚠️ 暂时无法读取任务。每个任务在执行前都会再次核对。',
  notSingle: (id) =>
    `🔒 ${id} 涉及多个任务，不能修改。请撤回后用 \`/relay apply\` 重新申请。 \`/relay show ${id}.1\` 查看其中第一个任务。`,
  notYet: (id) => `🔒 ${id} 尚未结束，不能撤销。未提交任何申请。`,
  pick: {
    next: '下一步',
    tasks: '拉流转推任务',
    tasksHint: (max) => `最多 ${max} 个。输入名称或 ID 的一部分进行搜索。`,
    preset: '预设',
    none: '不用预设',
    presetOrFields:
      '选择预设，或填写以下字段，也可以两者都用。填写的字段优先于预设；留空的字段在各任务上保持原样。',
    fields: '填写要变更的内容。留空的字段在各任务上保持原样。',
    urlsHint: '从第一个文件开始播放。留空则保留各任务的播放列表。',
    asItIs: '保持原样',
    nothing: '请选择预设，或填写要变更的内容。',
    again: '重新选择…',
  },
  left: {
    title: '*未包括：*',
    no_task: '没有这个名称的任务',
    several_tasks: '有多个同名任务，请用 ID 指定',
    same: '任务已是这些设置',
    task_gone: '任务已不存在',
    not_applied: '变更未生效，无可撤销',
    reverted_already: '任务已是原来的设置',
    not_set_back: (fields) => `原值已无法再申请：${fields.join('、')}`,
    more: (count) => `另有 ${count} 个，见审阅和消息列`,
  },
  form: {
    title: '变更多个任务',
    about: (what, count, project) =>
      `${what}项目 *${project}* 的 *${count} 个任务* ，作为一个申请：`,
    aboutPreset: (preset) => `应用 *${preset}* 到`,
    aboutTyped: '变更',
    aboutRevert: (id) => `撤销 ${id} 的变更，涉及`,
    order: (atOnce) => `按此顺序执行，每次 ${atOnce} 个。`,
    noneLeft: '🔒 这些任务都无法包括在内，未提交任何申请。',
    tooMany: (count, max) =>
      `🔒 共有 ${count} 个任务，一个申请最多 ${max} 个。未提交任何申请，请减少任务。`,
    noPreset: (name, list, nearest) =>
      `🔒 没有预设 *${name}* 。${nearest ? `是否要找 ${nearest} ？` : ''} ${list} 列出全部预设。`,
    notSetBack: (fields) => `⚠️ 无法恢复：${fields.join('、')}`,
    confirm: {
      why: (count) =>
        `🚨 *观众会立即受到影响，且事先无人审阅。* 如要继续，请输入任务数量： *${count}*`,
      label: '任务数量',
      wrong: (count) => `🔒 未提交任何申请：任务数量是 ${count} 。`,
    },
    refused: (task, why) => `🔒 未提交任何申请，原因在于 *${task}* ：${why}`,
  },
};

function listed(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED_MAX).join('、');
  return ids.length > NAMED_MAX ? `${named} 等 ${ids.length} 个` : named;
}
