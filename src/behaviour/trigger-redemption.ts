import type { Timer } from '../core/clock';
import { TwitchInputError, type TwitchError } from '../core/errors';
import type { EventNotification, TriggerContext } from './context';
import { foreignReward, type FinishAs } from './finish-redemption';
import { TEST_ID_PREFIX, type TwitchMessage } from './message';
import { InOrder } from './in-order';
import { ownEvents } from './own-channel';
import { customRewardEvents, otherRewardEvents, readRedeemed, type Redeemed } from './redemption-event';
import { isChosen, type ChosenReward, type KnownReward } from './rewards';
import { sampleEvent } from './sample-event';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';
import type { WantedEvent } from './trigger-event';
import { UnfinishedList, type Unfinished } from './unfinished';

export interface RedemptionSettings {
  /** null: all, and what Twitch itself offers. */
  readonly reward: ChosenReward | null;
  readonly when: 'redeemed' | 'updated' | 'both';
  /** What becomes of a redemption that nobody has finished in time. */
  readonly unfinished: 'leave' | 'fulfill' | 'refund';
  /** Seconds. */
  readonly after: number;
}

export interface RedemptionWorld {
  readonly rewards: () => Promise<readonly KnownReward[]>;
  readonly finish: (redemption: Unfinished, as: FinishAs) => Promise<unknown>;
  readonly emit: (output: TriggerOutput<'redemption'>) => void;
  readonly tell: (error: TwitchError, msg?: TwitchMessage) => void;
}

