import { MultiSelect, NativeSelect, Switch } from '@mantine/core'
import type { StepKind } from '../../../../shared/recipes.ts'
import { describeField } from '../../train/form/describe.ts'
import styles from '../steps.module.css'
import { settingSchema } from '../steps/registry.ts'
import type { ColumnsInView } from '../tableSteps.ts'
import { ColumnInput } from './ColumnInput.tsx'
import { ColumnsInput } from './ColumnsInput.tsx'
import { FieldFrame } from './FieldFrame.tsx'
import { FormulaInput } from './FormulaInput.tsx'
import { LevelsInput } from './LevelsInput.tsx'
import type { FieldInputProps } from './props.ts'
import { PlaceInput } from './PlaceInput.tsx'
import { mergesText, readMerges, textsOf } from './texts.ts'
import { TypedInput } from './TypedInput.tsx'

/** Characters that a field of the plain width shows. */
const LONG_CHOICE = 20

/** A constant is a number where it reads as one. */
function constantOf(text: string): number | string {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : text
}

/** Numbers between spaces, commas or semicolons. */
function numbersOf(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number)
}

/** What can be chosen from. */
export interface FieldChoices {
  /** Names of features at the step. */
  features: readonly string[]
  /** The columns that the step finds. */
  columns: ColumnsInView
  /** All levels of the columns that the step works on, where the table tells them. */
  levels: readonly string[]
}

/** One setting of a step: entered as its field says, else as its schema describes it. */
export function StepFieldInput({
  kind,
  choices,
  onRefused,
  ...props
}: FieldInputProps & { kind: StepKind; choices: FieldChoices; onRefused: (refused: boolean) => void }) {
  const { field, value, onChange } = props
  const { columns, levels, features } = choices
  switch (field.entry) {
    case 'columns':
      return <ColumnsInput {...props} features={features} />
    case 'constant':
      return (
        <TypedInput
          {...props}
          text={typeof value === 'number' || typeof value === 'string' ? String(value) : ''}
          read={constantOf}
          range=""
        />
      )
    case 'formula':
      return <FormulaInput {...props} columns={columns} isCondition={false} onRefused={onRefused} />
    case 'condition':
      return <FormulaInput {...props} columns={columns} isCondition onRefused={onRefused} />
    case 'column':
      return <ColumnInput {...props} names={[...columns.keys()]} empty={field.empty ?? null} />
    case 'place':
      return <PlaceInput {...props} />
    case 'levels':
      return <LevelsInput {...props} levels={levels} />
    case 'text':
      return <TypedInput {...props} text={typeof value === 'string' ? value : ''} read={(text) => text} range="" />
    case 'optionalText':
      return (
        <TypedInput
          {...props}
          text={typeof value === 'string' ? value : ''}
          read={(text) => (text.trim() === '' ? undefined : text.trim())}
          range=""
        />
      )
    case 'merges':
      return <TypedInput {...props} lines text={mergesText(value)} read={readMerges} range="" />
    case 'several':
      return (
        <FieldFrame field={field} width="wide">
          {(id) => (
            <MultiSelect
              id={id}
              data={Object.entries(field.options ?? {}).map(([option, label]) => ({ value: option, label }))}
              value={textsOf(value)}
              onChange={onChange}
            />
          )}
        </FieldFrame>
      )
    case 'numbers':
      return (
        <TypedInput
          {...props}
          text={Array.isArray(value) ? value.join(' ') : ''}
          read={numbersOf}
          range="numbers with spaces between"
        />
      )
    case 'rowNumbers':
      return (
        <TypedInput
          {...props}
          lines
          text={Array.isArray(value) ? value.map((row) => Number(row) + 1).join(' ') : ''}
          read={(text) => [...new Set(numbersOf(text))].toSorted((a, b) => a - b).map((number) => number - 1)}
          range="whole numbers from 1 with spaces between"
        />
      )
    case undefined:
      break
  }
  const schema = settingSchema(kind, field.key)
  if (schema === undefined) return null
  const described = describeField(schema)
  switch (described.type) {
    case 'number':
      return (
        <TypedInput
          {...props}
          numeric
          text={typeof value === 'number' ? String(value) : ''}
          read={(text) => {
            if (text.trim() !== '') return Number(text)
            return described.nullable ? null : field.blank === undefined ? NaN : undefined
          }}
          range={described.range}
        />
      )
    case 'choice': {
      const data = described.options.map((option) => ({ value: option, label: field.options?.[option] ?? option }))
      const isLong = data.some(({ label }) => label.length > LONG_CHOICE)
      return (
        <FieldFrame field={field} width={isLong ? 'roomy' : 'plain'}>
          {(id) => (
            <NativeSelect
              id={id}
              value={typeof value === 'string' ? value : described.options[0]}
              data={data}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          )}
        </FieldFrame>
      )
    }
    case 'switch':
      return (
        <Switch
          className={styles.switchField}
          label={field.label}
          title={field.help}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'other':
      return null
  }
}
