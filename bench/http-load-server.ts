// The lightest HTTP server that will do: it looks for the end of each request (none of them has a body) and writes an
// answer that was made beforehand. So that the client is what is measured, and not the two of them together.
import net from 'node:net';

const body = JSON.stringify({
  data: [
    {
      id: '700100200',
      login: 'lumen_forge',
      display_name: 'Lumen_Forge',
      type: '',
      broadcaster_type: 'affiliate',
      description: 'Builds small lamps.',
      profile_image_url: '',
      offline_image_url: '',
      view_count: 0,
      created_at: '2020-01-01T00:00:00Z',
    },
  ],
});
const answer = Buffer.from(
  [
    'HTTP/1.1 200 OK',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'ratelimit-limit: 1000000000',
    'ratelimit-remaining: 999999999',
    `ratelimit-reset: ${Math.floor(Date.now() / 1000) + 3600}`,
    '',
    body,
  ].join('\r\n'),
);
const END = Buffer.from('\r\n\r\n');

const server = net.createServer({ noDelay: true }, (socket) => {
  let rest: Buffer | undefined;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const seen = rest ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let end = seen.indexOf(END); end >= 0; end = seen.indexOf(END, from)) {
      from = end + END.length;
      socket.write(answer);
    }
    rest = from === seen.length ? undefined : seen.subarray(from);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as net.AddressInfo).port });
});
process.on('disconnect', () => process.exit());
