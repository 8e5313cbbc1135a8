import type { webApi } from '@slack/bolt';
import type { Person } from '#src/approval/change-request.ts';
import type { FormFlow } from './form-flow.ts';
import { loadingModal, noticeModal } from './forms.ts';
import { READING, SOMETHING_WENT_WRONG } from './sentences.ts';
