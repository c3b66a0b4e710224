import { AdminRefusal, bodyChoice, bodyText, idParam, type AdminRoute } from './admin-route';
import { isRecord } from './json';
import { puppets } from './practice';

/** Twitch's own limit of a chat line. */
const LINE_LENGTH = 500;

/** The practice world for the sidebar, and the triggers' test button. */
export const practiceRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: 'practice/transcript',
    permission: 'read',
    handle: async (request, registry) => {
      const world = await registry.hubs.runningPractice();
      const after = Number(request.query['after'] ?? 0);
      return {
        body: {
          running: world !== null,
          entries: world?.transcript.after(Number.isFinite(after) ? after : 0) ?? [],
        },
      };
    },
  },
  {
    method: 'post',
    path: 'practice/say',
    permission: 'write',
    handle: async (request, registry) => {
      const as = bodyChoice(request, 'as', puppets);
      const text = bodyText(request, 'text', LINE_LENGTH);
      if (text === '') throw new AdminRefusal(400, 'Type a line first.');
      const world = await registry.hubs.runningPractice();
      if (!world) throw new AdminRefusal(409, 'No practice account is in use. Deploy a flow with one.');
      world.say(as, text);
      return { status: 204 };
    },
  },
  {
    method: 'post',
    path: 'nodes/:id/test',
    permission: 'write',
    handle: async (request, registry) => {
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
  },
];
