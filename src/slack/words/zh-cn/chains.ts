import type { Words } from '../words.ts';

export const chains: Words['chains'] = {
  heading: (when, id) =>
    id === undefined ? `↩️ *之后于 ${when} 改回*` : `↩️ *之后于 ${when} 改回（${id}）*`,
  notNeeded: (id) => `↩️ 改回的申请 ${id} 也不会执行。`,
  thenTitle: '之后改回：',
  thenDigest: '改回的摘要',
  notSetBack: (fields) =>
    `⚠️ ${fields.join(' 、 ')} 之前的值无法再次设置，将保持本次变更设置的值。`,
  follows: (id, when) =>
    when === undefined
      ? `🔗 接在 ${id} 之后，以它执行后的任务为基础。`
      : `🔗 接在 ${id}（${when}）之后，以它执行后的任务为基础。`,
  followedBy: (requests) => `🔗 后续申请：${requests.join('、')}`,
  one: (id, when) => (when === undefined ? id : `${id}（${when} 执行）`),
  decidedWith: (id) => `🔗 改回 ${id} 的变更，与它一并批准。如撤回本申请，${id} 的变更将保留。`,
  others: (ids) => `🔗 同一链条中还有：${ids.join('、')}`,
  why: {
    gone: (by) => `作为基础的 ${by} 已不在存储中`,
    ended: (by, state) => `作为基础的 ${by} 没有执行：${state}`,
    held: (by) => `作为基础的 ${by} 已搁置`,
    later: (by) => `作为基础的 ${by} 改到了本申请的时间之后`,
    differs: (by) => `${by} 执行后的任务与本申请所依据的不一致`,
    moved: (by) => `${by} 执行之后任务被他人改动`,
    late: (by) => `到本申请的时间十分钟后，${by} 仍未结束`,
    missed: () => '错过执行时间超过 15 分钟',
    took_effect: (by) => `作为基础的 ${by} 后来还是执行了`,
    set_back: (by) => `任务已是 ${by} 之前的设置`,
  },
  held: (why, until) =>
    `⏸️ *已搁置* ：${why}。未发送任何内容。可在审阅中按任务当前的设置更新，也可修改或撤回；${until} 过期。`,
  wasHeld: (id, task, project, why) =>
    `⏸️ *已搁置* ：${id} · *${task}* · 项目 *${project}* 未按计划执行：${why}。未发送任何内容。请在审阅中按任务当前的设置更新，或将其撤回。`,
  reminded: (until) =>
    `⏰ 仍处于搁置状态。可在审阅中按任务当前的设置更新，也可修改或撤回；${until} 过期。`,
  cancelled: (id, by, state, people) =>
    `🚫 *已取消* ：${id} 本应改回 ${by} 的变更，但 ${by} 没有执行：${state}。没有需要改回的内容。${people}`,
  setBackAlready: (id, by) => `↩️ 无需执行 ${id}：任务已是 ${by} 之前的设置。未发送任何内容。`,
  withdrawn: (person, first) => `↩️ ${person} 撤回了改回的申请，${first} 的变更将保留。`,
  stays: (first, people) => `🔴 *${first} 的变更没有改回。* ${people}`,
  differences: '与本申请所依据的不一致的内容（预计 → 现在）：',
  builtOn: (id) => `🔗 以 ${id} 执行后的任务为准，而不是任务现在的设置；${id} 执行后会再次核对。`,
  rebased: '⏸️ *按任务当前的设置更新并批准后，将改动：*',
  rebasedOnto: (id) => `⏸️ *按 ${id} 执行后的任务更新并批准后，将改动：*`,
  cannotFollow: {
    gone: '该申请已不在存储中。请单独申请此变更。',
    over: (state) => `它已结束：${state}。请单独申请此变更。`,
    unscheduled: '它没有设定执行时间。请单独申请此变更，或等它执行后再申请。',
    changed: '打开表单之后它已被修改。请复制已填写的内容，关闭表单，再点击其卡片上的“后续变更…”。',
    setsBack: (by) =>
      by === undefined
        ? '它会自行改回任务。待它获批后，请点击其改回申请卡片上的“后续变更…”。'
        : `它会通过 ${by} 自行改回任务。请点击 ${by} 卡片上的“后续变更…”。`,
    followed: (by) => `${by} 已经接在它之后。请改为点击 ${by} 卡片上的“后续变更…”。`,
    early: (from) => `“执行时间”须为 ${from} 或更晚。`,
    long: (max) => `同一链条最多 ${max} 个申请，已达到上限。请等部分申请执行后再申请。`,
  },
  alreadySo: '任务的设置已与申请完全一致，无需更新。',
};
