import type { Json } from '../behaviour/message';
import type { EndpointId } from '../tables/endpoints';
import type { EventType } from '../tables/events';
import type { Scope } from '../tables/scopes';

/**
 * What a node is, as data: forms, permission lists, help, request building and validation are made from these rows.
 * Words are not here: the catalogue has them, under keys made of the names here (`field.<name>`, `operation.<id>`,
 * `option.<field>.<value>`, `output.<key>`).
 */

export type NodeType =
  | 'twitch-account'
  | 'twitch-chat'
  | 'twitch-command'
  | 'twitch-stream-online'
  | 'twitch-follow'
  | 'twitch-raid-received'
  | 'twitch-subscription'
  | 'twitch-first-chatter'
  | 'twitch-timer'
  | 'twitch-event'
  | 'twitch-connection-status'
  | 'twitch-reward-redemption'
  | 'twitch-hype-train'
  | 'twitch-ads'
  | 'twitch-send-message'
  | 'twitch-poll'
  | 'twitch-prediction'
  | 'twitch-redemption-finish'
  | 'twitch-clip'
  | 'twitch-shoutout'
  | 'twitch-raid-start'
  | 'twitch-moderation'
  | 'twitch-chat-mode'
  | 'twitch-stream-info'
  | 'twitch-points-reward'
  | 'twitch-moderator-role'
  | 'twitch-commercial'
  | 'twitch-user'
  | 'twitch-condition'
  | 'twitch-api';

/** How a field is drawn. */
export type Control =
  | 'text'
  | 'textarea'
  | 'number'
  | 'select'
  | 'checkbox'
  /** Any number of the options, drawn as boxes; saved as a list. */
  | 'several'
  /** A number of seconds, drawn with a choice of unit. */
  | 'duration'
  /** A list of texts, one a line; saved as one text. */
  | 'lines'
  | 'json'
  /** A channel-points reward: '' or `{id, title}`, or its title typed by hand; the dialog can make one. */
  | 'reward'
  /** One of the events of the table or a notice kind of chat, in plain words. */
  | 'event'
  /** One of the endpoints of the table, or `other`. */
  | 'call'
  /** The parameters of the chosen endpoint: a map of typed values. */
  | 'callFields'
  /** A line of chat; below it the dialog shows what the node would do with it. */
  | 'sample';

/** The types of Node-RED's typedInput that a field offers; the first one is its literal type. Empty: no typedInput. */
export type TypedAs = 'str' | 'num' | 'bool' | 'json' | 'msg' | 'flow' | 'global' | 'env' | 'jsonata';

/**
 * The grey sentence of an empty field: `rule.<key>` in the common catalogue. Each names a rule of
 * `src/behaviour/rules.ts`.
 */
export type RuleKey =
  /** Field, else the channel the message is about, else the account's own. */
  | 'channel'
  /** The account's own channel. */
  | 'own-channel'
  /** The person named, else who did it. */
  | 'person'
  /** The person named; whoever did it only where no command was typed. */
  | 'named-person'
  /** Only the person named, whatever the message comes from. */
  | 'only-named'
  /** The unban request or held message that comes in. */
  | 'request'
  /** It is left out. */
  | 'nothing'
  /** The text that was worked out before, else the summary; never a viewer's words. */
  | 'text'
  /** From the words after the command: `Question | A | B`. */
  | 'poll-line'
  | 'prediction-line'
  /** The words after the command, else the payload. */
  | 'value'
  | 'winner'
  | 'clip-title'
  /** The number after the command, else 60 seconds. */
  | 'ad-length'
  /** The reward that was redeemed. */
  | 'redeemed-reward'
  | 'all-rewards'
  /** It stays as it is. */
  | 'as-it-is'
  | 'clip-id'
  /** The line that the message came from. */
  | 'message'
  | 'pinned-message'
  | 'video'
  /** Until the stream ends. */
  | 'stream-end'
  /** The newest version. */
  | 'newest'
  /** Every reward, those of Twitch and power-ups included. */
  | 'any-reward'
  /** Nobody besides. */
  | 'nobody'
  /** Any text. */
  | 'anything'
  /** Takes whatever words follow. */
  | 'free-words'
  /** Any reward of the channel. */
  /** A line is made up that fits. */
  | 'made-up-line'
  /** The sentence that says how the command is used. */
  | 'usage'
  /** Who did it; never whom it was aimed at. */
  | 'doer'
  /** The bots of the account's list. */
  | 'known-bots';

/** What a dialog can suggest: the admin route of that name below the account. */
export type SuggestList = 'categories' | 'channels' | 'moderators' | 'vips' | 'people' | 'rewards';

/** Where the limits of a field stand: a parameter of an endpoint in the table (`choices.title` goes into a list). */
export interface LimitSource {
  readonly endpoint: EndpointId;
  readonly param: string;
}

