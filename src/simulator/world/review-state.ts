// What moderators decide about. The same conventions as in state.ts.

export interface BanState {
  readonly userId: string;
  readonly moderatorId: string;
  readonly reason: string;
  readonly createdAt: number;
  /** Null is a ban without end. */
  readonly endsAt: number | null;
}

export interface BlockedTerm {
  readonly id: string;
  readonly text: string;
  readonly moderatorId: string;
  readonly createdAt: number;
}

export interface UnbanRequestState {
  readonly id: string;
  readonly userId: string;
  readonly text: string;
  readonly createdAt: number;
  status: 'pending' | 'approved' | 'denied' | 'acknowledged' | 'canceled';
  moderatorId: string | null;
  resolvedAt: number | null;
  resolutionText: string;
}

export interface HeldMessageState {
  readonly id: string;
  readonly userId: string;
  readonly text: string;
  readonly heldAt: number;
  readonly category: string;
  readonly level: number;
  status: 'held' | 'approved' | 'denied' | 'expired';
}

/** Levels 0 to 4 per kind; `overall` is null when single levels were set. */
export interface AutomodSettings {
  overall: number | null;
  readonly levels: Map<string, number>;
}

export interface ShieldState {
  isActive: boolean;
  moderatorId: string | null;
  lastActivatedAt: number | null;
}
