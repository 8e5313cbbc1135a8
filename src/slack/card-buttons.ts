import type { Button, KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { actions, plain } from './blocks.ts';
import { ACTION, toButtonValue } from './ids.ts';

/** What can be done with a request in its state. "…" where something opens before anything is done. */
export function cardButtons(request: ChangeRequest): KnownBlock[] {
  const buttons = buttonsFor(request);
  return buttons.length === 0 ? [] : [actions(buttons)];
}

function buttonsFor(request: ChangeRequest): Button[] {
  const value = toButtonValue({
    request: request.id,
    version: request.version,
    digest: request.digest,
  });
  const button = (action_id: string, label: string): Button => {
    return { type: 'button', action_id, text: plain(label), value };
  };
  const review = button(ACTION.review, 'Review…');
  const withdraw = confirmed(button(ACTION.withdraw, 'Withdraw…'), {
    title: `Withdraw ${request.id}?`,
    text: 'Nobody can approve it any more, and nothing will be run.',
    yes: 'Withdraw',
    no: 'Keep it',
  });
  switch (request.state) {
    case 'pending':
      return [{ ...review, style: 'primary' }, button(ACTION.edit, 'Edit…'), withdraw];
    case 'approved':
      return request.applyAtMs === undefined ? [review] : [review, withdraw];
    case 'applying':
    case 'unconfirmed':
      return [review];
    case 'failed':
      return [
        confirmed(button(ACTION.retry, 'Approve another try…'), {
          title: `Try ${request.id} again?`,
          text: 'The same change is sent again, after the task is compared once more.',
          yes: 'Approve another try',
          no: 'Not now',
        }),
      ];
    case 'applied':
      return [button(ACTION.revert, 'Revert…')];
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'stale':
      return [];
  }
}

function confirmed(
  button: Button,
  { title, text, yes, no }: Readonly<Record<'title' | 'text' | 'yes' | 'no', string>>,
): Button {
  return {
    ...button,
    confirm: { title: plain(title), text: plain(text), confirm: plain(yes), deny: plain(no) },
  };
}
