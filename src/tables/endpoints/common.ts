// Fields and pieces of answers that many rows share.

export const text = { type: 'string' } as const;
export const requiredText = { type: 'string', required: true } as const;
export const flag = { type: 'boolean' } as const;
export const requiredFlag = { type: 'boolean', required: true } as const;
export const time = { type: 'rfc3339' } as const;
export const whole = { type: 'integer' } as const;
export const requiredWhole = { type: 'integer', required: true } as const;
export const requiredTime = { type: 'rfc3339', required: true } as const;

/** A key that can be repeated, with so many values at most. */
export function texts(max: number) {
  return { type: 'string', repeatable: true, max } as const;
}

export function requiredTexts(max: number) {
  return { type: 'string', required: true, repeatable: true, max } as const;
}

/** The page size. */
export function first(max: number, usual: number) {
  return { type: 'integer', min: 1, max, default: usual } as const;
}

/** The last page has an empty object. */
export const pagination = { 'cursor?': 'string' } as const;

/** Addresses of a picture in three sizes. */
export const images = { url_1x: 'string', url_2x: 'string', url_4x: 'string' } as const;
