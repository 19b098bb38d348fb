/** The panel's own store. It exists once the panel is rendered, later than our code is registered. */
export interface PanelStore {
  getState(): unknown;
  dispatch(action: unknown): unknown;
}

let current: () => PanelStore | null = () => null;

export function keepStore(store: () => PanelStore | null): void {
  current = store;
}

export const panelStore = (): PanelStore | null => current();
