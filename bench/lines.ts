const TEXTS = [
  'hello there',
  'that jump was so close, try the left path next time',
  'Kappa Kappa Keepo',
  '!poll Best snack? | Chips | Fruit | Cake',
  'gg',
  'does anybody know the name of this song? I have been looking for it all week long',
];
const COLOURS = ['#FF4500', '#1E90FF', '', '#00FF7F'];

/** Chat lines with the tags that Twitch sends today, a different id and sender each. */
export function benchLines(count = 256): string[] {
  return Array.from({ length: count }, (_, index) => {
    const user = `viewer${index % 97}`;
    const text = TEXTS[index % TEXTS.length] ?? '';
    const id = `3f9a1b6c-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
    const emotes = text.startsWith('Kappa') ? '25:0-4,6-10/1902:12-16' : '';
    return `@badge-info=subscriber/${(index % 40) + 1};badges=subscriber/6,premium/1;client-nonce=f00dfeed${id.slice(0, 24)};color=${COLOURS[index % COLOURS.length]};display-name=V${user.slice(1)};emotes=${emotes};first-msg=0;flags=;id=${id};mod=0;returning-chatter=0;room-id=90210;subscriber=1;tmi-sent-ts=1777900000001;turbo=0;user-id=4110${index};user-type= :${user}!${user}@${user}.tmi.twitch.tv PRIVMSG #blueacorn :${text}`;
  });
}
