import type { Words } from '../words.ts';

export const refusals: Words['refusals'] = {
  not_found: '这个申请已不在存储中，未做任何改动。',
  not_an_approver:
    '你不是该项目的审批人，请由其他人审批。审批人名单见 relaydesk.yml 的 `approvers` 配置项。',
  no_approvers:
    '该项目的审批人名单为空，无人可以审批。请联系 relaydesk 的管理员（relaydesk.yml 的 `approvers` 配置项）。',
  nobody_active:
    '没有人可以批准这个变更：除你之外，审批名单中有效的成员人数不足。未提交申请。点击“预览影响”可查看须由谁批准。请 relaydesk 的管理员在 relaydesk.yml 中添加人员，或请同事加入相应的用户组。',
  own_request: '这是你本人的申请，须由其他人审批。',
  already_decided_by_you: '你已经批准过，还需要其他人批准。',
  others_are_missing:
    '你可以批准的部分已有人批准，还需要其他人批准，名单见卡片。你的批准没有计入；你仍可以驳回。',
  not_a_full_member:
    '只有本工作区的正式成员可以查看拉流转推任务和变更申请、提出申请或审批；访客、机器人和其他工作区的人员不可以。',
  not_a_requester: '你不在该项目可申请变更的人员名单中。',
  identity_unavailable: '暂时无法从 Slack 确认你的身份，未执行任何操作。请一分钟后重试。',
  not_the_requester: '只有申请人可以撤回这个申请。你可以在审阅中驳回它。',
  not_yours_to_edit:
    '只有申请人可以修改这个申请。如果应改为其他内容，请在审阅中驳回并说明理由，或另行申请。',
  effects_changed:
    '对观众的影响已与你看到的审阅不同：此后 relaydesk 对任务何时可能停播有了新的了解。你的决定没有计入。请关闭此窗口，重新打开审阅并查看影响。',
  lost_since: '你打开之后，存储丢失了这个申请的最新记录，因此未做任何操作。请重新查看后再决定。',
  edited_meanwhile:
    '你打开表单之后申请又被修改，因此没有保存。请保留你填写的内容，关闭表单，再从卡片上重新打开。',
  other_task: '修改只能针对原来的任务。请撤回该申请，再为这个任务重新申请。',
  wrong_digest: '你打开之后申请又被修改，因此你的决定没有计入。请重新打开审阅。',
  not_scheduled: '该申请没有执行时间，批准后立即执行。如需定时，请在卡片上点击“修改…”。',
  time_passed: '该时间已过。未做更改，请选择更晚的时间。',
  time_unchanged: '执行时间没有变化。未做更改。',
  back_too_early: '改回的时间至少要比变更晚一分钟。未做更改。',
  back_too_soon: (when) =>
    `改回的时间是 ${when}，早于本申请可以执行的时间。未做更改；申请人可以修改申请、另选改回的时间，或撤回申请。`,
  way_back_lost: (id) =>
    `由于本申请失败，改回的申请 ${id} 不再执行，重试会使变更一直保留。未发送任何内容。请改用“再次申请…”，表单会保留尚未到来的时间。`,
  before_predecessor: (id, when) =>
    `本申请以 ${id} 为基础，后者于 ${when} 执行，因此至少要再晚一分钟。未做更改。`,
  after_follower: (id, when) =>
    `${id} 以本申请为基础，于 ${when} 执行，因此本申请至少要早一分钟。未做更改；请先改 ${id} 的时间。`,
  task_unreadable: (fields) =>
    `直播 API 为这个任务返回了 relaydesk 无法识别的内容，据此变更等于猜测。未做任何改动。\n${fields}`,
  source_unplayable: (files) =>
    `播放源检查发现播放列表中的以下文件不存在或不是媒体文件：${files}。未做任何改动；请修改播放列表，或上传文件后点击“预览影响”，或重新打开“审阅…”。`,
  note_missing: '请说明理由，申请人会看到。',
  not_yours_to_answer: '只有申请人可以在此回答。其他人可以在消息列中留言。',
  already_answered: (when) => `这个问题已于 ${when} 回答，回答见消息列。`,
  too_many_questions: (max) =>
    `这个申请已有 ${max} 个问题，达到上限。未发送任何内容：请在消息列中留言，或驳回申请并说明原因。`,
  not_confirmed: '观众会立即受到影响，且事先无人审阅。未提交任何申请：请再次确认。',
  not_a_freezer:
    '只有 relaydesk.yml 指定的人员（policy.freezers，未配置则为项目的审批人）可以冻结变更或解除冻结。未做更改。',
  not_for_break_glass: '你不在可发起紧急变更（免审批）的人员名单中。请按常规流程申请。',
  busy: '有人先你一步。请查看卡片后重试。',
  already_open: (id) =>
    `你对该任务已有一个未完结的申请：${id}。同一任务一次只能有一个，请修改或撤回它。如果它是定时执行的，可点击其卡片上的“后续变更…”申请之后的变更。`,
  cannot_follow: (id, why) => `不能接在 ${id} 之后：${why}`,
  followed_by: (id) =>
    `${id} 以本申请为基础，因此本申请不能自行改回任务。未保存任何内容。请将“改回时间”留空，并点击 ${id} 卡片上的“后续变更…”。`,
  too_many_open: (open) =>
    `你在该项目已有 ${open} 个未完结的申请，已达到每人上限。请等待部分申请处理完毕，或撤回不再需要的申请。`,
  frozen: (until, why) => `❄️ 变更冻结至 ${until}：${why}。未执行任何操作，请在此之后重试。`,
  part_of: (id) => `它属于 ${id}，随之一起审批。请打开 ${id} 的卡片。`,
  part_needs_more:
    '该变更需要一人以上批准，而批量申请中的单个任务只能由一人批准重试。未发送任何操作。请改用“再次申请…”，由此产生的独立申请可由所有审批人审批。',
  already_reviewed: (person, when) => `${person} 已于 ${when} 复核过。`,
  expired: (when) => `该申请已于 ${when} 过期，未执行任何操作。如仍需要，请重新申请。`,
  wrong_state: (when, state, person) =>
    `已经晚了：${person ? `${person} 已作决定` : '申请已完结'}（${when}）。当前状态： *${state}*`,
};

