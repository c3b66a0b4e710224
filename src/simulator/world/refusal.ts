/** The simulated Twitch says no: becomes the HTTP answer of a Helix call, or the reason a steering method throws. */
export class WorldRefusal extends Error {
  override readonly name = 'WorldRefusal';
  /** HTTP status of the refusal. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Refuses a value: 400. */
export function refuse(message: string): never {
  throw new WorldRefusal(400, message);
}
