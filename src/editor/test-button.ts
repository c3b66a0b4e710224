import { post } from './look-ups.js';
import { commonText } from './texts.js';

/** The button on a trigger: sends a realistic event through the flow, without touching the channel. */
export function pressTest(node: EditorNode): void {
  post(`twitch/nodes/${encodeURIComponent(node.id)}/test`, {}).then(
    () => RED.notify(commonText('tested'), { type: 'success', timeout: 1500 }),
    (error: Error) => RED.notify($('<span>').text(error.message), { type: 'error', timeout: 6000 }),
  );
}
