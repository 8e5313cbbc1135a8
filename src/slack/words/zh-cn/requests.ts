import type { Words } from '../words.ts';

export const card: Words['card'] = {
  headline: (id, title, project, state) => `${id} · ${title} · 项目 ${project} · ${state}`,
  titles: {
    pause: (task) => `暂停 ${task}`,
    resume: (task) => `恢复 ${task}`,
    new_playlist: (task) => `${task} 换新播放列表`,
    end_earlier: (task) => `${task} 提前结束`,
    extend: (task) => `${task} 延后结束`,
    move_start: (task) => `${task} 改开始时间`,
    start_position: (task) => `${task} 改起始位置`,
    rounds: (task) => `${task} 改循环次数`,
    events: (task) => `${task} 变更回调事件`,
    change: (task) => `变更 ${task}`,
  },
  revert: (reverted, title) => `撤销 ${reverted}：${title}`,
  needs: (missing) => `须 ${missing} 人批准`,
  needsMore: (missing) => `还需 ${missing} 人批准`,
  runs: (when) => `定于 ${when} 执行`,
  expires: (until) => `${until} 过期`,
  approvedBy: (person, when) => `${person} 于 ${when} 批准`,
  rejectedBy: (person, when) => `${person} 于 ${when} 驳回`,
  askedBy: (person, project) => `*申请人* ${person} · 项目 *${project}*`,
  pushesTo: (host) => `推流至 ${host}`,
  digest: '摘要',
  fieldsKept: (count) => `${count} 个字段不变`,
  asked: (when) => `申请时间 ${when}`,
  listInThread: '列表过长，卡片放不下：完整内容见消息列和审阅。',
  listInReplies: '列表过长，卡片放不下：完整内容见本消息的回复。',
  seeCard: (link, channel) => `<${link}|卡片及其消息列> 在 ${channel}`,
  wholeFile: (id, digest) => `${id} 的完整变更，摘要 \`${digest}\``,
  fileRefused: (why) =>
    `⚠️ Slack 没有接受包含完整变更的文件${why ? `（ \`${why}\` ）` : ''}，因此分多条消息列出。`,
  wholeChange: (part, parts) => `完整变更，第 ${part} 部分，共 ${parts} 部分`,
  wholeChangeOf: (id, part, parts) => `${id} 的完整变更，第 ${part} 部分，共 ${parts} 部分`,
  withoutApproval: (quorum, frozen) =>
    `🚨 *未经审批即执行（紧急变更）。* 按规则本应有 ${quorum} 人批准。${frozen ? `执行时处于冻结期：${frozen}。` : ''}`,
  reviewDue: '🔎 尚无他人复核：须由一位审批人确认复核。',
  reviewed: (person, when) => `🔎 ${person} 于 ${when} 复核：`,
  heldBackBecause: {
    worse: '此时执行对观众的影响比批准时更严重',
    files: '部分文件在批准后发生了变化',
  },
  ahead: (when, why) => `⚠️ *执行前检查* ：${why}。如到 ${when} 仍是如此，将暂缓执行，须重新批准。`,
  heldBack: (when, why) => `⚠️ *${when} 暂缓执行* ：${why}。未发送任何内容，须重新批准。`,
  hold: (time) => `⏱️ 批准 ${time} 后执行，期间仍可叫停。`,
  sentBack: (fields) => `relaydesk 不认识、按任务现有的值原样发回： ${fields.join(' 、 ')}`,
  leftOut: (fields) => `relaydesk 不认识、因 API 会拒绝而不发送： ${fields.join(' 、 ')}`,
  mayFallBack: (fields) =>
    `⚠️ API 可能因此把 ${fields.join(' 、 ')} 恢复为默认值（开始时间则为当前时间）。`,
  lateEffect: (over) =>
    `⚠️ *延迟生效。* 这次请求的应答丢失，申请结束之后才生效${over ? `：任务中 ${over} 的变更已不完整` : ''}。如不需要，请撤销。`,
  overwritten: (by, when) =>
    `⚠️ *已被覆盖* （${when}）${by} 丢失应答的请求延迟生效，任务中这次变更已不完整。如仍需要，请重新申请。`,
  competing: (ids) =>
    `👀 该任务还有其他申请待处理：${ids.join('、')}。其中一个执行后，其余的须重新申请。`,
};

export const slots: Words['slots'] = {
  of: (count, people) =>
    people.length === 0
      ? `无人（名单为空）中的 ${count} 人`
      : `${people.join(' / ')} 中的 ${count} 人`,
  and: (each) => each.join(' ，以及 '),
  sets: (each) => each.join(' ；另一版本的策略还要求 '),
  open: (who) => `👥 还需批准： ${who}`,
};

export const diff: Words['diff'] = {
  notSet: '未设置',
  unreadable: '无法识别：',
  emptyList: '空列表',
  notATime: '（不是时间）',
  writtenAs: '原文',
  was: '原为',
  asked: '申请改为',
  now: '现为',
  urlCount: (count) => `${count} 个 URL（过长，请用 /relay show 查看）`,
  urls: (count, list) => `${count} 个 URL：${list}`,
  playlistLines: {
    added: (count) => `新增 ${count}`,
    removed: (count) => `删除 ${count}`,
    moved: (count) => `移动 ${count}`,
    kept: (count) => `不变 ${count}`,
  },
  movedFrom: (position) => `（原第 ${position} 个）`,
};

export const streams: Words['streams'] = {
  present: '📡 有直播流',
  presentSince: (when) => `📡 有直播流，始于 ${when}`,
  presentAt: (when) => `📡 ${when} 查询到直播流`,
  absent: (when) => `📡 ${when} 起没有查询到直播流`,
};

export const thread: Words['thread'] = {
  approved: (person, count, quorum) => `👍 ${person} 批准（${count}/${quorum}）。`,
  approvedBefore: (person) => `👍 ${person} 批准。`,
  rejected: (person, note, requester) =>
    `🚫 ${person} 驳回。${note}${note ? '\n' : ''}未执行任何操作。${requester}`,
  withdrawn: (person) => `↩️ ${person} 撤回了申请，未执行任何操作。`,
  expired: (requester) => `⌛ 无人按时审批，申请已过期，未执行任何操作。${requester}`,
  missed: (id, title, project, people) =>
    `⌛ *未执行* ：${id} · *${title}* · 项目 *${project}* 已获批，但错过执行时间超过 15 分钟，不再执行。未发送任何内容；如仍需要，请重新申请。${people}`,
  edited: (person, digest) => `✏️ ${person} 修改了申请，须重新批准。新的摘要为 \`${digest}\``,
  rebased: (person, digest) =>
    `🔁 ${person} 已按任务当前的设置更新申请，须重新批准。新的摘要为 \`${digest}\``,
  heldBack: (id, task, project, why, effect) =>
    `⚠️ *暂缓执行* ：${id} · *${task}* · 项目 *${project}* 。${why}，因此未发送任何内容。\n${effect}\n之前的批准已失效，请重新批准或驳回。`,
  worsened: (when, why, effect) =>
    `⚠️ *执行前检查* ：${why}。\n${effect}\n如到 ${when} 仍是如此，将暂缓执行：届时不发送任何内容，须重新批准。`,
  mended: (when) => `🔎 执行前再次检查：情况与批准时一致，将于 ${when} 执行。`,
  retried: (person) => `🔂 ${person} 批准重试。`,
  earlierEnd: (state, id, title, project) => `${state}：${id} · *${title}* · 项目 *${project}* 。`,
  triedAgain: '此后又重新执行过。',
  reminded: (until) => `⏰ 仍待审批，${until} 过期。`,
  escalated: (until) => `📣 尚无人审批，${until} 过期。`,
  withoutApproval: (id, person, task, project) =>
    `🚨 ${person} 正在 *${task}* （项目 *${project}* ）上执行 ${id}， *未经审批* （紧急变更）。`,
  reviewAsked: (id) => `🚨 ${id} 未经审批即执行，至今无人复核。请一位审批人确认复核。`,
  /** `note` is a quotation on lines of its own. */
  reviewed: (person, note) => `🔎 ${person} 复核了未经审批的变更：${note}`,
  lateEffect: (id, title, project, over) =>
    `⚠️ *延迟生效* ：${id} · *${title}* · 项目 *${project}* 。请求的应答丢失，申请已经结束，但任务中现在有了这次变更${over ? `，${over} 的变更已不完整` : ''}。`,
  overwritten: (id, by, people) =>
    `⚠️ *已被覆盖* ：任务中 ${id} 的变更已不完整。${by} 丢失应答的请求延迟生效，写入了它的内容。如仍需要这次变更，请重新申请。${people}`,
  recovered: '⚠️ 发送请求期间，存储丢失了这个申请的最新记录，现已补写；请求只发送了一次。',
  lost: '❔ 变更已发送，但没有收到应答。正在查看任务以确认是否生效，不会重复发送。',
  streamGone: (id, task, people) =>
    `🔴 *没有直播流* ：${id} 生效后， *${task}* 的直播流消失。变更之前有流，现在也应当有，但连续两次查询均未发现。请查看观众实际看到的画面；卡片上的“撤销变更…”可申请恢复之前的设置。${people}`,
  streamBack: (id, task, when) => `📡 ${id} 之后， *${task}* 的直播流已恢复（${when} 查询到）。`,
  taskReset: (when) =>
    `📣 ${when} 收到 \`ResetTaskConfig\` ：直播 API 报告任务被修改。它在本申请之后到达，但事件不说明由哪次变更引起。`,
};

