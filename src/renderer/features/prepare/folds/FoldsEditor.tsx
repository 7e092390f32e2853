import { NativeSelect, Switch } from '@mantine/core'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import type { Folds, Recipe, Task } from '../../../../shared/recipes.ts'
import { formatCount } from '../../../components/format.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { TypedInput } from '../fields/TypedInput.tsx'
import styles from '../split.module.css'
import { foldsKinds, foldsWords, freshFolds } from './foldsChanges.ts'

/** Quantile bins of a numeric target that are dealt like classes. */
const BINS = 10

interface FoldsEditorProps {
  folds: Folds
  recipe: Recipe
  task: Task
  columns: readonly ColumnSummary[]
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

function ColumnOf(props: {
  label: string
  help: string
  value: string | null
  names: string[]
  onChoose: (name: string) => void
}) {
  return (
    <FieldFrame field={{ label: props.label, help: props.help }}>
      {(id) => (
        <NativeSelect
          id={id}
          value={props.value ?? ''}
          data={props.value === null ? ['', ...props.names] : [...new Set([...props.names, props.value])]}
          onChange={(event) => {
            if (event.currentTarget.value !== '') props.onChoose(event.currentTarget.value)
          }}
        />
      )}
    </FieldFrame>
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

function TimeFolds({
  folds,
  columns,
  onChange,
}: Pick<FoldsEditorProps, 'columns' | 'onChange'> & { folds: Extract<Folds, { kind: 'time' }> }) {
  const times = columns.filter(({ kind }) => kind === 'date' || kind === 'number').map(({ name }) => name)
  return (
    <>
      <ColumnOf
        label="Time"
        help="Rows are put in the order of this column."
        value={folds.column}
        names={times}
        onChoose={(column) => onChange({ ...folds, column })}
      />
      <Count
        label="Gap"
        help="Rows so near the judged ones are left out, so that nothing of them is known."
        min={0}
        max={1_000_000}
        value={folds.gap}
        onChange={(gap) => onChange({ ...folds, gap })}
      />
      <FieldFrame field={{ label: 'Gap in', help: 'Days need a column of dates.' }}>
        {(id) => (
          <NativeSelect
            id={id}
            value={folds.unit}
            data={['rows', 'days']}
            onChange={(event) => onChange({ ...folds, unit: event.currentTarget.value === 'days' ? 'days' : 'rows' })}
          />
        )}
      </FieldFrame>
    </>
  )
}

/** How rows are dealt to the folds of a cross-validation. */
export function FoldsEditor(props: FoldsEditorProps) {
  const { folds, recipe, task, columns, onChange } = props
  return (
    <div className={styles.fields}>
      <FieldFrame field={{ label: 'How rows are dealt', help: foldsWords[folds.kind].help }}>
        {(id) => (
          <NativeSelect
            id={id}
            value={folds.kind}
            data={foldsKinds.map((value) => ({ value, label: foldsWords[value].title }))}
            onChange={(event) => {
              const kind = foldsKinds.find((known) => known === event.currentTarget.value)
              if (kind !== undefined) onChange(freshFolds(kind, recipe, task, folds.folds))
            }}
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
      {folds.kind === 'rows' && <RowFolds folds={folds} task={task} onChange={onChange} />}
      {folds.kind === 'group' && (
        <ColumnOf
          label="Group"
          help="Rows with the same value stay together."
          value={folds.column}
          names={columns.map(({ name }) => name)}
          onChoose={(column) => onChange({ ...folds, column })}
        />
      )}
      {folds.kind === 'time' && <TimeFolds folds={folds} columns={columns} onChange={onChange} />}
    </div>
  )
}
