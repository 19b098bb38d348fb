import type { ReactNode } from 'react';
import { Box, Button, Flex, Loader, Typography } from '@strapi/design-system';
import type { Answer } from './use-answer';

/** Shows what came, or that it is coming, or why it did not come. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children: (data: T) => ReactNode }) {
  switch (answer.state) {
    case 'here':
      return <>{children(answer.data)}</>;
    case 'failed':
      return <Failed message={answer.message} again={answer.again} />;
    case 'coming':
      return (
        <Flex justifyContent="center" padding={8}>
          <Loader>Loading</Loader>
        </Flex>
      );
    default:
      return answer satisfies never;
  }
}

function Failed({ message, again }: { message: string; again: () => void }) {
  return (
    <Box role="alert" background="danger100" borderColor="danger200" hasRadius padding={6}>
      <Flex direction="column" alignItems="flex-start" gap={3}>
        <Typography fontWeight="semiBold" textColor="danger700">
          This could not be read.
        </Typography>
        <Typography textColor="neutral800">{message}</Typography>
        <Button type="button" variant="tertiary" onClick={again}>
          Try again
        </Button>
      </Flex>
    </Box>
  );
}
