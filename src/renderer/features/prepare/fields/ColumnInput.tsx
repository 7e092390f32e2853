import { NativeSelect } from '@mantine/core'
import { FieldFrame } from './FieldFrame.tsx'
import type { FieldInputProps } from './props.ts'

/** Characters of a choice that a field of the plain width does not show. */
const LONG = 18

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
    <FieldFrame field={field} width={empty !== null && empty.length > LONG ? 'roomy' : 'plain'}>
      {(id) => (
        <NativeSelect
          id={id}
          value={chosen}
          error={chosen === '' ? (field.ask ?? null) : known ? null : `There is no column “${chosen}” here.`}
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
