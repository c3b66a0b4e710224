import { createConnectionBehaviour } from '../../behaviour/trigger-connection';
import { troubleKinds } from '../../behaviour/trouble';
import type { ClientHub } from '../client-hub';
import { CallWatch, problemsOf, type Person } from '../connection-watch';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-connection-status to its behaviour: it opens no connection of its own. */
export const startConnection: StartTrigger = (parts) => {
  const { account, settings } = parts;
  /** What is listened to, by client: the channel and the bot may have one each. */
  const heard = new Map<ClientHub, () => void>();
  const calls = new CallWatch(parts.context.clock, () => behaviour.look());
  const people = (): readonly Person[] =>
    (['channel', 'bot'] as const).flatMap((slot) => account.signedIn(slot) ?? []);
  const behaviour = createConnectionBehaviour(
    { which: settings.several('which', troubleKinds), after: settings.number('after', 30) },
    parts.context,
    { problems: () => [...problemsOf(account, people()), ...calls.problems()], emit: parts.emit },
  );

  const isOurs = (user: string | null): boolean => people().some((person) => person.user.userId === user);
  const look = (): void => behaviour.look();

  function listen(hub: ClientHub): () => void {
    const { eventSub, helix } = hub.client;
    const onGap = (gap: Parameters<Parameters<typeof eventSub.on<'gap'>>[1]>[0]): void => {
      if (isOurs(gap.user)) behaviour.onGap({ from: gap.from, to: gap.to, types: gap.types });
    };
    const onRecovered = (recovery: Parameters<Parameters<typeof eventSub.on<'recovered'>>[1]>[0]): void => {
      if (isOurs(recovery.user)) behaviour.onRecovered(recovery, recovery.types);
    };
    eventSub.on('state', look);
    eventSub.on('revoked', look);
    eventSub.on('refused', look);
    eventSub.on('gap', onGap);
    eventSub.on('recovered', onRecovered);
    const stopCalls = calls.listen(helix, isOurs);
    return () => {
      eventSub.off('state', look);
      eventSub.off('revoked', look);
      eventSub.off('refused', look);
      eventSub.off('gap', onGap);
      eventSub.off('recovered', onRecovered);
      stopCalls();
    };
  }

  function refresh(): void {
    const hubs = new Set([account.hub, ...people().map(({ hub }) => hub)]);
    for (const hub of hubs) if (!heard.has(hub)) heard.set(hub, listen(hub));
    for (const [hub, stop] of heard) {
      if (hubs.has(hub)) continue;
      stop();
      heard.delete(hub);
    }
    parts.setStanding(null);
    behaviour.look();
  }

  refresh();
  return {
    test: () => behaviour.test(),
    refresh,
    stop: () => {
      for (const stop of heard.values()) stop();
      heard.clear();
      calls.stop();
      behaviour.stop();
    },
  };
};
