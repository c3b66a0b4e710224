import type { Person, SamplePeople } from './context';

/** Who test events are about where nobody else is known. Invented: these ids belong to nobody in the simulator either. */
export const inventedPeople: SamplePeople = {
  viewers: [
    { id: '900000001', login: 'marigold_owl', name: 'Marigold_Owl' },
    { id: '900000002', login: 'quiet_lantern', name: 'Quiet_Lantern' },
    { id: '900000003', login: 'copperfinch', name: 'CopperFinch' },
  ],
  moderator: { id: '900000004', login: 'harbor_fox', name: 'Harbor_Fox' },
};

/** The viewer of that place in the list, around again at its end. */
export function viewerAt(people: SamplePeople, index: number): Person {
  const { viewers } = people;
  return viewers[index % Math.max(1, viewers.length)] ?? people.moderator;
}

/** A person of the sample by name or login, or one invented from that name. */
export function personNamed(people: SamplePeople, name: string): Person {
  const login = name.trim().replace(/^@/, '').toLowerCase();
  const known = [...people.viewers, people.moderator].find((person) => person.login === login);
  return known ?? { id: '900000009', login, name: name.trim().replace(/^@/, '') };
}
