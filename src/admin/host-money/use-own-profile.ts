import { useAnswer, type Answer } from '../pages/use-answer';

/** The signed-in host's own profile. */
export const useOwnProfile = (): Answer<{ readonly documentId: string | null }> => useAnswer('/casita/own-profile');
