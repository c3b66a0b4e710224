/** What the admin routes can ask of a deployed trigger. */
export interface TriggerHandle {
  /** Id of the node, and of its template where it stands in a subflow. */
  readonly ids: readonly string[];
  /**
   * Sends a realistic event through the flow.
   *
   * @returns null when it left the node, else a sentence: which filter stopped it, or what is wrong
   */
  test(fields: Readonly<Record<string, unknown>>): Promise<string | null>;
}
