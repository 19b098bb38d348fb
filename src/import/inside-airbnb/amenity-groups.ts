/** Groups that guest apps show amenities in, each with words of the codes that belong to it; the first group that fits counts. */
const groups: readonly (readonly [name: string, words: RegExp])[] = [
  ['Safety', words('alarm|detector|extinguisher|first-aid|lockbox|smart-lock|keypad|security|safe|lock-on-bedroom')],
  [
    'Family',
    words(
      'crib|baby|babysitter|high-chair|children|childrens|kids|family|stair-gates|outlet-covers|board-games|pack-n-play',
    ),
  ],
  [
    'Parking and facilities',
    words('parking|garage|ev-charger|charger|elevator|gym|exercise|pool|hot-tub|sauna|single-level'),
  ],
  ['Internet and work', words('wifi|internet|ethernet|workspace|laptop')],
  [
    'Entertainment',
    words('tv|hdtv|cable|sound-system|speaker|record-player|game-console|books|reading|piano|ping-pong|arcade|theater'),
  ],
  [
    'Kitchen and dining',
    words(
      'kitchen|kitchenette|refrigerator|fridge|freezer|microwave|cooking|dishes|dishwasher|stove|oven|coffee|espresso|kettle|toaster|wine|baking|blender|rice|dining|barbecue|bbq|bread|trash|breakfast|grill',
    ),
  ],
  ['Heating and cooling', words('heating|heater|air-conditioning|ac|conditioning|fan|fans|fireplace')],
  ['Bathroom', words('bath|bathtub|shampoo|conditioner|soap|gel|shower|bidet|hair|hot-water|cleaning-products')],
  [
    'Bedroom and laundry',
    words(
      'hangers|linens|pillows|blankets|iron|washer|dryer|laundromat|drying|clothing|wardrobe|closet|shades|mosquito|essentials|bed',
    ),
  ],
  [
    'Outdoor',
    words(
      'patio|balcony|backyard|garden|outdoor|hammock|fire-pit|sun-loungers|beach|lake|kayak|boat|bikes|ski|waterfront|view',
    ),
  ],
  [
    'Services',
    words(
      'luggage|self-check-in|check-in|long-term|cleaning|housekeeping|host-greets|staff|pets|smoking|events|concierge|24-hour',
    ),
  ],
  ['Location', words('entrance|resort|downtown|access')],
];

function words(alternatives: string): RegExp {
  return new RegExp(`(?:^|-)(?:${alternatives})(?:-|$)`);
}

export const amenityGroup = (code: string): string | null =>
  groups.find(([, pattern]) => pattern.test(code))?.[0] ?? null;
