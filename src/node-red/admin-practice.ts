import { AdminRefusal, bodyChoice, bodyText, idParam, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { isRecord } from './json';
import { puppets } from './practice';

/** Twitch's own limit of a chat line. */
const LINE_LENGTH = 500;

/** The practice world for the sidebar, and the triggers' test button. */
export const practiceHandlers = {
  transcript: async (request, registry) => {
    const world = await registry.hubs.runningPractice();
    const after = Number(request.query['after'] ?? 0);
    const entries = world?.transcript.after(Number.isFinite(after) ? after : 0) ?? [];
    return { body: { running: world !== null, entries } };
  },
  say: async (request, registry) => {
    const as = bodyChoice(request, 'as', puppets);
    const text = bodyText(request, 'text', LINE_LENGTH);
    if (text === '') throw new AdminRefusal(400, 'Type a line first.');
    const world = await registry.hubs.runningPractice();
    if (!world) throw new AdminRefusal(409, 'No practice account is in use. Deploy a flow with one.');
    world.say(as, text);
    return { status: 204 };
  },
  test: async (request, registry) => {
    const triggers = registry.triggers(idParam(request));
    if (triggers.length === 0)
      throw new AdminRefusal(404, 'Deploy the flow first, then press the button again.');
    const fields = isRecord(request.body) ? request.body : {};
    for (const trigger of triggers) {
      const sentence = await trigger.test(fields);
      if (sentence !== null) throw new AdminRefusal(409, sentence);
    }
    return { status: 204 };
  },
} as const satisfies Partial<Record<RouteName, RouteHandler>>;
