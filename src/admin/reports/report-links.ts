/** What is asked of a report, as its query; what is empty is not asked. */
export const queryOf = (asked: Readonly<Record<string, string>>): string =>
  new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString();
