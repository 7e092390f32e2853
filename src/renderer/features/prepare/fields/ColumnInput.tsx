import { NativeSelect } from '@mantine/core'
import { FieldFrame } from './FieldFrame.tsx'
import type { FieldInputProps } from './props.ts'

/** One column by name; none where `empty` says what that means. */
export function ColumnInput({
  field,
  value,
  onChange,
  names,
  empty,
}: FieldInputProps & { names: readonly string[]; empty: string | null }) {
  const chosen = typeof value === 'string' ? value : ''
  const known = chosen === '' || names.includes(chosen)
  return (
    <FieldFrame field={field}>
      {(id) => (
        <NativeSelect
          id={id}
          value={chosen}
          error={known ? null : `There is no column “${chosen}” here.`}
          data={[
            ...(empty !== null || chosen === '' ? [{ value: '', label: empty ?? 'Choose a column' }] : []),
            ...(known ? [] : [chosen]),
            ...names,
          ]}
          onChange={(event) => {
            const name = event.currentTarget.value
            onChange(name === '' && empty !== null ? null : name)
          }}
        />
      )}
    </FieldFrame>
  )
}
