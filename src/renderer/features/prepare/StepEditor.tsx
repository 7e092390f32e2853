import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import type { ColumnSelection, Step } from '../../../shared/recipes.ts'
import styles from './Prepare.module.css'
import { imputeMethods, imputeTitles } from './stepTexts.ts'

const groups = [
  { value: 'numbers', label: 'All numbers' },
  { value: 'categories', label: 'All categories' },
  { value: 'dates', label: 'All dates' },
  { value: 'all', label: 'All features' },
  { value: 'chosen', label: 'Chosen columns…' },
] as const

/** A constant is a number where it reads as one. */
function constantOf(text: string): number | string {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : text
}

/** A step's settings. `features` are the names that can be chosen one by one. */
export function StepEditor({
  step,
  features,
  onChange,
}: {
  step: Step
  features: readonly string[]
  onChange: (step: Step) => void
}) {
  const chosen = Array.isArray(step.columns)
  const setColumns = (columns: ColumnSelection) => onChange({ ...step, columns })
  return (
    <div className={styles.editor}>
      {step.kind === 'impute' && (
        <>
          <Select
            label="Fill with"
            w={200}
            data={imputeMethods.map((value) => ({ value, label: imputeTitles[value] }))}
            value={step.method}
            onChange={(value) => {
              const method = imputeMethods.find((known) => known === value)
              if (method === undefined || method === step.method) return
              onChange(method === 'constant' ? { ...step, method, constant: step.constant ?? 0 } : { ...step, method })
            }}
          />
          {step.method === 'constant' && (
            <TextInput
              key={String(step.constant)}
              label="Constant"
              w={120}
              defaultValue={String(step.constant ?? '')}
              onBlur={(event) => {
                const constant = constantOf(event.currentTarget.value)
                if (constant !== step.constant) onChange({ ...step, constant })
              }}
            />
          )}
        </>
      )}
      {step.kind === 'oneHot' && (
        <NumberInput
          label="Levels kept at most"
          w={150}
          min={1}
          max={1000}
          allowDecimal={false}
          value={step.maxLevels}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1 && value !== step.maxLevels)
              onChange({ ...step, maxLevels: value })
          }}
        />
      )}
      <Select
        label="For"
        w={180}
        data={groups}
        value={Array.isArray(step.columns) ? 'chosen' : step.columns}
        onChange={(value) => {
          const group = groups.find((known) => known.value === value)?.value
          if (group !== undefined) setColumns(group === 'chosen' ? [] : group)
        }}
      />
      {chosen && (
        <MultiSelect
          label="Columns"
          className={styles.grow}
          searchable
          clearable
          data={[...new Set([...features, ...(Array.isArray(step.columns) ? step.columns : [])])]}
          value={Array.isArray(step.columns) ? step.columns : []}
          onChange={setColumns}
        />
      )}
    </div>
  )
}
