/** How the panel shows one content type or component, in the words of hosts and staff. */
export interface View {
  readonly uid: string;
  readonly kind: 'content type' | 'component';
  /** What stands for an entry in lists of others and in pickers. */
  readonly mainField?: string;
  readonly sort?: readonly [field: string, order: 'ASC' | 'DESC'];
  /** Columns of the list. */
  readonly list?: readonly string[];
  /** Rows of the form; `name` takes an equal share of its row, `name:8` eight twelfths. */
  readonly form: readonly (readonly string[])[];
  readonly fields: Readonly<Record<string, FieldView>>;
}

export interface FieldView {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  /** Of a relation: what stands for the related entry. */
  readonly shows?: string;
}

/** Said with every amount: the panel shows whole numbers as they are stored. */
export const minorUnits = 'In the smallest unit of the currency: 12000 is 120.00 in USD or EUR, and ¥12,000 in JPY.';
export const readOnly = 'Set by the marketplace.';

/** Where an entry was imported from. */
export const imported: Readonly<Record<'source' | 'sourceId', FieldView>> = {
  source: { label: 'Imported from', help: readOnly },
  sourceId: { label: 'Its number there', help: readOnly },
};
