import type { ReactNode } from 'react';
import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';

export interface Column<R> {
  readonly label: string;
  /** Amounts stand under each other at the end. */
  readonly isAmount?: boolean;
  readonly of: (row: R) => ReactNode;
}

interface RecordTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  readonly empty: string;
}

/** Long words of people break; amounts, states and dates are short enough not to. */
const textStyle = { whiteSpace: 'normal', maxWidth: '32rem', overflowWrap: 'break-word' } as const;

/** Rows of records; each column says what of a row it shows. */
export function RecordTable<R>({ label, columns, rows, keyOf, empty }: RecordTableProps<R>) {
  if (rows.length === 0) {
    return (
      <Box background="neutral0" shadow="tableShadow" hasRadius padding={8}>
        <Typography textColor="neutral600">{empty}</Typography>
      </Box>
    );
  }
  return (
    <Table aria-label={label} colCount={columns.length} rowCount={rows.length + 1}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th key={column.label}>
              <Typography
                variant="sigma"
                textColor="neutral600"
                style={column.isAmount ? { marginLeft: 'auto' } : undefined}
              >
                {column.label}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={keyOf(row)}>
            {columns.map((column) => (
              <Td key={column.label}>
                <Typography
                  textColor="neutral800"
                  tag="div"
                  textAlign={column.isAmount ? 'right' : undefined}
                  style={column.isAmount ? undefined : textStyle}
                >
                  {column.of(row)}
                </Typography>
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
