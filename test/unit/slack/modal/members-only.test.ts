import { describe, expect, test } from 'vitest';
import { REMOVED } from '#src/approval/policies-in-force.ts';
import { withVersion } from '#src/approval/policy/requirement.ts';
import { whyNotLook } from '#src/slack/modal/members-only.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { lead } from '../../approval/sample-request.ts';
import { project, setUpDesk } from '../../approval/set-up-desk.ts';

const words = wordsFor('en');
const nobody = { users: [], usergroups: [] };

const closed = withVersion({ ...project.policy, requesters: nobody });

describe('A full member may look', () => {
  test.each([
    ['who may not request anything', closed, []],
    ['who may not request anything by the policy of another replica', project.policy, [closed]],
    ['while another replica no longer has the project', project.policy, [REMOVED]],
  ])('%s', async (_who, policy, others) => {
    const { approval, held } = setUpDesk([], [{ ...project, policy }]);
    held.set(project.cloud, others);

    expect(await whyNotLook({ approval }, lead, words)).toBeUndefined();
  });
});

describe('Nobody else may look', () => {
  test('a guest is told why', async () => {
    const { approval, directory } = setUpDesk();
    directory.answer = () => ({ isFullMember: false, usergroups: [] });

    expect(await whyNotLook({ approval }, lead, words)).toContain(words.refusals.not_a_full_member);
  });

  test('a member is told to try again while nobody can say who they are', async () => {
    const { approval, directory } = setUpDesk();
    directory.answer = () => {
      throw new Error('no answer');
    };

    expect(await whyNotLook({ approval }, lead, words)).toContain(
      words.refusals.identity_unavailable,
    );
  });
});