export const outcome: Words['outcome'] = {
  noStream: '🔴 已生效，但没有直播流',
  result: (state, id, title, project) => `${state}：${id} · *${title}* · 项目 *${project}*`,
  paused: '⏸️ 已生效，停播中',
  notHeld: '⚠️ API 已接受，但任务中没有这次变更',
  notHeldRead:
    '⚠️ API 接受了变更，但重新读取任务后没有找到（申请 → 实际）。再次申请之前请先查看任务。',
  failedUnclear:
    '已重新读取任务，但变更涉及的内容无法识别：变更可能已生效，也可能没有（申请 → 实际）。',
  mayBeTheReason: (fields) =>
    `❔ 没有人申请改动 ${fields.join(' 、 ')} ，但其值是 relaydesk 不认识的形式，并已按任务现有的值原样发回。这可能就是原因。`,
  nothingSent: '没有向直播 API 发送任何内容，因此未做任何改动。',
  holdsAll: '已核实：任务的设置与申请完全一致。',
  differs: '⚠️ 已生效，但以下设置与申请不一致（申请 → 实际）。',
  appliedUnread: '执行后未能核对任务，以上只是 API 的应答。',
  failedRead: '已核对：任务中没有这次变更。',
  failedUnread: '执行后未能核对任务。',
  mayStillTakeEffect: (until) =>
    `❔ 应答丢失，这次请求仍可能生效。${until} 之前会继续读取任务，一旦生效会在这里告知。`,
  noLongerHolds: '未执行的原因：',
  drifted: '期间变动的内容（当时 → 现在）：',
};

