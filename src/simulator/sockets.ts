import type { RawData, WebSocket } from 'ws';

/**
 * Closes a socket of a server that shuts down, and resolves when it is gone. A client that does not answer the
 * close within `waitMs` is cut off; the wait is real time, for sockets do not run on the simulator's clock.
 */
export function endSocket(socket: WebSocket, waitMs: number): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), waitMs);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    if (socket.isPaused) socket.terminate();
    else socket.close(1001);
  });
}

/** The text of a text frame. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