export const somebodyElse: Words['somebodyElse'] = '其他人';

export const frozenInForm: Words['frozenInForm'] = (until, why) =>
  `变更冻结至 ${until}：${why}。请选择更晚的执行时间，或在此之后再申请。`;

export const problems: Words['problems'] = {
  no_change: '与任务当前的设置没有差别。请至少修改一个字段。',
  reason_missing: '请说明原因，审批人据此审批。',
  urls_missing: '任务至少需要一个源 URL。',
  urls_too_many: (count, max) => `${count} 个 URL 过多，一个任务最多 ${max} 个。`,
  index_not_a_number: '必须是列表中文件的序号，1 表示第一个文件。',
  start_file_moved: (chosen) =>
    `“${chosen}” 在当前填写的列表中不存在，或出现多次。请点击“预览影响”，再重新选择起始文件。`,
  index_past_list: (file, last) => `列表中没有第 ${file} 个文件：最后一个是第 ${last} 个。`,
  seconds_not_a_number: '必须是不小于 0 的整数秒。',
  start_past_end: (file, length) =>
    `超出文件末尾：第 ${file} 个文件时长只有 ${length}。请选择更早的位置，或填 0 从头播放。`,
  loop_not_a_count: '必须是 -1（循环播放直到结束时间）或不小于 1 的整数。',
  end_not_after_start: '结束时间必须晚于开始时间。',
  end_not_after_now: '结束时间必须晚于当前时间。',
  window_too_long: '开始时间与结束时间最多相隔 7 天。',
  start_passed: '开始时间必须晚于当前时间。',
  digest_mismatch:
    '存储的变更与批准的内容不一致，因此没有发送。请重新申请，并告知 relaydesk 的管理员。',
  worse_than_approved: '此时对观众的影响已超出批准的范围，因此未发送。请重新申请。',
  break_glass_now: '紧急变更立即执行。请将此项留空，或取消勾选紧急变更。',
  then_back_too_early: '改回的时间至少要比变更晚一分钟，并晚于策略要求的等待时间。',
  then_back_nothing: '本次变更中没有可以改回的内容。请将此项留空，或另行申请改回。',
  break_glass_stays: '紧急变更不能附带改回。请将此项留空，或取消勾选紧急变更。',
  apply_at_passed: '执行时间必须晚于当前时间。留空则批准后立即执行。',
  frozen: (until, why) => `变更冻结至 ${until}：${why}。`,
  time_malformed: '必须是日期和时间。',
  events_missing: '请至少选择一个事件；API 没有说明空列表的含义。',
  unknown_value: (value) => `API 没有“${value}”这个值。`,
  url_malformed: (line, url) =>
    `第 ${line} 行：“${url}”不是 URL。格式应为 https://host/path，且不含空格。`,
  url_too_long: (line, max) => `第 ${line} 行：URL 超过 ${max} 个字符。`,
  url_scheme_not_allowed: (line, url, schemes) =>
    `第 ${line} 行：“${url}”必须以 ${schemes.map((name) => `${name}://`).join(' 或 ')} 开头。`,
  url_host_not_allowed: (line, host) => `第 ${line} 行：${host} 不在该项目允许的主机之列。`,
  url_private_host: (line, host) =>
    `第 ${line} 行：${host} 是私有地址或本机地址，直播服务无法访问。`,
  source_unplayable: (line) =>
    `第 ${line} 行：文件不存在或不是媒体文件，无法播放。请修改，或上传文件后重新预览。`,
  url_has_credentials: (line) => `第 ${line} 行：URL 中不能包含用户名或密码。`,
  url_ends_in_mark: (line, mark, encoded) =>
    `第 ${line} 行：URL 以“${mark}”结尾。请删除；如果它属于 URL，请写成 ${encoded}。`,
};
