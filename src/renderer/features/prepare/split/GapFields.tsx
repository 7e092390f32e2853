import { NativeSelect } from '@mantine/core'
import type { GapUnit } from '../../../../shared/recipes.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { TypedInput } from '../fields/TypedInput.tsx'

interface Gap {
  gap: number
  unit: GapUnit
}

/** Rows left out so that nothing of later ones is known: so many of them, or those of so many days. */
export function GapFields({
  help,
  gap: { gap, unit },
  onChange,
}: {
  /** What is left out, and why. */
  help: string
  gap: Gap
  onChange: (gap: Gap) => void
}) {
  return (
    <>
      <TypedInput
        field={{ key: 'gap', label: 'Gap', help }}
        value={gap}
        text={String(gap)}
        read={(text) => (text.trim() === '' ? NaN : Number(text))}
        range="0 or more"
        numeric
        narrow
        onChange={(next) => {
          if (typeof next !== 'number' || !Number.isFinite(next) || next < 0) return 'Must be 0 or more'
          if (next !== gap) onChange({ gap: next, unit })
          return null
        }}
      />
      <FieldFrame field={{ label: 'Gap in', help: 'Days need a column of dates.' }} width="narrow">
        {(id) => (
          <NativeSelect
            id={id}
            value={unit}
            data={['rows', 'days']}
            onChange={(event) => onChange({ gap, unit: event.currentTarget.value === 'days' ? 'days' : 'rows' })}
          />
        )}
      </FieldFrame>
    </>
  )
}
