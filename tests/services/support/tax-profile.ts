import { emptyTaxProfile, type TaxProfile } from '../../../src/domain/tax-profile';

/** Numbers with right check digits that belong to nobody known to us. */
export const person: TaxProfile = {
  ...emptyTaxProfile,
  kind: 'individual',
  name: 'Ana Secreta',
  address: { line1: 'Rua Oculta 7', line2: null, postcode: '1100-001', city: 'Lisboa', region: null, country: 'PT' },
  tins: [{ number: '123456789', country: 'PT' }],
  dateOfBirth: '1980-02-29',
};

export const company: TaxProfile = {
  ...emptyTaxProfile,
  kind: 'entity',
  name: 'Casas, Lda "Sul"',
  address: { line1: 'Avenida 1', line2: '2.º', postcode: '1000-001', city: 'Lisboa', region: null, country: 'PT' },
  tins: [{ number: '501442600', country: 'PT' }],
  registrationNumber: '501442600',
  vatId: 'PT501442600',
};
