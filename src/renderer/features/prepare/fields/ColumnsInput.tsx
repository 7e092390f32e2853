import { MultiSelect, NativeSelect } from '@mantine/core'
import { columnSelectionSchema } from '../../../../shared/recipes.ts'
import styles from '../steps.module.css'
import { selectionGroups } from '../steps/selection.ts'
import { FieldFrame } from './FieldFrame.tsx'
import type { FieldInputProps } from './props.ts'

const chosen = 'chosen'
const groups = [
  ...Object.entries(selectionGroups).map(([value, label]) => ({
    value,
    label: label.charAt(0).toUpperCase() + label.slice(1),
  })),
  { value: chosen, label: 'Chosen columns…' },
]

/** A group of features, or some by name. */
export function ColumnsInput({ field, value, features, onChange }: FieldInputProps & { features: readonly string[] }) {
  const parsed = columnSelectionSchema.safeParse(value)
  const selection = parsed.success ? parsed.data : []
  return (
    <>
      <FieldFrame field={field}>
        {(id) => (
          <NativeSelect
            id={id}
            value={Array.isArray(selection) ? chosen : selection}
            data={groups}
            onChange={(event) => onChange(event.currentTarget.value === chosen ? [] : event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      {Array.isArray(selection) && (
        <MultiSelect
          aria-label={`${field.label}, by name`}
          placeholder={selection.length === 0 ? 'Choose columns' : ''}
          className={styles.wide}
          searchable
          clearable
          data={[...new Set([...features, ...selection])]}
          value={selection}
          onChange={onChange}
        />
      )}
    </>
  )
}
