import { expect, test } from 'vitest';
import { MEDIA_HOST } from '#sandbox/world.ts';
import { story } from './desk.ts';

story(
  'Sources that are looked at',
  (at) => {
    const film = (path: string): string => `http://${MEDIA_HOST}:${at().media?.port}${path}`;
    const listOf = (...paths: readonly string[]): string => paths.map(film).join('\n');

    test('the preview says which file is missing, and how long the others are', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ source_urls: listOf('/evening.mp4', '/missing.mp4') });

      const said = await operator.previewsSources();

      expect(said).toContain('🔴 *Could go OFF AIR* at missing.mp4 (file 2), first about ');
      expect(said).toContain('✅ 1 evening.mp4 · 0:12 · H.264 · 320×180 · 25 fps · en');
      expect(said).toContain('❌ 2 missing.mp4 · the server answers 404');
    });

    test('a start position past the end of its file is an error under it, and what was typed stays', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        source_urls: listOf('/evening.mp4', '/morning.mp4'),
        vod_start_video_time: '20',
        reason: 'Evening show',
      });
      await operator.previewsSources();

      expect(await operator.triesToSubmit()).toEqual({
        errors: { vod_start_video_time: expect.stringContaining('file 1 is only 0:12 long') },
      });

      await operator.fills({ vod_start_video_time: '10' });
      expect(await operator.submits()).toMatch(/^R-/);
    });

    test('the card shows the length of each file, which is missing, and when that was checked', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        source_urls: listOf('/evening.mp4', '/missing.mp4'),
        reason: 'Evening show',
      });
      await operator.previewsSources();

      const card = await at().cardOf(await operator.submits());

      const said = await card.says('Files checked 20');
      expect(said).toContain('evening.mp4 · 0:12');
      expect(said).toContain('missing.mp4 · ✗ 404');
    });

    test('the review shows the findings, the running order and the length of a round', async () => {
      const { operator, lead, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        source_urls: listOf(
          '/morning.mp4',
          '/silent.mp4',
          '/page.mp4',
          '/hls/vod.m3u8',
          '/hevc.mp4',
        ),
        reason: 'Morning show',
      });
      // The looks go on while the form is submitted, so the review does not have to wait for them.
      await operator.previewsSources();
      const card = await at().cardOf(await operator.submits());

      await lead.reviews(card);

      const said = await lead.untilSees('Sources', 'Running order');
      expect(said).toContain('✅ 1 morning.mp4 · 0:08');
      expect(said).toContain('⚠️ 2 silent.mp4 · 0:04 · H.264 · 320×180 · 25 fps · no audio');
      expect(said).toContain('❌ 3 page.mp4 · not a media file (the server calls it video/mp4)');
      expect(said).toContain('✅ 4 vod.m3u8 · 0:09');
      expect(said).toContain('unlike the rest: H.265 instead of H.264, 30 fps instead of 25 fps');
      expect(said).not.toContain('One round');
    });
  },
  { sources: 'warn' },
);

story(
  'Sources that have to be there',
  (at) => {
    test('a list with a missing file is refused under its field, and accepted once corrected', async () => {
      const { operator, newTask } = at();
      const film = (path: string): string => `http://${MEDIA_HOST}:${at().media?.port}${path}`;
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        source_urls: [film('/evening.mp4'), film('/missing.mp4')].join('\n'),
        reason: 'Evening show',
      });
      await operator.previewsSources();

      const refused = await operator.triesToSubmit();

      expect(JSON.stringify(refused)).toContain(
        'Line 2: the file is missing or is not a media file, so it cannot be played.',
      );
      await operator.fills({ source_urls: film('/evening.mp4') });
      expect(await operator.submits()).toMatch(/^R-/);
    });
  },
  { sources: 'require' },
);

story(
  'What is known from outside asks for more approvals',
  (at) => {
    // The list of tasks is cached for a minute, and nobody has read it yet.
    test('if another task has the same target, a resume could go off air, whichever replica knows of it', async () => {
      const { operator, newTask } = at();
      const other = newTask();
      const task = newTask({ stream_name: other.stream_name ?? '', status: 'pause' });
      await operator.opensForm(task.task_id);
      await operator.fills({ status: 'enable', reason: 'Back on air' });
      await operator.pressesInForm('what_would_it_do');
      await operator.untilSees('pushes to the same target');

      const card = await at().cardOf(await operator.submits());

      await card.says('needs 2 approvals', 'pushes to the same target');
    });

    test('a new list with a missing file could go off air: card, policy and explain say so', async () => {
      const { operator, lead, secondLead, newTask, putsOf } = at();
      const film = (path: string): string => `http://${MEDIA_HOST}:${at().media?.port}${path}`;
      const task = newTask();
      await operator.opensForm(task.task_id);
      await operator.fills({
        source_urls: [film('/evening.mp4'), film('/missing.mp4')].join('\n'),
        reason: 'Evening show',
      });
      expect(await operator.previewsSources()).toContain('Needs 2 approvals');

      const card = await at().cardOf(await operator.submits());

      await card.says('needs 2 approvals', '*Could go OFF AIR* at missing.mp4 (file 2)');
      await operator.types(`/relay explain ${card.request.slice(2)}`);
      expect(await operator.isTold(`What *${card.request}* needs`)).toContain('Needs 2 approvals');
      await lead.approves(card);
      expect(putsOf(task)).toEqual([]);
      await secondLead.approves(card);
      await card.says('Applied');
    });
  },
  {
    sources: 'warn',
    projectYaml: [
      'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
      'policy: { rules: [{ when: { goes_off_air: true }, quorum: 2 }] }',
    ],
  },
);
