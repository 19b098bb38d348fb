import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';

interface PageFrameProps {
  readonly title: string;
  readonly subtitle?: string;
  /** The list that this page is one entry of. */
  readonly back?: { readonly to: string; readonly label: string };
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function PageFrame({ title, subtitle, back, action, children }: PageFrameProps) {
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={subtitle}
        primaryAction={action}
        navigationAction={
          back ? (
            <Link tag={NavLink} to={back.to} startIcon={<ArrowLeft />}>
              {back.label}
            </Link>
          ) : null
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {children}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

/** A part of a page, with its own heading. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box tag="section" aria-label={title} background="neutral0" shadow="tableShadow" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}

/** A table with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex tag="section" aria-label={title} direction="column" alignItems="stretch" gap={3}>
      <Typography variant="delta" tag="h2">
        {title}
      </Typography>
      {children}
    </Flex>
  );
}

/** Side by side where there is room: what is worked on, and what is known. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <Flex alignItems="flex-start" gap={6} wrap="wrap">
      <Flex direction="column" alignItems="stretch" gap={6} style={{ flex: '2 1 48rem', minWidth: 0 }}>
        {main}
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={6} style={{ flex: '1 1 30rem', minWidth: 0 }}>
        {side}
      </Flex>
    </Flex>
  );
}