export interface FieldDefinition {
  readonly name: string;
  readonly control: Control;
  readonly typed: readonly TypedAs[];
  readonly default: Json;
  /** Values of a select or of several boxes, in order. */
  readonly options?: readonly string[];
  /** Limits from the table; those below go before. */
  readonly limits?: LimitSource;
  /** Limits of every line of a `lines` field. */
  readonly itemLimits?: LimitSource;
  /** Limits that hold only while the node does this. */
  readonly limitsFor?: Readonly<Record<string, LimitSource>>;
  /** Every line is a text of its own, and the limit counts for each, while another field has one of these values. */
  readonly linesWhen?: { readonly field: string; readonly in: readonly string[] };
  /** The whole of `Question | A | B` may stand in it: what is behind the first part counts as lines of that field. */
  readonly choicesIn?: string;
  /** Names that the dialog suggests while one is typed; of an action also by what it does. Any other may be typed. */
  readonly suggest?: SuggestList | Readonly<Record<string, SuggestList>>;
  /** Several names, with commas between them. */
  readonly listed?: true;
  /** The channel's own emotes can be put in from a menu. */
  readonly emotes?: true;
  /** Where it is typed, it has to be one of these; shown as suggestions. */
  readonly oneOf?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly unit?: 'seconds' | 'minutes' | 'points' | 'viewers';
  /** Blank is a problem: there is no rule to fall back on. */
  readonly required?: true;
  /** What stands in for a blank field. */
  readonly restsOn?: RuleKey;
  /** Drawn only while another field has one of these values. */
  readonly showWhen?: { readonly field: string; readonly in: readonly (string | boolean)[] };
  /** Below the fold ("more"). */
  readonly folded?: true;
  /** The text follows rules of its own, which the form checks: a filter, a list of arguments, a regular expression, a place in a video. */
  readonly syntax?: 'filter' | 'arguments' | 'pattern' | 'color' | 'position';
  /** The syntax holds only while another field has one of these values. */
  readonly syntaxWhen?: { readonly field: string; readonly in: readonly string[] };
  /** Placeholders are replaced in it; a list: only these mean anything there. */
  readonly placeholders?: true | readonly string[];
  /** They are replaced by the action itself, and speak of its result: `{summary}`, `{payload.category}`. */
  readonly late?: true;
}

export interface OperationDefinition {
  readonly id: string;
  /** What it calls: its permissions are those of these rows. */
  readonly calls: readonly EndpointId[];
  /** Events it listens to while it waits. */
  readonly events: readonly string[];
  /** Scopes that a call can do without, but this operation cannot. */
  readonly alsoNeeds?: readonly Scope[];
  /** Which sign-in acts; `choice`: the field `as` says; `none`: any or nobody. */
  readonly as: 'channel' | 'bot' | 'choice' | 'none';
  /** Names of its fields, in order. */
  readonly fields: readonly string[];
}

/** Something that holds only while a field has one of these values. */
export type FieldCondition = NonNullable<FieldDefinition['showWhen']>;

/** More that a node needs, only while a field has one of these values. */
export interface ConditionalNeeds {
  readonly as: 'channel' | 'bot' | 'choice';
  readonly events?: readonly EventType[];
  readonly calls?: readonly EndpointId[];
  readonly when: FieldCondition;
}

export interface NodeDefinition {
  readonly type: NodeType;
  readonly kind: 'trigger' | 'action' | 'config';
  /** Version of the saved configuration; raised together with a step in `migrations.ts`. */
  readonly version: number;
  /** Keys of the outputs, in order. */
  readonly outputs: readonly string[];
  readonly operations: Readonly<Record<string, OperationDefinition>>;
  /** Permissions besides those of the operation. */
  readonly needsBesides?: readonly ConditionalNeeds[];
  /** What a new node does; null: nothing until somebody chooses (nothing that harms has a default). */
  readonly defaultOperation: string | null;
  /** All fields, in the order of the form. A trigger draws all of them, an action those of its operation. */
  readonly fields: readonly FieldDefinition[];
  /** Where the values are saved: under `params` as `{v, t}`, or as plain properties (the account). */
  readonly saved: 'params' | 'plain';
}

/** A value as it is saved: `{v, t}` of a typedInput; plain controls use `str`, `num`, `bool` or `json`. */
export interface SavedValue {
  readonly v: unknown;
  readonly t: string;
}

/** A node as it stands in the flow file. */
export interface SavedNode {
  readonly id?: string;
  readonly type: string;
  readonly name?: string;
  readonly account?: string;
  readonly version?: number;
  readonly operation?: string;
  readonly params?: Readonly<Record<string, SavedValue>>;
  readonly [property: string]: unknown;
}
