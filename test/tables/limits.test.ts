import assert from 'node:assert/strict';
import type { FieldSpec, FieldSpecs } from '../../src/tables/endpoint-row';
import { endpoint, type EndpointId } from '../../src/tables/endpoints';
import { limitNotes, type LimitNote } from '../../src/tables/limit-notes';
import { limit, limits, type LimitName, type LimitRow } from '../../src/tables/limits';

function fieldOf(id: EndpointId, path: string): FieldSpec {
  const row = endpoint(id);
  let fields: FieldSpecs | undefined = { ...row.query, ...row.body };
  let field: FieldSpec | undefined;
  for (const step of path.split('.')) {
    field = fields?.[step];
    fields = field?.fields;
  }
  assert.ok(field, `${id} has no field ${path}`);
  return field;
}

/** Limits that are in an endpoint row too: name, endpoint, field, which number of the field. */
const same: readonly (readonly [LimitName, EndpointId, string, keyof FieldSpec])[] = [
  ['chat.text', 'send-chat-message', 'message', 'maxLength'],
  ['chat.announcement', 'send-chat-announcement', 'message', 'maxLength'],
  ['whisper.text', 'send-whisper', 'message', 'maxLength'],
  ['poll.title', 'create-poll', 'title', 'maxLength'],
  ['poll.choice', 'create-poll', 'choices.title', 'maxLength'],
  ['poll.choicesMin', 'create-poll', 'choices', 'min'],
  ['poll.choicesMax', 'create-poll', 'choices', 'max'],
  ['poll.durationMin', 'create-poll', 'duration', 'min'],
  ['poll.durationMax', 'create-poll', 'duration', 'max'],
  ['poll.pointsPerVoteMin', 'create-poll', 'channel_points_per_vote', 'min'],
  ['poll.pointsPerVoteMax', 'create-poll', 'channel_points_per_vote', 'max'],
  ['prediction.title', 'create-prediction', 'title', 'maxLength'],
  ['prediction.outcome', 'create-prediction', 'outcomes.title', 'maxLength'],
  ['prediction.outcomesMin', 'create-prediction', 'outcomes', 'min'],
  ['prediction.outcomesMax', 'create-prediction', 'outcomes', 'max'],
  ['prediction.windowMin', 'create-prediction', 'prediction_window', 'min'],
  ['prediction.windowMax', 'create-prediction', 'prediction_window', 'max'],
  ['clip.durationMin', 'create-clip', 'duration', 'min'],
  ['clip.durationMax', 'create-clip', 'duration', 'max'],
  ['clip.durationDefault', 'create-clip', 'duration', 'default'],
  ['marker.description', 'create-stream-marker', 'description', 'maxLength'],
  ['ad.lengthMin', 'start-commercial', 'length', 'min'],
  ['ad.lengthMax', 'start-commercial', 'length', 'max'],
  ['moderation.timeoutMin', 'ban-user', 'data.duration', 'min'],
  ['moderation.timeoutMax', 'ban-user', 'data.duration', 'max'],
  ['moderation.reason', 'ban-user', 'data.reason', 'maxLength'],
  ['moderation.reason', 'warn-chat-user', 'data.reason', 'maxLength'],
  ['moderation.reason', 'resolve-unban-requests', 'resolution_text', 'maxLength'],
  ['moderation.blockedTermMin', 'add-blocked-term', 'text', 'minLength'],
  ['moderation.blockedTermMax', 'add-blocked-term', 'text', 'maxLength'],
  ['moderation.autoModLevelMax', 'update-automod-settings', 'overall_level', 'max'],
  ['autoModCheck.texts', 'check-automod-status', 'data', 'max'],
  ['chatMode.slowMin', 'update-chat-settings', 'slow_mode_wait_time', 'min'],
  ['chatMode.slowMax', 'update-chat-settings', 'slow_mode_wait_time', 'max'],
  ['chatMode.slowDefault', 'update-chat-settings', 'slow_mode_wait_time', 'default'],
  ['chatMode.followersMin', 'update-chat-settings', 'follower_mode_duration', 'min'],
  ['chatMode.followersMax', 'update-chat-settings', 'follower_mode_duration', 'max'],
  ['pin.durationMin', 'pin-chat-message', 'duration_seconds', 'min'],
  ['pin.durationMax', 'pin-chat-message', 'duration_seconds', 'max'],
  ['channel.tags', 'modify-channel-information', 'tags', 'max'],
  ['channel.tag', 'modify-channel-information', 'tags', 'itemMaxLength'],
  ['channel.delay', 'modify-channel-information', 'delay', 'max'],
  ['channel.description', 'update-user', 'description', 'maxLength'],
  ['reward.title', 'create-custom-rewards', 'title', 'maxLength'],
  ['reward.prompt', 'create-custom-rewards', 'prompt', 'maxLength'],
  ['reward.costMin', 'create-custom-rewards', 'cost', 'min'],
  ['reward.cooldownMin', 'create-custom-rewards', 'global_cooldown_seconds', 'min'],
  ['reward.cooldownMax', 'create-custom-rewards', 'global_cooldown_seconds', 'max'],
  ['schedule.title', 'create-channel-stream-schedule-segment', 'title', 'maxLength'],
  ['schedule.durationMin', 'create-channel-stream-schedule-segment', 'duration', 'min'],
  ['schedule.durationMax', 'create-channel-stream-schedule-segment', 'duration', 'max'],
  ['videos.deleted', 'delete-videos', 'id', 'max'],
  ['conduit.shardsPerUpdate', 'update-conduit-shards', 'shards', 'max'],
  ['extension.chatText', 'send-extension-chat-message', 'text', 'maxLength'],
];

describe('limit table', () => {
  for (const [topic, rows] of Object.entries<Readonly<Record<string, LimitRow>>>(limits)) {
    it(`${topic}: every limit has a positive number, a unit, and a note`, () => {
      for (const [name, row] of Object.entries(rows)) {
        assert.ok(Number.isInteger(row.value) && row.value >= 0, name);
        assert.match(row.unit, /^[A-Za-z -]+$/, name);
        const notes: Readonly<Record<string, LimitNote>> = limitNotes[topic as keyof typeof limits];
        assert.match(notes[name]?.note ?? '', /^[A-Z0-9].*\.$/, name);
        if (row.perSeconds !== undefined) assert.ok(row.perSeconds > 0, name);
      }
    });
  }

  it('agrees with the endpoint table where both know a number', () => {
    for (const [name, id, path, key] of same) {
      assert.equal(limit(name).value, fieldOf(id, path)[key], `${name} and ${id} ${path}`);
    }
  });

  it('has a minimum below each maximum', () => {
    for (const rows of Object.values<Readonly<Record<string, LimitRow>>>(limits)) {
      for (const [name, row] of Object.entries(rows)) {
        const max = rows[name.replace(/Min$/, 'Max')];
        if (max !== undefined && max !== row) assert.ok(row.value < max.value, name);
      }
    }
  });

  it('throws for a name that is not there', () => {
    // @ts-expect-error it does not compile either
    assert.throws(() => limit('poll.nothing'), RangeError);
  });
});
