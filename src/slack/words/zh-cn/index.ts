import type { Words } from '../words.ts';
import { channels } from './channels.ts';
import { effects } from './effects.ts';
import { errors, reasons } from './errors.ts';
import { audit, explain } from './explain.ts';
import { buttonLabel, buttons, choose, form, modal, notices, pageLabel } from './forms.ts';
import { home } from './home.ts';
import { requestList } from './lists.ts';
import { frozenInForm, problems, refusals, somebodyElse } from './refusals.ts';
import { commands, details, replies, taskFacts, taskList } from './replies.ts';
import { card, confirms, diff, outcome, review, thread } from './requests.ts';
import { sources } from './sources.ts';
import {
  advice,
  events,
  fields,
  fieldNames,
  fieldValues,
  refreshTypes,
  spans,
  states,
  statuses,
  taskStatuses,
} from './values.ts';
import { watch } from './watch.ts';

export const zhCn: Words = {
  states,
  effects,
  spans,
  refreshTypes,
  statuses,
  taskStatuses,
  events,
  fields,
  fieldNames,
  fieldValues,
  advice,
  errors,
  reasons,
  refusals,
  frozenInForm,
  somebodyElse,
  problems,
  channels,
  card,
  diff,
  thread,
  outcome,
  review,
  confirms,
  buttons,
  buttonLabel,
  pageLabel,
  modal,
  notices,
  choose,
  form,
  explain,
  audit,
  commands,
  replies,
  requestList,
  taskList,
  taskFacts,
  details,
  watch,
  sources,
  home,
};
