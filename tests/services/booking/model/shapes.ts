/** What the model keeps of bookings, quotes, alterations and payments. Days after the first, milliseconds, minor units. */
export type State =
  'held' | 'requested' | 'confirmed' | 'checked_in' | 'completed' | 'cancelled' | 'declined' | 'expired' | 'no_show';
export type Intent = 'none' | 'open' | 'authorised' | 'taken' | 'cancelled';
export type Call = 'create' | 'capture' | 'cancel' | 'refund';

/** What is true of one payment, and what we know of it. */
export interface ModelPayment {
  /** What is true at the provider. */
  intent: Intent;
  /** What we have heard of it. */
  known: Intent;
  /** Order in which payments were last looked at. */
  heardAs: number;
  readonly asked: Set<Call>;
}

/** The stay as somebody wishes it. */
export interface Wish {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly adults: number;
}

export type Party = 'guest' | 'host';
export type AlterationState = 'proposed' | 'accepted' | 'applied' | 'declined' | 'withdrawn' | 'expired' | 'cancelled';

export interface ModelAlteration extends Wish {
  readonly n: number;
  readonly proposer: Party;
  /** Of a night, at the time of the proposal. */
  readonly price: number;
  readonly total: number;
  readonly difference: number;
  readonly answerUntil: number;
  state: AlterationState;
  payUntil: number;
  /** Of the difference. */
  payment: ModelPayment | null;
}

/** Its own payment, and all that is known of the stay. */
export interface ModelBooking extends ModelPayment {
  readonly no: number;
  readonly guest: number;
  from: number;
  /** Exclusive. */
  to: number;
  adults: number;
  total: number;
  couponUse: 'used' | 'given back' | null;
  readonly alterations: ModelAlteration[];
  readonly instant: boolean;
  readonly holdUntil: number;
  state: State;
  requestUntil: number | null;
  authorisedUntil: number | null;
  /** What its cancellation promised. */
  refundOwed: number;
  readonly owed: { readonly call: Call; readonly no: number; readonly payment: ModelPayment }[];
}

export interface ModelQuote {
  readonly from: number;
  readonly to: number;
  readonly guest: number;
  readonly coupon: boolean;
  readonly price: number;
  readonly until: number;
  /** The booking that was made with it under the quote's own key. */
  madeBooking: number | null;
}
