/** Who comes. Infants are under 2, children 2 to 12, adults 13 and over; infants and pets do not count as guests. */
export interface GuestCounts {
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
  /** Ages of the children, where the guest gave them: some taxes exempt by an age that lies among the children. */
  readonly childAges?: readonly number[];
}

/** Guests who take up room and may pay an extra fee. */
export const countedGuests = (guests: GuestCounts): number => guests.adults + guests.children;

/** The oldest that an infant or a child can be. */
export const oldest = { infant: 1, child: 12 } as const;

/**
 * How many people are under an age for certain. A child whose age was not given counts as under it only where every child would be, since
 * an exemption that was not due is money that the host owes the tax office.
 */
export function peopleUnder(age: number, guests: GuestCounts): number {
  const infants = oldest.infant < age ? guests.infants : 0;
  const ages = guests.childAges ?? [];
  const known = ages.slice(0, guests.children).filter((childAge) => childAge < age).length;
  const unknown = oldest.child < age ? Math.max(0, guests.children - ages.length) : 0;
  return infants + known + unknown;
}

export const sameGuests = (a: GuestCounts, b: GuestCounts): boolean =>
  a.adults === b.adults && a.children === b.children && a.infants === b.infants && a.pets === b.pets;
