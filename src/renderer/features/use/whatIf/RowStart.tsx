import { Button, CopyButton, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { TakenRow } from '../../../../shared/predictions.ts'
import { useCommand } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { splitsOf, splitWords } from '../../evaluate/evaluateViews.ts'
import styles from './whatIf.module.css'

/** A real row to begin with, and the way to take the row along. */
export function RowStart(props: {
  project: string
  run: Run
  values: Readonly<Record<string, string>>
  onTake: (row: TakenRow) => void
}) {
  const { project, run, values, onTake } = props
  const splits = splitsOf(run)
  const [split, setSplit] = useState<SplitName | undefined>(splits.includes('test') ? 'test' : splits[0])
  const [number, setNumber] = useState<number | string>(1)
  const take = useCommand('predictions.take')
  if (split === undefined) return null
  const most = run.rows[split]
  const index = Math.min(most, Math.max(1, Math.round(Number(number) || 1))) - 1
  return (
    <>
      <form
        className={styles.start}
        onSubmit={(event) => {
          event.preventDefault()
          take.mutate({ project, run: run.id, split, index }, { onSuccess: onTake })
        }}
      >
        <span className="soft">Begin with row</span>
        <NumberInput
          size="xs"
          w={90}
          aria-label="Row of the split"
          min={1}
          max={most}
          allowDecimal={false}
          value={number}
          onChange={setNumber}
        />
        <span className="soft">of {most.toLocaleString()} in</span>
        <Select
          size="xs"
          w={120}
          aria-label="Split"
          allowDeselect={false}
          value={split}
          data={splits.map((name) => ({ value: name, label: splitWords[name].name }))}
          onChange={(chosen) => setSplit(splits.find((name) => name === chosen) ?? split)}
        />
        <Button type="submit" size="compact-sm" loading={take.isPending}>
          Take it
        </Button>
        <CopyButton value={asTable(values)}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy}>
              {copied ? 'Copied' : 'Copy the row'}
            </Button>
          )}
        </CopyButton>
      </form>
      {take.error !== null && <FailureNote error={take.error} />}
    </>
  )
}

/** Two lines for a spreadsheet: names and values, parted by tabs. */
function asTable(values: Readonly<Record<string, string>>): string {
  const plain = (text: string) => text.replaceAll(/[\t\r\n]+/g, ' ')
  return [Object.keys(values), Object.values(values)].map((cells) => cells.map(plain).join('\t')).join('\n')
}
