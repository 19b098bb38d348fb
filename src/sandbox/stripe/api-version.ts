/** The version that the SDK in package.json pins; a test compares the two. */
export const API_VERSION = '2026-10-28.endive';
