import { Badge } from '@strapi/design-system';
import { words } from './wording';

export type Tone = 'good' | 'bad' | 'busy' | 'calm';

const colours = {
  good: { backgroundColor: 'success100', textColor: 'success700' },
  bad: { backgroundColor: 'danger100', textColor: 'danger700' },
  busy: { backgroundColor: 'warning100', textColor: 'warning700' },
  calm: { backgroundColor: 'neutral150', textColor: 'neutral700' },
} as const;

/** A state, in words and in colour. */
export function StateBadge({ state, tone }: { state: string; tone: Tone }) {
  return <Badge {...colours[tone]}>{words(state)}</Badge>;
}
