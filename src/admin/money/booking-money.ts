import { useEffect, useState } from 'react';
import { useFetchClient } from '@strapi/strapi/admin';

/** What GET /casita/bookings/:id/money answers, as far as the card shows it. Amounts in minor units. */
export interface BookingMoney {
  readonly booking: { readonly state: string; readonly total: Amount };
  readonly refundable: Amount;
  readonly positions: readonly Position[];
  readonly penalty: (Amount & { readonly waivedAt: string | null }) | null;
  readonly payments: readonly {
    readonly documentId: string;
    readonly instalment: number;
    readonly state: string;
    readonly amount: number;
    readonly captured: number;
    readonly currency: string;
  }[];
  readonly refunds: readonly Refund[];
  readonly postings: readonly Posting[];
}

export interface Amount {
  readonly amount: number;
  readonly currency: string;
}

export interface Position {
  readonly currency: string;
  readonly paid: number;
  readonly refunded: number;
  readonly refundsOpen: number;
  readonly held: number;
  readonly host: { readonly payable: number; readonly receivable: number; readonly sent: number };
  readonly platform: { readonly fee: number; readonly goodwill: number; readonly disputeLoss: number };
  readonly tax: number;
  readonly disputed: number;
  readonly stripe: { readonly balance: number; readonly fees: number };
  readonly paidOutside: number;
}

export interface Refund extends Amount {
  readonly documentId: string;
  readonly state: string;
  readonly since: string;
  readonly reason: string | null;
  readonly bearer: string;
  readonly failure: string | null;
  readonly end: { readonly kind: string; readonly reference: string | null; readonly madeBy: string } | null;
}

export interface Posting {
  readonly id: number;
  readonly kind: string;
  readonly at: string;
  readonly reason: string | null;
  readonly entries: readonly (Amount & { readonly account: string })[];
}

/** Null while it is on its way, and 'failed' where it did not come. */
export function useBookingMoney(documentId: string): BookingMoney | 'failed' | null {
  const { get } = useFetchClient();
  const [money, setMoney] = useState<BookingMoney | 'failed' | null>(null);
  useEffect(() => {
    let isGone = false;
    const reload = () =>
      void get<{ data: BookingMoney }>(`/casita/bookings/${documentId}/money`)
        .then(({ data }) => (isGone ? undefined : setMoney(data.data)))
        .catch(() => (isGone ? undefined : setMoney('failed')));
    reload();
    window.addEventListener('casita:changed', reload);
    return () => {
      isGone = true;
      window.removeEventListener('casita:changed', reload);
    };
  }, [get, documentId]);
  return money;
}
