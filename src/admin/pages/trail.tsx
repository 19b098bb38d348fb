import { Flex, Typography } from '@strapi/design-system';
import { shownInstant, words } from './wording';

interface Step {
  readonly what: string;
  readonly by: string;
  readonly name: string | null;
  readonly reason: string | null;
  readonly at: string;
}

/** Who did what when, and why; the first step first. */
export function Trail({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) return <Typography textColor="neutral600">Nothing has happened yet.</Typography>;
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
      {steps.map(({ what, by, name, reason, at }, index) => (
        <Flex tag="li" key={`${at}${index}`} direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="semiBold">{words(what)}</Typography>
          {reason ? <Typography>{reason}</Typography> : null}
          <Typography variant="pi" textColor="neutral600">
            {`${name ?? by}, ${shownInstant(at)}`}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}
