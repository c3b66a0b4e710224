/**
 * Names under which calls take the id of a user, in the query, the body or an object of the body. All calls use them in
 * this one sense; `id` of get-users is the only user id under another name.
 */
export const userIdFields: ReadonlySet<string> = new Set([
  'broadcaster_id',
  'moderator_id',
  'user_id',
  'from_broadcaster_id',
  'to_broadcaster_id',
  'sender_id',
  'editor_id',
  'guest_id',
  'target_user_id',
  'from_user_id',
  'to_user_id',
]);

/** Fields of an EventSub condition that hold the id of a user. */
export const conditionUserIdField = /(?:^|_)user_id$/;
