import type { ReactNode } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

export type Fact = readonly [label: string, value: ReactNode];

/** Names and values, one a line; what is null is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Box tag="dl">
      <Flex direction="column" alignItems="stretch" gap={2}>
        {facts.map(([label, value]) =>
          value === null ? null : (
            <Flex key={label} justifyContent="space-between" alignItems="baseline" gap={4}>
              <Typography tag="dt" textColor="neutral600">
                {label}
              </Typography>
              <Typography tag="dd" textAlign="right">
                {value}
              </Typography>
            </Flex>
          ),
        )}
      </Flex>
    </Box>
  );
}