export const review: Words['review'] = {
  title: (id) => `审阅 ${id}`,
  about: (title, project, requester, when) =>
    `*${title}* · 项目 *${project}* · ${requester} 于 ${when} 申请，原因：`,
  taskGone:
    '⚠️ *任务已被删除* ，已无可变更的内容。请驳回；如果已有新任务代替它，可为新任务申请变更。',
  taskUnread: '⚠️ 暂时读取不到任务，请仔细核对；发送之前会再次读取。',
  unchanged: (when) => `✔️ 读取于 ${when}：任务与申请时一致。`,
  drifted:
    '⚠️ *申请之后任务被他人改动* （申请时 → 现在）。此时批准不会生效：请驳回，由申请人重新申请。',
  openOutcomes: (ids) =>
    `⚠️ *同一任务上 ${ids.join('、')} 的请求结果未知。* 它的应答丢失，仍可能生效，届时会覆盖这次变更。`,
  restInThread: '⚠️ *列表未完* ：太长，审阅窗口放不下。全部内容见卡片的消息列。',
  decision: '你的决定',
  chooseOne: '请选择一项。',
  approve: '批准',
  runsAtOnce: '变更立即执行',
  runsAtItsTime: (hold) =>
    hold === undefined ? '变更到预定时间执行' : `到预定时间执行，且至少在批准 ${hold} 之后`,
  needsMore: (missing) => `还需 ${missing} 人批准才会执行`,
  reject: { text: '驳回', description: '不执行任何操作' },
  rebase: {
    text: '按任务当前的设置更新',
    description: '生成新版本和新摘要，须重新批准',
  },
  waits: (when) => `⏱️ 已批准，将于 ${when} 执行。在此之前，审批人可以叫停。`,
  stop: { text: '叫停', description: '不再执行，申请人会收到通知' },
  holdsFirst: (time) => `等待 ${time} 后执行，期间仍可叫停`,
  after: {
    label: '复核结论',
    hint: '所有人都会看到，并保留在审计记录中。',
    closed: (id) => `🔎 你已确认 ${id} 的复核。`,
  },
  note: { label: '备注', hint: '驳回时必填，申请人会看到。' },
  youTyped: '你填写的内容：',
  youRejected: (id) => `🚫 你驳回了 ${id}，不会执行任何操作，申请人会收到通知。`,
  youApproved: (id) => `👍 你批准了 ${id}，现在开始执行，结果见卡片。`,
  youApprovedFor: (id, when) => `👍 你批准了 ${id}，将于 ${when} 执行，在此之前可以叫停。`,
  youApprovedOf: (id, missing) => `👍 你批准了 ${id}，还需 ${missing} 人批准才会执行。`,
};

export const confirms: Words['confirms'] = {
  withdraw: {
    title: (id) => `撤回 ${id}？`,
    text: '撤回后不能再批准，也不会执行任何操作。',
    yes: '撤回',
    no: '保留',
  },
  retry: {
    title: (id) => `重试 ${id}？`,
    text: '再次核对任务之后，重新发送同样的变更。',
    yes: '批准重试',
    no: '暂不',
  },
  goOn: {
    title: (id) => `执行 ${id} 的其余任务？`,
    text: '等待中的任务将逐一核对后变更。',
    yes: '继续',
    no: '暂不',
  },
  stopRest: {
    title: (id) => `停止 ${id} 的其余任务？`,
    text: '尚未开始的任务保持不变，已开始的会执行完。',
    yes: '停止其余',
    no: '暂不',
  },
};
