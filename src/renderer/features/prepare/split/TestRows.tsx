import { Select } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dataset, DatasetBrief } from '../../../../shared/datasets.ts'
import type { Recipe, Split } from '../../../../shared/recipes.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { formatCount } from '../../../../core/words/format.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import styles from './split.module.css'
import { whyUnfit } from './testTables.ts'

const OWN = 'own'

interface TestRowsProps {
  project: string
  recipe: Recipe
  table: Dataset
  /** Tables of the project that can give the test rows. */
  others: readonly DatasetBrief[]
  set: (label: string, part: Partial<Split>) => void
}

/** Whose rows are the test: some of this table's, or all of another one's. */
export function TestRows({ project, recipe, table, others, set }: TestRowsProps) {
  const { testTable } = recipe.split
  const [opened, setOpened] = useState(false)
  const host = useHost()
  const unfit = useQueries({
    queries: others.map(({ id }) => ({
      queryKey: ['datasets.get', { project, dataset: id }],
      queryFn: () => callHost(host, 'datasets.get', { project, dataset: id }),
      networkMode: 'always' as const,
      // All of them are looked at only where one is to be chosen.
      enabled: opened || id === testTable,
    })),
    combine: (found) =>
      new Map(
        found.flatMap(({ data }) => {
          const why = data === undefined ? null : whyUnfit(recipe, table.columns, data.columns)
          return data === undefined || why === null ? [] : [[data.id, why] as const]
        }),
      ),
  })
  if (others.length === 0 && testTable === undefined) return null
  const chosen = others.find(({ id }) => id === testTable)
  const why = testTable === undefined ? undefined : unfit.get(testTable)
  const problem =
    testTable !== undefined && chosen === undefined
      ? 'This table is gone: choose another one, or a part of this table.'
      : why === undefined || chosen === undefined
        ? null
        : `“${chosen.name}” ${why}: choose another table, or a part of this one.`
  return (
    <FieldFrame
      field={{
        label: 'Test rows',
        help: 'A table of its own shows how the model does on rows that came later, or from elsewhere. Nothing is learned from it.',
      }}
      width="roomy"
    >
      {(id) => (
        <Select
          id={id}
          classNames={{ option: styles.testTable ?? '' }}
          allowDeselect={false}
          error={problem}
          value={testTable ?? OWN}
          data={[
            { value: OWN, label: 'A part of this table' },
            ...others.map((other) => ({
              value: other.id,
              label: `${other.name} (${formatCount(other.rows)} rows)`,
              disabled: unfit.has(other.id),
            })),
            ...(testTable !== undefined && chosen === undefined
              ? [{ value: testTable, label: 'A table that is gone', disabled: true }]
              : []),
          ]}
          renderOption={({ option }) => (
            <span>
              {option.label}
              {unfit.has(option.value) && <span className={styles.unfit}>{unfit.get(option.value)}</span>}
            </span>
          )}
          onDropdownOpen={() => setOpened(true)}
          onChange={(value) => {
            if (value === null || value === (testTable ?? OWN)) return
            const name = others.find((other) => other.id === value)?.name ?? ''
            const other = value === OWN ? undefined : others.find((brief) => brief.id === value)?.id
            set(value === OWN ? 'Take the test rows from this table' : `Take the rows of ${name} as the test`, {
              testTable: other,
            })
          }}
        />
      )}
    </FieldFrame>
  )
}
