import { Select } from '@mantine/core'
import { useCall } from '../../../app/data.tsx'
import { FieldFrame } from './FieldFrame.tsx'
import type { FieldInputProps } from './props.ts'

/** Places listed at once; typing finds the others. */
const LISTED = 100

/** A country whose public holidays are known, or a region of one; none is a choice, too. */
export function PlaceInput({ field, value, onChange }: FieldInputProps) {
  const { data: places, error } = useCall('recipes.holidayPlaces', {})
  const chosen = typeof value === 'string' ? value : null
  const isKnown = chosen === null || places === undefined || places.some(({ code }) => code === chosen)
  const listed = places?.map(({ code, name }) => ({ value: code, label: name })) ?? []
  const all = chosen === null || listed.some((place) => place.value === chosen)
  return (
    <FieldFrame field={field} width="roomy">
      {(id) => (
        <Select
          id={id}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'No country' }}
          limit={LISTED}
          maxDropdownHeight={320}
          placeholder="No country"
          nothingFoundMessage={places === undefined ? 'Looking up the countries…' : 'No such country or region'}
          data={all ? listed : [{ value: chosen, label: chosen }, ...listed]}
          value={chosen}
          error={error?.message ?? (isKnown ? null : `No public holidays of “${chosen}” are known.`)}
          onChange={(code) => onChange(code ?? undefined)}
        />
      )}
    </FieldFrame>
  )
}
