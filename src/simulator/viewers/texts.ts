/** Lines without an answer. Invented, friendly, about a stream in which somebody builds a harbour. */
export const chatter: readonly string[] = [
  'hello from the cheap seats',
  'that lighthouse came out so well',
  'Kappa',
  'good evening everyone',
  'I could watch boats dock all day',
  'PogChamp',
  'put the tiny crane next to the big crane, let them be friends',
  'tea is ready, what did I miss?',
  'LUL',
  'the music today is lovely',
  'my cat is judging your bridge',
  'first rule of harbours: never trust a seagull',
  'just got home, perfect timing',
  'the red roofs really work with the fog',
  'ok that was smooth',
  'lurking while I do the dishes',
  'I vote for more lanterns',
  'Keepo',
  'wait, has the whale always been there?',
  'this is the calmest hour of my week',
  'small town, big crane energy',
  'mods, you are all wonderful',
  'somebody name that seagull',
  'I tried this map and my pier fell into the sea',
  'the fog rolling in, wow',
  'okay but where do the fish sleep?',
  'rainy here too, so cosy',
  'LUL the barrel rolled all the way down',
  'you can really see the lighthouse blink from up there',
  'ten more minutes and then homework, promise',
  'that is a very confident goat',
  'hi from the train',
  'this game needs a duck expansion',
  'the market square is my favourite part',
  'PogChamp that save',
  'brb, soup',
  'back, soup was good',
  'who else is drawing along?',
  'the little ferry deserves a name',
  'such a nice palette today',
];

/** Two lines that belong together: somebody asks, somebody answers. */
export const exchanges: readonly (readonly [asks: string, answers: string])[] = [
  ['how long has this map been going?', 'about three streams, it started as one pier'],
  ['is the lighthouse finished?', 'it needs one more lamp, I think'],
  ['what is everyone having for dinner?', 'noodles. it is always noodles'],
  ['does anyone know this song?', 'it is from the practice playlist, number seven'],
  ['which side is the market on?', 'left of the big crane'],
  ['do the ferries run at night?', 'they do since the last patch'],
  ['is it bedtime somewhere?', 'it is always bedtime somewhere'],
  ['can we count the seagulls?', 'I stopped at forty'],
];

/** A poll as the moderator types it: `question | choice | choice`. The first is the opening one. */
export const polls: readonly [string, ...string[]] = [
  'Best snack? | Chips | Fruit | Cake',
  'Next building? | Bakery | Boathouse | Windmill',
  'Name the ferry? | Biscuit | Captain Mo | Old Tin',
  'Weather for tonight? | Fog | Snow | Clear sky',
  'Roof colour? | Red | Teal | Straw',
  'Bridge style? | Stone | Rope | Covered | Drawbridge',
  'Who leads the parade? | The goat | The mayor | The seagull',
];

/** What somebody says when a moment is clipped. */
export const applause: readonly string[] = [
  'good call, that one is for the archive',
  'yes! I looked away for two seconds',
  'that moment needed saving',
];

/** What comes with bits. */
export const cheers: readonly string[] = [
  'for the lighthouse fund',
  'one more lantern please',
  'that bridge deserved it',
  'happy building!',
];

/** What a subscriber shares with the renewal. */
export const renewals: readonly string[] = [
  'still the cosiest harbour around',
  'here for the seagulls',
  'time flies, boats float',
];

/** Answers to a reward that asks for a colour. */
export const colours: readonly string[] = ['teal', 'warm white', 'purple', 'sunset orange', 'green'];

/** Names of people who come by for the first time: one of each list. */
export const newcomerNames = {
  first: ['Quiet', 'Brave', 'Sleepy', 'Lucky', 'Salty', 'Cosy', 'Swift', 'Gentle'],
  second: ['Puffin', 'Kettle', 'Barnacle', 'Lantern', 'Heron', 'Pebble', 'Compass', 'Dumpling'],
} as const;
