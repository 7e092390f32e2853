import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ColumnRole, Recipe, SuggestedRecipe } from '../../../shared/recipes.ts'
import { formatCount, formatShare, plural } from '../../../core/words/format.ts'
import { KindIcon, kindTitles } from '../../components/kinds.tsx'
import { Card } from '../../components/Page.tsx'
import styles from './Prepare.module.css'
import { roleOf } from './recipeChanges.ts'
import type { ListedColumn } from './tableSteps.ts'

const roleTitles: Record<ColumnRole, string> = {
  feature: 'Feature',
  target: 'Target',
  ignored: 'Ignored',
  group: 'Group',
  time: 'Time',
  weight: 'Weight',
  id: 'Identifier',
}

/** In the order of the list: the common ones first. */
const offered: readonly ColumnRole[] = ['feature', 'target', 'ignored', 'group', 'time', 'weight', 'id']
const SHOWN = 200

function note(column: ListedColumn, role: ColumnRole, suggested: SuggestedRecipe | undefined): string {
  const reason = suggested?.reasons[`role:${column.name}`]
  if (reason !== undefined && suggested !== undefined && roleOf(suggested.recipe, column.name) === role) return reason
  return column.summary === null ? 'Made by a step of the recipe.' : (column.summary.warnings[0]?.message ?? '')
}

function MissingShare({ summary, rows }: { summary: ListedColumn['summary']; rows: number }) {
  if (summary === null) return null
  if (summary.missing === 0) return <span className="faint">0</span>
  return formatShare(summary.missing / Math.max(1, rows))
}

/** Every column with its role. */
export function RolesTable({
  recipe,
  columns,
  rows,
  suggested,
  onRole,
}: {
  recipe: Recipe
  columns: readonly ListedColumn[]
  rows: number
  suggested: SuggestedRecipe | undefined
  onRole: (column: string, role: ColumnRole) => void
}) {
  const [filter, setFilter] = useState('')
  const [all, setAll] = useState(false)
  const words = filter.trim().toLowerCase()
  const matching = columns.filter(({ name }) => name.toLowerCase().includes(words))
  const shown = all ? matching : matching.slice(0, SHOWN)
  const features = columns.filter(({ name }) => roleOf(recipe, name) === 'feature').length
  return (
    <Card
      title="Columns"
      label="Columns"
      aside={
        <>
          <span className="soft small">{plural(features, 'feature')}</span>
          {columns.length > 12 && (
            <TextInput
              aria-label="Find a column"
              placeholder="Find a column"
              w={150}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          )}
        </>
      }
    >
      <div className={styles.rolesBox}>
        <table className={styles.roles}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Role</th>
              <th scope="col" className={styles.right}>
                Missing
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => {
              const role = roleOf(recipe, column.name)
              const text = note(column, role, suggested)
              return (
                <tr key={column.name} data-role={role}>
                  <th scope="row">
                    <span className={styles.option}>
                      <KindIcon kind={column.kind} />
                      <span className="ellipsis" title={`${column.name}: ${kindTitles[column.kind]}`}>
                        {column.name}
                      </span>
                    </span>
                  </th>
                  <td>
                    <NativeSelect
                      aria-label={`Role of ${column.name}`}
                      value={role}
                      data={offered.map((value) => ({ value, label: roleTitles[value] }))}
                      onChange={(event) => {
                        const chosen = offered.find((value) => value === event.currentTarget.value)
                        if (chosen !== undefined && chosen !== role) onRole(column.name, chosen)
                      }}
                    />
                  </td>
                  <td className={styles.right}>
                    <MissingShare summary={column.summary} rows={rows} />
                  </td>
                  <td className={styles.note} title={text}>
                    {text}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {matching.length > shown.length && (
        <Button mt={8} onClick={() => setAll(true)}>
          Show all {formatCount(matching.length)} columns
        </Button>
      )}
    </Card>
  )
}
