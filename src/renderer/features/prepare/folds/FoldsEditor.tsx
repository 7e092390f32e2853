import { NativeSelect, Switch } from '@mantine/core'
import { useState } from 'react'
import type { Folds, Recipe, Task } from '../../../../shared/recipes.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { TypedInput } from '../fields/TypedInput.tsx'
import { sameSettings } from '../recipeChanges.ts'
import { DealColumn } from '../split/DealColumn.tsx'
import { GapFields } from '../split/GapFields.tsx'
import styles from '../split/split.module.css'
import { timeColumns } from '../split/splitChanges.ts'
import type { ListedColumn } from '../tableSteps.ts'
import { foldsBy, foldsKinds, type FoldsKind, foldsWords, freshFolds } from './foldsChanges.ts'

/** Quantile bins of a numeric target that are dealt like classes. */
const BINS = 10

interface FoldsEditorProps {
  folds: Folds
  recipe: Recipe
  task: Task
  /** As the steps before the split leave them. */
  columns: readonly ListedColumn[]
  onChange: (folds: Folds) => void
}

function Count(props: {
  label: string
  help: string
  min: number
  max: number
  value: number
  onChange: (value: number) => void
}) {
  const { label, help, min, max, value, onChange } = props
  return (
    <TypedInput
      field={{ key: label, label, help }}
      value={value}
      text={String(value)}
      read={(text) => (text.trim() === '' ? NaN : Number(text))}
      range={`a whole number from ${formatCount(min)} to ${formatCount(max)}`}
      numeric
      narrow
      onChange={(next) => {
        if (typeof next !== 'number' || !Number.isInteger(next) || next < min || next > max) return 'Not possible'
        if (next !== value) onChange(next)
        return null
      }}
    />
  )
}

function RowFolds({
  folds,
  task,
  onChange,
}: Pick<FoldsEditorProps, 'task' | 'onChange'> & { folds: Extract<Folds, { kind: 'rows' }> }) {
  const isClasses = task === 'classification'
  return (
    <>
      <Count
        label="Repeats"
        help="The rows are dealt to folds anew so many times: more networks, a steadier mean."
        min={1}
        max={20}
        value={folds.repeats}
        onChange={(repeats) => onChange({ ...folds, repeats })}
      />
      <Count
        label="Seed"
        help="The same seed always gives the same folds."
        min={0}
        max={2 ** 32 - 1}
        value={folds.seed}
        onChange={(seed) => onChange({ ...folds, seed })}
      />
      <Switch
        className={styles.switch}
        label={isClasses ? 'Same share of every class' : 'Same spread of the target'}
        checked={isClasses ? folds.stratify : folds.bins !== undefined}
        onChange={(event) => {
          const on = event.currentTarget.checked
          onChange(isClasses ? { ...folds, stratify: on } : { ...folds, bins: on ? BINS : undefined })
        }}
      />
    </>
  )
}

/** How rows are dealt to the folds of a cross-validation. */
export function FoldsEditor({ folds, recipe, task, columns, onChange }: FoldsEditorProps) {
  // A way to deal rows that waits for its column; it is dropped when the folds change meanwhile.
  const [asked, setAsked] = useState<{ kind: FoldsKind; instead: Folds } | null>(null)
  const waiting = asked !== null && sameSettings(asked.instead, folds) ? asked.kind : null
  const kind = waiting ?? folds.kind
  const until = `rows are dealt ${foldsWords[folds.kind].title.toLowerCase()} until then.`
  const choose = (value: string) => {
    const wanted = foldsKinds.find((known) => known === value)
    if (wanted === undefined || wanted === kind) return
    const fresh = wanted === folds.kind ? folds : freshFolds(wanted, folds.folds, { recipe, task, columns })
    setAsked(fresh === null ? { kind: wanted, instead: folds } : null)
    if (fresh !== null && fresh !== folds) onChange(fresh)
  }
  const group = folds.kind === 'group' ? folds : null
  const time = folds.kind === 'time' ? folds : null
  return (
    <div className={styles.fields}>
      <FieldFrame field={{ label: 'How rows are dealt', help: foldsWords[kind].help }} width="choice">
        {(id) => (
          <NativeSelect
            id={id}
            value={kind}
            data={foldsKinds.map((value) => ({ value, label: foldsWords[value].title }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      <Count
        label="Folds"
        help="The rows that are not for the test are cut into so many parts; each part judges a network of its own."
        min={2}
        max={50}
        value={folds.folds}
        onChange={(count) => onChange({ ...folds, folds: count })}
      />
      {kind === 'rows' && folds.kind === 'rows' && <RowFolds folds={folds} task={task} onChange={onChange} />}
      {kind === 'group' && (
        <DealColumn
          label="Group"
          help="Rows with the same value stay together."
          role="group"
          recipe={recipe}
          column={group?.column}
          names={columns.map(({ name }) => name)}
          until={until}
          onChoose={(column) => onChange(foldsBy(kind, column, folds.folds))}
        />
      )}
      {kind === 'time' && (
        <DealColumn
          label="Time"
          help="Rows are put in the order of this column."
          role="time"
          recipe={recipe}
          column={time?.column}
          names={timeColumns(columns).map(({ name }) => name)}
          until={until}
          onChoose={(column) => onChange(time === null ? foldsBy(kind, column, folds.folds) : { ...time, column })}
        />
      )}
      {time !== null && kind === 'time' && (
        <GapFields
          help="Rows so near the judged ones are left out, so that nothing of them is known."
          gap={time}
          onChange={(gap) => onChange({ ...time, ...gap })}
        />
      )}
    </div>
  )
}
