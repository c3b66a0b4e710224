/** What the admin routes can ask of a deployed trigger. */
export interface TriggerHandle {
  /** Id of the node, and of its template where it stands in a subflow. */
  readonly ids: readonly string[];
  /** Stable id of its account; null without one. */
  readonly account: string | null;
  /** What keeps it from firing; null while all is well, and where the account's own trouble says it. */
  readonly trouble: { readonly code: string; readonly sentence: string } | null;
  /**
   * Sends a realistic event through the flow.
   *
   * @returns null when it left the node, else a sentence: which filter stopped it, or what is wrong
   */
  test(fields: Readonly<Record<string, unknown>>): Promise<string | null>;
}
