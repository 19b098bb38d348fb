/** What the city's homes, hosts and guests are called, and what is said of them. All of it is invented. */

export const firstNames = [
  'Alba',
  'Benedita',
  'Caetano',
  'Dário',
  'Estela',
  'Fausto',
  'Graça',
  'Horácio',
  'Iris',
  'Jacinto',
  'Laura',
  'Marcelo',
  'Noémia',
  'Olímpia',
  'Porfírio',
  'Quitéria',
  'Rosa',
  'Salvador',
  'Telma',
  'Urbano',
  'Vasco',
  'Zélia',
  'Amara',
  'Björn',
  'Chiara',
  'Dieter',
  'Elif',
  'Freja',
  'Goran',
  'Hana',
] as const;

export const lastNames = [
  'Alvim',
  'Barreto',
  'Cordeiro',
  'Dantas',
  'Esteves',
  'Farinha',
  'Galvão',
  'Henriques',
  'Inácio',
  'Junqueira',
  'Leal',
  'Meneses',
  'Noronha',
  'Osório',
  'Pacheco',
  'Quaresma',
  'Rebelo',
  'Seabra',
  'Teles',
  'Valadares',
  'Lindqvist',
  'Moretti',
  'Novák',
  'Okafor',
  'Petersen',
  'Yıldız',
] as const;

export const hostLanguages = ['pt', 'en', 'es', 'fr', 'de', 'it', 'nl', 'sv'] as const;

export const aboutHost = [
  'Born two streets from here. Ask me where to eat: I have an opinion on every kitchen in town.',
  'I restore old houses for a living and rent out the ones that I cannot let go of.',
  'Retired sea captain. I leave guests alone, unless they want to hear about the winter of the great storm.',
  'We are a couple who came for a week eleven years ago. Somebody has to keep the garden, so we stayed.',
  'Teacher during the week, surfer at the weekend. There are two spare boards in the shed.',
  'I bake. There is usually something on the table when you arrive.',
] as const;

export interface HomeKind {
  readonly type: string;
  readonly roomType: 'entire_home' | 'private_room' | 'shared_room';
  /** Nightly price in cents at the town's mean, for two guests. */
  readonly price: number;
  readonly guests: readonly [number, number];
  readonly names: readonly string[];
  readonly openings: readonly string[];
}

export const homeKinds: readonly HomeKind[] = [
  {
    type: 'Apartment',
    roomType: 'entire_home',
    price: 9_800,
    guests: [2, 5],
    names: [
      'Bright apartment',
      'Apartment with balcony',
      'Corner apartment',
      'Top-floor apartment',
      'Apartment over the bakery',
    ],
    openings: [
      'A calm apartment with high ceilings and wooden shutters that keep the afternoon cool.',
      'Everything is within a few steps here: the market in the morning, the quay in the evening.',
      'Freshly painted rooms, a long table, and a balcony that gets the last of the sun.',
    ],
  },
  {
    type: 'House',
    roomType: 'entire_home',
    price: 17_500,
    guests: [4, 9],
    names: ['Family house', 'Stone house', 'House with courtyard', 'Whitewashed house', 'House by the steps'],
    openings: [
      'A whole house around a courtyard with a lemon tree, made for long breakfasts.',
      'Thick walls, small windows, and a kitchen in which three generations have cooked.',
      'Room for everybody: two storeys, a terrace, and a quiet corner for those who work.',
    ],
  },
  {
    type: 'Loft',
    roomType: 'entire_home',
    price: 12_400,
    guests: [2, 4],
    names: ['Loft in the sail loft', 'Workshop loft', 'Loft under the roof', 'Loft with skylight'],
    openings: [
      'Sails were cut here once; now there is a bed under the skylight and a very good coffee machine.',
      'One large room, bare beams, and light from both sides.',
    ],
  },
  {
    type: 'Cabin',
    roomType: 'entire_home',
    price: 8_600,
    guests: [2, 4],
    names: ['Cabin among the vines', 'Fisherman’s cabin', 'Garden cabin', 'Cabin with a stove'],
    openings: [
      'A small cabin with a big view, a stove for the evenings, and nobody around.',
      'Simple, warm and dry: a bed, a table, a shelf of novels that others left.',
    ],
  },
  {
    type: 'Private room',
    roomType: 'private_room',
    price: 4_900,
    guests: [1, 2],
    names: ['Quiet room', 'Room with a sea view', 'Garden room', 'Room for one and a half'],
    openings: [
      'A room of your own in our flat, with a desk at the window and a shelf for you in the fridge.',
      'You have the room, we share the kitchen and, if you like, the stories of the day.',
    ],
  },
  {
    type: 'Guesthouse',
    roomType: 'entire_home',
    price: 11_200,
    guests: [2, 6],
    names: ['Guesthouse in the garden', 'Old wash-house', 'Coach house', 'Guesthouse by the pool'],
    openings: [
      'At the end of our garden, with its own door, its own terrace and its own cat.',
      'The wash-house of the manor, rebuilt stone by stone and warm all year.',
    ],
  },
];

export const middles = [
  'Beds are made before you come, towels are on the chair, and the kitchen has what one really needs.',
  'The wifi is fast enough for calls; the sofa is deep enough not to take any.',
  'Mornings are quiet; on Saturdays you will hear the market being set up.',
  'Children are welcome: there is a cot, a high chair and a box of wooden animals.',
  'It is on the second floor without a lift, and the stairs are worth it.',
  'There is shade at noon and a breeze from the sea after four.',
] as const;

export const endings = [
  'Write to us before you come, and we will have bread and cheese on the table.',
  'Check-in is by a key box, at whatever hour your boat comes in.',
  'We live around the corner and are there when something is missing.',
  'Please bring slippers: the floors are old, and so are the neighbours.',
] as const;

export const praise = [
  'Exactly as described, and spotless. We would come back tomorrow.',
  'We came for the beach and stayed for the terrace. Thank you for the figs!',
  'Easy to find, easy to like. The bed is wonderful.',
  'Our children still talk about the lemon tree.',
  'Great place for a week of work: quiet, bright, fast wifi.',
  'The view at breakfast is worth every step of the stairs.',
  'Everything one needs in the kitchen, down to a sharp knife.',
  'The host answered within minutes and gave us the best tip for dinner.',
] as const;

export const mixed = [
  'Lovely house; the street is a little loud on market days.',
  'Good value. The shower takes a while to get warm, the rest was perfect.',
  'Nice room, smaller than the pictures make it, but very clean.',
  'We liked it. Bring earplugs if you sleep lightly: the bells are close.',
] as const;

export const unkind = [
  'The neighbours are terrible people and I will tell everybody where they live.',
  'Do not book here, book with my cousin: call him!',
] as const;

export const ofGuests = [
  'Friendly, tidy, and gone without a trace. Always welcome.',
  'Good communication before and during the stay. Recommended to every host.',
  'Left the kitchen cleaner than they found it.',
] as const;

export const replies = [
  'Thank you! The lemon tree sends its regards.',
  'It was a pleasure to have you. The boiler has been seen to.',
  'Come back in autumn, when the grapes are in.',
] as const;
