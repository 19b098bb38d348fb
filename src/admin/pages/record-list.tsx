import { useSearchParams } from 'react-router-dom';
import { Box, Button, Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Answered } from './answered';
import { RecordTable, type Column } from './record-table';
import { useAnswer } from './use-answer';

export interface ListAnswer<R> {
  readonly rows: readonly R[];
  /** What asks for the page after this one. */
  readonly next: Readonly<Record<string, string>> | null;
}

interface RecordListProps<A, R> {
  readonly label: string;
  /** Of the panel's own routes. */
  readonly path: string;
  /** Which of them; the first is shown where nothing was chosen. An empty value asks for all. */
  readonly filter: { readonly name: string; readonly label: string; readonly options: readonly Option[] };
  readonly read: (answer: A, page: number) => ListAnswer<R>;
  readonly columns: readonly Column<R>[];
  readonly keyOf: (row: R) => string;
  readonly empty: string;
}

export type Option = readonly [value: string, words: string];

/** A list in pages. What is shown is in the address, so that it can be gone back to, and sent to somebody. */
export function RecordList<A, R>({ label, path, filter, read, columns, keyOf, empty }: RecordListProps<A, R>) {
  const [params, setParams] = useSearchParams();
  const chosen = params.get(filter.name) ?? filter.options[0]?.[0] ?? '';
  const asked = new URLSearchParams(params);
  asked.set(filter.name, chosen);
  if (chosen === '') asked.delete(filter.name);
  const answer = useAnswer<A>(`${path}?${asked.toString()}`);
  const choose = (value: string | number) => setParams({ [filter.name]: String(value) });
  const isFirst = [...params.keys()].every((name) => name === filter.name);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Box maxWidth="32rem">
        <Field.Root name={filter.name}>
          <Field.Label>{filter.label}</Field.Label>
          <SingleSelect value={chosen === '' ? ALL : chosen} onChange={(value) => choose(value === ALL ? '' : value)}>
            {filter.options.map(([value, words]) => (
              <SingleSelectOption key={value} value={value === '' ? ALL : value}>
                {words}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
      </Box>
      <Answered answer={answer}>
        {(data) => {
          const { rows, next } = read(data, Number(params.get('page') ?? 1));
          return (
            <>
              <RecordTable label={label} columns={columns} rows={rows} keyOf={keyOf} empty={empty} />
              <Flex gap={2} justifyContent="flex-end">
                {isFirst ? null : (
                  <Button type="button" variant="tertiary" onClick={() => choose(chosen)}>
                    First page
                  </Button>
                )}
                {next === null ? null : (
                  <Button
                    type="button"
                    variant="tertiary"
                    onClick={() => setParams({ ...next, [filter.name]: chosen })}
                  >
                    Next page
                  </Button>
                )}
              </Flex>
            </>
          );
        }}
      </Answered>
    </Flex>
  );
}

/** A choice of the select cannot be empty. */
const ALL = '(all)';
