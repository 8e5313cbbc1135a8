import { DRAFT_TTL_HOURS } from '#src/ports/draft.ts';
import type { Words } from '../words.ts';

export const buttons: Words['buttons'] = {
  review: '审阅…',
  edit: '修改…',
  move: '改期…',
  withdraw: '撤回…',
  followUp: '后续变更…',
  retry: '批准重试…',
  revert: '撤销变更…',
  revertAll: '全部撤销…',
  askAgain: '再次申请…',
  goOn: '继续',
  stopRest: '停止其余…',
  closeReview: '确认复核…',
  moreUrls: '增加 URL 输入框',
  preview: '预览影响',
  show: '查看',
  change: '变更…',
  changeSeveral: '变更多个…',
  previous: '◀ 上一页',
  next: '下一页 ▶',
  further: '继续查找 ▶',
  showTask: '查看任务',
  question: '询问…',
  answer: '回答…',
  unfreeze: '解除冻结',
  stop: '停止订阅',
  extend: '延长…',
  letEnd: '让它结束',
  ask: '申请变更…',
  showAll: '显示全部',
  savePreset: '保存为预设…',
  fillPreset: '用预设填写',
};

export const buttonLabel: Words['buttonLabel'] = (button, request, title) =>
  `${button}申请 ${request}，${title}`;

export const pageLabel: Words['pageLabel'] = (button, list) => `${list}：${button}`;

export const modal: Words['modal'] = {
  title: '变更拉流转推任务',
  titles: { pause: '暂停拉流转推任务', resume: '恢复拉流转推任务', extend: '延长拉流转推任务' },
  done: {
    asked: (id) => `已提交：${id}`,
    edited: (id) => `已修改：${id}`,
    running: (id) => `开始执行：${id}`,
    scheduled: (id) => `已定时：${id}`,
    approved: (id) => `已批准：${id}`,
    rejected: (id) => `已驳回：${id}`,
    signedOff: (id) => `已复核：${id}`,
    notCounted: '未计入',
    presetSaved: '预设已保存',
  },
  savePreset: '保存为预设',
  save: '保存',
  close: '关闭',
  cancel: '取消',
  ask: '提交审批',
  decide: '提交决定',
  closeReview: '确认复核',
};

export const notices: Words['notices'] = {
  reading: '⏳ 正在读取任务…',
  readingHint: '如果十秒内没有内容，请关闭后重新打开。未做任何改动。',
  stillAsking: '⏳ 仍在等待直播 API 的应答…',
  somethingWentWrong:
    '出错了。这次点击可能已经生效，也可能没有：请先查看卡片再重试，不会重复执行。',
  unseen:
    'Slack 未能显示刚才操作的结果，窗口可能仍在显示加载中。请关闭窗口并查看卡片，卡片上有申请的当前状态。',
  notSaved: '暂时无法确认是否已保存。你填写的内容还在，请稍后再次提交，不会重复计入。',
  formGone: `这个表单已过期（保留 ${DRAFT_TTL_HOURS} 小时）。未做任何改动，请重新打开。`,
  othersForm: '这个表单由他人打开，你不能使用。未做任何改动，请自行打开表单。',
  formLost: `这个表单已过期（${DRAFT_TTL_HOURS} 小时），无法提交。未做任何改动。请先复制你填写的内容，再关闭表单并重新打开。`,
  submitted: (id, channel, until) =>
    `📨 ${id} 已提交，卡片在 ${channel}。如无人审批，${until} 过期。`,
  approvedAtOnce: (id, channel, when) =>
    `👍 ${id} 无需审批，${when ? `将于 ${when} 执行` : '现在开始执行'}，结果见 ${channel} 中的卡片。`,
  withoutApproval: (id, channel) =>
    `🚨 ${id} 未经审批，现在开始执行。已在 ${channel} 告知所有人，事后须由一位审批人复核。`,
  taskUnread: '未能从直播 API 读取任务，无法填写表单。未做任何改动。',
  alreadySo: {
    pause: (task) => `⏸️ *${task}* 已经暂停，未提交任何申请。如需恢复，请输入 \`/relay resume\``,
    resume: (task) =>
      `▶️ *${task}* 已经启用，未提交任何申请。如需暂停，请输入 \`/relay pause\` ；其他变更请输入 \`/relay modify\``,
  },
  notACard:
    '🔒 这条消息与申请无关，找不到要变更的任务。在卡片、卡片消息列中的消息或结果上使用这个快捷操作，可打开对应任务的表单。其他任务请输入 `/relay modify`',
  notApplied: (id, state) => `🔒 ${id} 没有改动任务，无可撤销。当前状态： *${state}*`,
  unreadableTask: (fields) =>
    `🔒 暂时不能申请变更这个任务：直播 API 返回了 relaydesk 无法识别的内容，据此变更等于猜测。未做任何改动。\n${fields}\n请到华为云控制台查看这个任务，并把看到的内容告知 relaydesk 的管理员。`,
  notToAskAgain: (id, state) => `🔒 ${id} 不能在这里再次申请。当前状态： *${state}*`,
  unchangeable: (sourceType) =>
    `🔒 这个任务不能变更：源类型为 \`${sourceType}\` ，而 API 只能修改 \`PullVodPushLive\` （文件列表）类型的任务。relaydesk 不能变更这类任务。`,
};

