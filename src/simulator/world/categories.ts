export interface Category {
  readonly id: string;
  readonly name: string;
  readonly igdbId: string;
}

/** The categories of this Twitch, most watched first. Invented, except for the first. */
export const categories: readonly Category[] = [
  { id: '509658', name: 'Just Chatting', igdbId: '' },
  { id: '600001', name: 'Lantern Keep', igdbId: '700001' },
  { id: '600002', name: 'Turbo Snails', igdbId: '700002' },
  { id: '600003', name: 'Deep Field Miner', igdbId: '700003' },
  { id: '600004', name: 'Paper Kingdoms', igdbId: '700004' },
  { id: '600005', name: 'Harvest Harbor', igdbId: '700005' },
  { id: '600006', name: 'Cooking & Baking', igdbId: '' },
  { id: '600007', name: 'Music', igdbId: '' },
];

export function categoryById(id: string): Category | undefined {
  return categories.find((category) => category.id === id);
}

export function boxArtUrl(category: Category, size = '{width}x{height}'): string {
  return `https://static.example.test/boxart/${category.id}-${size}.jpg`;
}