export interface RedemptionBehaviour {
  /** @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  wanted(): readonly WantedEvent[];
  onEvent(notification: EventNotification): void;
  onLive(): void;
  test(fields: TestFields): TestOutcome<'redemption'>;
  stop(): void;
}

/** How long an event waits for the list of rewards: whether it can be finished is worth that much, the event itself more. */
const REWARDS_WITHIN_MS = 3_000;
/** A reward that the list does not have makes it read anew, but not for every redemption. */
const READ_AGAIN_AFTER_MS = 30_000;
/** Redemptions that are remembered, so that none is told twice after a reconnect. */
const SEEN_KEPT = 500;

/** The node twitch-reward-redemption. @throws TwitchInputError when the time cannot be used */
export function createRedemptionBehaviour(
  settings: RedemptionSettings,
  context: TriggerContext,
  world: RedemptionWorld,
): RedemptionBehaviour {
  if (settings.unfinished !== 'leave' && !(settings.after > 0)) {
    throw new TwitchInputError('After how long an unfinished redemption is finished must be more than 0.', {
      parameter: 'after',
    });
  }
  const { clock } = context;
  const source = {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
  };
  const unfinished =
    settings.unfinished === 'leave'
      ? null
      : new UnfinishedList(context, {
          as: settings.unfinished === 'fulfill' ? 'fulfilled' : 'canceled',
          afterMs: settings.after * 1000,
          finish: world.finish,
          tell: world.tell,
        });
  let known: readonly KnownReward[] | null = null;
  let reading: Promise<void> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  const order = new InOrder((error) => world.tell(error));
  let stopped = false;
  const seen = new Set<string>();
  const toldForeign = new Set<string>();

  function readRewards(): Promise<void> {
    readAt = clock.now();
    reading ??= world
      .rewards()
      .then(
        (rewards) => {
          known = rewards;
        },
        // Then it is not known what can be finished; the event comes all the same.
        () => undefined,
      )
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  /** Waits for the list where it can say something about this reward. */
  async function know(rewardId: string): Promise<void> {
    if (known?.some(({ id }) => id === rewardId)) return;
    if (reading === null && clock.now() - readAt < READ_AGAIN_AFTER_MS) return;
    let timer: Timer;
    const late = new Promise<void>((resolve) => {
      timer = clock.setTimeout(resolve, REWARDS_WITHIN_MS);
    });
    await Promise.race([readRewards(), late]);
    clock.clearTimeout(timer);
  }

  async function hear(redeemed: Redeemed): Promise<void> {
    const { redemption, kind, isUpdate, status } = redeemed;
    if (kind === 'custom') await know(redemption.rewardId);
    if (stopped) return;
    if (settings.reward !== null && !isChosen(settings.reward, redemption, known)) return;
    const ours = kind === 'custom' ? known?.find(({ id }) => id === redemption.rewardId)?.ours : false;
    const canFinish = status === 'open' ? (ours ?? null) : false;
    redeemed.msg.twitch.redemption = { ...redemption, canFinish };
    if (isUpdate) unfinished?.remove(redemption.id);
    else if (status === 'open' && kind === 'custom') finishLater(redeemed, canFinish);
    const wanted = settings.when === 'both' || settings.when === (isUpdate ? 'updated' : 'redeemed');
    if (wanted) world.emit({ output: 'redemption', msg: redeemed.msg });
  }

  function finishLater({ redemption, msg }: Redeemed, canFinish: boolean | null): void {
    if (!unfinished) return;
    const { id, rewardId, title } = redemption;
    if (canFinish !== false) unfinished.add({ id, rewardId, title, msg });
    else if (!toldForeign.has(rewardId)) {
      toldForeign.add(rewardId);
      world.tell(foreignReward(title), msg);
    }
  }

  function isNews({ redemption, status, isUpdate }: Redeemed): boolean {
    const key = isUpdate ? `${redemption.id} ${status}` : redemption.id;
    if (seen.has(key)) return false;
    seen.add(key);
    const [oldest] = seen;
    if (seen.size > SEEN_KEPT && oldest !== undefined) seen.delete(oldest);
    return true;
  }

  return {
    wanted: () => ownEvents(typesOf(settings), context),
    onEvent(notification) {
      const redeemed = readRedeemed(notification, source);
      if (redeemed === null || !isNews(redeemed)) return;
      order.add(() => hear(redeemed));
    },
    onLive() {
      void readRewards();
      unfinished?.goOn();
    },
    test: (fields) => test(settings, context, known, fields),
    stop() {
      stopped = true;
      order.stop();
      unfinished?.stop();
    },
  };
}

function typesOf({ reward, when, unfinished }: RedemptionSettings): readonly string[] {
  const redeemed = when !== 'updated';
  return [
    ...(redeemed || unfinished !== 'leave' ? [customRewardEvents.add] : []),
    ...(when !== 'redeemed' || unfinished !== 'leave' ? [customRewardEvents.update] : []),
    // One reward was chosen: what is paid with bits needs a permission of its own, which is then not asked for.
    ...(redeemed ? (reward === null ? otherRewardEvents : [otherRewardEvents[0]]) : []),
  ];
}

/** Colours, a number, a wish: what viewers type. */
const inputs = ['teal', 'warm white', '42', 'something with cats', 'red'] as const;

function test(
  settings: RedemptionSettings,
  context: TriggerContext,
  known: readonly KnownReward[] | null,
  fields: TestFields,
): TestOutcome<'redemption'> {
  const { reward, when } = settings;
  const isUpdate = when === 'updated';
  const random = (): string => Math.floor(context.random() * Number.MAX_SAFE_INTEGER).toString(36);
  const notification = sampleEvent(
    context,
    isUpdate ? customRewardEvents.update : customRewardEvents.add,
    undefined,
    {
      id: `${TEST_ID_PREFIX}${random()}`,
      status: isUpdate ? 'fulfilled' : 'unfulfilled',
      user_input: inputs[Math.floor(context.random() * inputs.length)] ?? '',
      ...(reward?.id && { 'reward.id': reward.id }),
      ...(reward?.title && { 'reward.title': reward.title }),
      ...fields,
    },
    [],
  );
  const redeemed =
    notification &&
    readRedeemed(notification, {
      account: context.account,
      practice: context.practice,
      identities: context.identities,
    });
  if (!redeemed) return { stoppedBy: 'when' };
  const { msg, redemption } = redeemed;
  if (reward !== null && !isChosen(reward, redemption, known)) return { stoppedBy: 'reward' };
  const foreign = known?.find(({ id }) => id === redemption.rewardId)?.ours === false;
  msg.twitch.redemption = { ...redemption, canFinish: !isUpdate && !foreign };
  msg.twitch.test = true;
  return { output: 'redemption', msg };
}
