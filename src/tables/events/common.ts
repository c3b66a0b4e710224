// Pieces of events that many types share.

export const broadcaster = {
  broadcaster_user_id: 'string',
  broadcaster_user_login: 'string',
  broadcaster_user_name: 'string',
} as const;
export const user = { user_id: 'string', user_login: 'string', user_name: 'string' } as const;
export const moderator = {
  moderator_user_id: 'string',
  moderator_user_login: 'string',
  moderator_user_name: 'string',
} as const;
export const chatter = {
  chatter_user_id: 'string',
  chatter_user_login: 'string',
  chatter_user_name: 'string',
} as const;
export const target = {
  target_user_id: 'string',
  target_user_login: 'string',
  target_user_name: 'string',
} as const;
/** Of a subscription; Prime counts as 1000. */
export const tier = { oneOf: ['1000', '2000', '3000'] } as const;
/** value / 10 ** decimal_places in the currency. */
export const amount = { value: 'integer', decimal_places: 'integer', currency: 'string' } as const;
export const badge = { set_id: 'string', id: 'string', info: 'string' } as const;
export const images = { url_1x: 'string', url_2x: 'string', url_4x: 'string' } as const;
export const emote = {
  id: 'string',
  emote_set_id: 'string',
  owner_id: 'string',
  format: 'string[]',
} as const;
export const cheermote = { prefix: 'string', bits: 'integer', tier: 'integer' } as const;
/** A line as AutoMod shows it. */
export const heldMessage = {
  text: 'string',
  fragments: [
    {
      type: { oneOf: ['text', 'emote', 'cheermote'] },
      text: 'string',
      emote: { orNull: { id: 'string', emote_set_id: 'string' } },
      cheermote: { orNull: cheermote },
    },
  ],
} as const;
