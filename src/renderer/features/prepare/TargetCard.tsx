import { Select, SegmentedControl } from '@mantine/core'
import type { Recipe, RecipePreview } from '../../../shared/recipes.ts'
import { BarList } from '../../components/BarList.tsx'
import { plural } from '../../../core/words/format.ts'
import { KindIcon, kindTitles } from '../../components/kinds.tsx'
import { Card } from '../../components/Page.tsx'
import styles from './Prepare.module.css'
import type { ListedColumn } from './tableSteps.ts'
import { hasTargetOptions, TargetOptions } from './TargetOptions.tsx'
import type { ChangeRecipe } from './useRecipe.ts'

const taskChoices = [
  { value: 'auto', label: 'Detect' },
  { value: 'classification', label: 'Classification' },
  { value: 'regression', label: 'Regression' },
]

/** The task, and why it is that one: the proposal's own words where there are some. */
function taskSentence(
  recipe: Recipe,
  preview: RecipePreview | undefined,
  column: ListedColumn | undefined,
  reason: string | undefined,
): string {
  if (preview === undefined || column === undefined) return ''
  const origin = recipe.task === 'auto' ? 'Detected' : 'Chosen by you'
  if (recipe.task === 'auto' && reason !== undefined) return `${origin}: ${preview.task}. ${reason}`
  return preview.task === 'classification'
    ? `${origin}: classification into ${plural(preview.classes?.length ?? 0, 'class', 'classes')}.`
    : `${origin}: regression; ${column.name} is a number${
        column.summary === null ? '' : ` with ${plural(column.summary.distinct, 'different value')}`
      }.`
}

/** What to predict, and what kind of task that is. */
export function TargetCard({
  recipe,
  columns,
  preview,
  reason,
  onTarget,
  onChange,
}: {
  recipe: Recipe
  columns: readonly ListedColumn[]
  preview: RecipePreview | undefined
  reason: string | undefined
  onTarget: (column: string) => void
  onChange: ChangeRecipe
}) {
  const column = columns.find(({ name }) => name === recipe.target)
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]))
  return (
    <Card className={recipe.target === null ? styles.wanted : undefined} label="Target">
      <div className={styles.target}>
        <Select
          label="Target: the column to predict"
          placeholder="Choose a column"
          searchable
          maxDropdownHeight={320}
          data={columns.map(({ name }) => name)}
          value={recipe.target}
          onChange={(value) => {
            if (value !== null && value !== recipe.target) onTarget(value)
          }}
          renderOption={({ option }) => {
            const kind = kinds.get(option.value)
            return (
              <span className={styles.option}>
                {kind !== undefined && <KindIcon kind={kind} />}
                <span>{option.value}</span>
                <span className="faint">{kind === undefined ? '' : kindTitles[kind]}</span>
              </span>
            )
          }}
        />
        {recipe.target !== null && (
          <div>
            <div className={styles.label}>Task</div>
            <SegmentedControl
              aria-label="Task"
              data={taskChoices}
              value={recipe.task}
              onChange={(value) => {
                const task = value === 'classification' || value === 'regression' ? value : 'auto'
                onChange(`Set the task to ${task}`, { ...recipe, task })
              }}
            />
          </div>
        )}
      </div>
      {recipe.target === null ? (
        <p className="soft">
          The target is what the network learns to predict from the other columns: a class such as species, or a number
          such as price.
        </p>
      ) : (
        <p className="soft">{taskSentence(recipe, preview, column, reason)}</p>
      )}
      {preview?.classes != null && recipe.target !== null && (
        <div className={styles.classes}>
          <BarList
            items={preview.classes.slice(0, 8).map(({ label, count }) => ({ value: label, count }))}
            total={preview.rows.used}
          />
        </div>
      )}
      {recipe.target !== null && (preview !== undefined || hasTargetOptions(recipe)) && (
        <TargetOptions recipe={recipe} preview={preview} onChange={onChange} />
      )}
    </Card>
  )
}
