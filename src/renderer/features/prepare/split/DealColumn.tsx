import { NativeSelect } from '@mantine/core'
import { roleColumns } from '../../../../core/recipe/roles.ts'
import type { Recipe } from '../../../../shared/recipes.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'

interface DealColumnProps {
  label: string
  help: string
  /** null: the one that has the role; undefined: none is chosen yet. */
  column: string | null | undefined
  /** By which the column can be found where it is not named. */
  role?: 'group' | 'time'
  recipe: Recipe
  names: readonly string[]
  /** What holds as long as none is chosen. */
  until: string
  /** null: the one that has the role. */
  onChoose: (column: string | null) => void
}

const NONE = ''
const BY_ROLE = 'role'
/** Before a column's name, which may be anything. */
const named = (name: string) => `=${name}`

/** The column that decides how rows are dealt: by its name, or by its role where a column has it. */
export function DealColumn(props: DealColumnProps) {
  const { column, role, names, onChoose } = props
  const byRole = role === undefined ? undefined : roleColumns(props.recipe, role)[0]
  const isNone = column === undefined || (column === null && byRole === undefined)
  const isGone = typeof column === 'string' && !names.includes(column)
  const problem =
    column === undefined
      ? `Choose a column; ${props.until}`
      : isNone
        ? `No column has the role ${role ?? ''}: choose one.`
        : isGone
          ? `There is no column “${column}” here.`
          : null
  return (
    <FieldFrame field={{ label: props.label, help: props.help }} width="roomy">
      {(id) => (
        <NativeSelect
          id={id}
          value={isNone ? NONE : column === null ? BY_ROLE : named(column)}
          error={problem}
          data={[
            ...(isNone ? [{ value: NONE, label: 'Choose a column' }] : []),
            ...(byRole === undefined ? [] : [{ value: BY_ROLE, label: `${byRole} (by role)` }]),
            ...(isGone ? [{ value: named(column), label: column }] : []),
            ...names.map((name) => ({ value: named(name), label: name })),
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            if (chosen !== NONE) onChoose(chosen === BY_ROLE ? null : chosen.slice(1))
          }}
        />
      )}
    </FieldFrame>
  )
}
