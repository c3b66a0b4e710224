import { WorldRefusal } from '../../world/refusal';
import type { ExtensionSlot } from '../../world/state';
import type { HandlerMap } from '../call';
import { userIn } from '../lookup';

/** What everybody here has installed. */
const INSTALLED = [
  { id: 'harbourweatherpanel00000000000', version: '1.2.0', name: 'Harbour Weather', type: ['panel'] },
  {
    id: 'snackvoteoverlay00000000000000',
    version: '0.9.1',
    name: 'Snack Vote',
    type: ['overlay', 'component'],
  },
] as const;

/** Extensions on the own channel page. */
export const extensionHandlers = {
  'get-user-extensions': () => ({
    data: INSTALLED.map(({ id, version, name, type }) => ({
      id,
      version,
      name,
      can_activate: true,
      type: [...type],
    })),
  }),
  'get-user-active-extensions': (call) => ({
    data: userIn(call.world, call.query.user_id ?? call.actorId).extensions,
  }),
  'update-user-extensions': (call) => {
    const { extensions } = userIn(call.world, call.actorId);
    const { panel, overlay, component } = call.body.data;
    if (panel) extensions.panel = { ...extensions.panel, ...slots(panel) };
    if (overlay) extensions.overlay = { ...extensions.overlay, ...slots(overlay) };
    if (component) {
      const placed = Object.entries(component).map(([key, slot]) => [
        key,
        { ...slotOf(slot), x: slot.x ?? 0, y: slot.y ?? 0 },
      ]);
      extensions.component = { ...extensions.component, ...Object.fromEntries(placed) };
    }
    return { data: extensions };
  },
} satisfies HandlerMap;

interface SentSlot {
  readonly active: boolean;
  readonly id?: string | undefined;
  readonly version?: string | undefined;
}

function slots(sent: Readonly<Record<string, SentSlot>>): Record<string, ExtensionSlot> {
  return Object.fromEntries(Object.entries(sent).map(([key, slot]) => [key, slotOf(slot)]));
}

/** @throws WorldRefusal 404 for an extension that is not installed */
function slotOf(sent: SentSlot): ExtensionSlot {
  if (!sent.active) return { active: false, id: '', version: '', name: '' };
  const installed = INSTALLED.find(({ id, version }) => id === sent.id && version === sent.version);
  if (!installed) throw new WorldRefusal(404, 'The extension was not found.');
  return { active: true, id: installed.id, version: installed.version, name: installed.name };
}