export const choose: Words['choose'] = {
  project: '项目',
  task: '选择拉流转推任务',
  taskHint: '输入名称或 ID',
  several: (word) => `有多个任务名为 *${word}* ：`,
  none: (word, project, nearest) =>
    `项目 *${project}* 中没有任务 *${word}* 。${nearest.length > 0 ? `是否要找 ${nearest.map((name) => `*${name}*`).join(' 或 ')} ？` : ''}请在此选择：`,
};

export const form: Words['form'] = {
  about: (task, project, when) => `*${task}* · 项目 *${project}* · 设置读取于 ${when}`,
  aboutAfter: (task, project, id) => `*${task}* · 项目 *${project}* · ${id} 执行后的设置`,
  fixed: (facts) => `不可在此变更：${facts}`,
  pushTarget: '推流地址',
  backup: '备用源',
  purposes: {
    pause: '⏸️ 暂停任务：恢复之前，或到“改回时间”之前，观众看不到画面。',
    resume: '▶️ 恢复任务。请在下方选择续播方式，系统不会代选。',
    extend: '⏰ 让任务继续直播。下面填好了 API 可能接受的最晚结束时间，也可以改早。',
  },
  anythingElse: '其他变更请输入 `/relay modify`',
  notInForm: (field, problem) => `${field}：${problem} 这个表单没有该字段，请使用 /relay modify。`,
  howItGoesOn: '恢复后如何续播',
  howItGoesOnHint: 'API 未说明暂停后默认如何续播，因此须明确指定。',
  edits: (id) => `✏️ 正在修改 ${id}。提交后，已有的批准失效。`,
  follows: (id, when, from) =>
    `🔗 接在 ${id}（${when} 执行）之后。“执行时间”请选择 ${from} 或更晚。如果 ${id} 未按计划执行，本申请将搁置并通知你。`,
  followedBy: (ids) =>
    `⚠️ ${ids.join('、')} 以本申请为基础。如果改了设置的内容，或把时间改到它之后，它将被搁置，须修改或更新后才能执行。`,
  reverts: (id) => `↩️ 在任务当前的设置上，恢复 ${id} 改动之前的值。`,
  revertsNot: (fields) =>
    `⚠️ ${fields.join(' 、 ')} 原来的值无法申请，除非你修改，否则保持现在的值。`,
  startHasPassed: (was) =>
    `⚠️ 原来的开始时间 ${was} 已过，无法再次设置。任务现已开始，因此开始时间保持不变。`,
  startsSoonInstead: (was, instead) =>
    `⚠️ 原来的开始时间 ${was} 已过，无法再次设置。表单改为申请 ${instead} 开始：须在此之前批准；如果时间太紧，请选择更晚的开始时间。`,
  repeats: (id) => `🔁 在任务当前的设置上，再次申请 ${id} 的变更。`,
  timePassed: (when) =>
    `⚠️ 原定的执行时间 ${when} 已过。请在“执行时间”另选时间，否则批准后立即执行。`,
  backPassed: (when) => `⚠️ 原定的改回时间 ${when} 已过。请在“改回时间”另选时间，否则变更将保留。`,
  holds: (value) => `❔ 任务当前为 ${value}。不改动此项，该值就保持不变。`,
  urlsContinued: (box) => `播放列表，续（${box}）`,
  urlsHint: (max) => `列表在下一个输入框中继续；每个输入框最多 ${max} 个字符。`,
  urlsTooLong: '任务的某个 URL 过长，无法在此显示。留空则列表不变。',
  loopHint: '-1：循环播放直到结束时间。3：播放三轮后停止。',
  file: {
    label: '或从文件读取播放列表',
    hint: '.txt 或 .m3u：每行一个 URL；.csv：含名为 “url” 的列。文件内容会填入上方输入框，提交申请之前可以先查看改动。',
    read: (name, count) =>
      `📎 播放列表已换成 *${name}* 的内容：${count} 个文件。请核对改动后再提交。`,
    same: (name) => `📎 *${name}* 的内容与任务当前的播放列表相同。`,
    notRead: (why) => `⚠️ *未读取文件* ，表单中的播放列表保持原样。${why}`,
    failures: {
      elsewhere: 'Slack 没有给出文件的位置。请重新添加文件。',
      too_large: '文件超过 256 KiB。播放列表最多 30 个 URL。',
      too_slow: 'Slack 未能及时传送文件。请重试；“预览影响”会等待更长时间。',
      refused:
        'Slack 不允许 relaydesk 读取这个文件。请重新添加；如果仍然不行，须以 files:read 权限重新安装应用。',
      unreachable: '无法从 Slack 取得文件。请重试。',
    },
    problems: {
      unknown_kind: '文件名须以 .txt、.m3u、.m3u8 或 .csv 结尾。',
      not_text: '文件不是 UTF-8 文本。请另存为 UTF-8 后重新添加。',
      no_urls: '文件中没有 URL。',
      no_url: (line, text) =>
        `文件第 ${line} 行：“${text}” 不是完整的 URL（如 https://host/path）。`,
      is_hls: (line) =>
        `文件第 ${line} 行：这是一个 HLS 流的分片清单，不是文件列表。请把该流本身的 URL 填入播放列表。`,
      unknown_directive: (line, text) =>
        `文件第 ${line} 行：指令 “${text}” 无法传递。请删除后重新添加文件。`,
      wrong_columns: (line, columns) =>
        `文件第 ${line} 行：有 ${columns} 列，与首行列数不同。含逗号的 URL 请加引号。`,
      no_url_column: (line) => `文件第 ${line} 行：有多列时，首行须有一列名为 “url”。`,
      open_quote: (line) => `文件第 ${line} 行：引号不匹配。`,
    },
  },
  which: {
    twice: (wall) => `${wall} 指的是哪一个？`,
    twiceHint: (wall) => `当晚时钟回拨，${wall} 会出现两次。`,
    skipped: (made) => `是 ${made} 吗？`,
    skippedHint: (wall, made) =>
      `当天没有 ${wall}：时钟会向前跳过它。如果你选择的是 ${wall}，Slack 已把它改为 ${made}。如果不对，请在上方另选时间。`,
    first: (wall, offset) => `第一个 ${wall}（UTC${offset}）`,
    second: (wall, offset) => `第二个 ${wall}（UTC${offset}）`,
    yes: (wall, offset) => `是，${wall}（UTC${offset}）`,
    missing: '请在此选择，或在上方另选时间。尚未提交任何申请。',
  },
  presets: {
    filled: (name, fields) => `📎 已用 *${name}* 填写：${fields.join('、')}。请核对改动后再提交。`,
    gone: (name) => `⚠️ 预设 *${name}* 已不存在。表单保持原样。`,
    forbidden: (name, problems) =>
      `⚠️ 未用 *${name}* 填写，因为它不符合规则：${problems.join(' ')} 表单保持原样。`,
    replaced: '以下内容原由你填写，已被替换：',
    fileDropped: (file) => `📎 未读取 *${file}* ，附件已移除：预设自带播放列表。`,
  },
  startFileHint: '点击“预览影响”后，此处按上方的播放列表更新。',
  secondsHint: '在该文件中的位置。',
  endHint: '距开始时间最多 7 天。时间按你所在的时区显示。',
  applyAt: '执行时间',
  applyAtHint: '留空则批准后立即执行。须在此时间之前批准。',
  thenBack: '改回时间',
  thenBackHint: '到时把本次变更改回，两次变更一并审批。如需保留变更，请留空。',
  breakGlass: {
    label: '紧急变更',
    text: '🚨 免审批，立即执行',
    description: '所有人都会收到通知，事后须由一位审批人复核',
  },
  effects: {
    title: (when) => `*变更影响* （按 ${when} 的表单内容）：`,
    nothing: '与任务当前的设置没有差别。',
    oneApproval: '👥 须有 1 人批准。',
    approvals: (quorum) => `👥 须有 ${quorum} 人批准。`,
    from: (people) => `可审批人：${people.join('、')}`,
    fromEach: (slots) => `须由以下人员批准： ${slots}`,
    noApproval: '👥 无需审批：提交后立即执行，或在指定时间执行。',
    breakGlass: '🚨 免审批，立即执行，事后由审批人复核。',
    leftOut: '以下字段不会发送，API 可能把它们恢复为默认值（开始时间则为当前时间）：',
  },
  confirm: {
    why: (task) => `🚨 *观众会立即受到影响，且事先无人审阅。* 如要继续，请输入任务名称： *${task}*`,
    label: '任务名称',
    wrong: (task) => `如要继续，请准确输入：${task}`,
  },
  reason: '变更原因',
  reasonHint: '审批人会看到，并保留在审计记录中。',
  called: '另外通知',
  calledHint: '在卡片固定通知的人之外，再提醒这些人。收到提醒不等于有审批权。',
};
