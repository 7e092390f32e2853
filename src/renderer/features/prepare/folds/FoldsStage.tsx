import { Switch, Tooltip } from '@mantine/core'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import type { Recipe, RecipePreview } from '../../../../shared/recipes.ts'
import { formatCount } from '../../../components/format.ts'
import type { ChangeRecipe } from '../useRecipe.ts'
import styles from '../split.module.css'
import { FoldsEditor } from './FoldsEditor.tsx'
import { foldsWords, usualFolds } from './foldsChanges.ts'

/** Cross-validation beside the split: whether, how, and how many rows each fold has. */
export function FoldsStage(props: {
  recipe: Recipe
  columns: readonly ColumnSummary[]
  preview: RecipePreview
  onChange: ChangeRecipe
}) {
  const { recipe, preview, onChange } = props
  const { task, rows } = preview
  const folds = recipe.folds ?? null
  return (
    <div className={styles.folds}>
      <Tooltip label="Each part of the rows judges a network that has not seen it. Train offers it under “Repeat or search…”.">
        <Switch
          label="Folds for cross-validation"
          checked={folds !== null}
          onChange={(event) => {
            const on = event.currentTarget.checked
            const next = on ? usualFolds(recipe, task) : null
            onChange(on ? 'Add folds' : 'Take the folds away', { ...recipe, folds: next }, 'folds')
          }}
        />
      </Tooltip>
      {folds !== null && (
        <>
          <p className="soft small">{foldsWords[folds.kind].help}</p>
          <FoldsEditor
            folds={folds}
            recipe={recipe}
            task={task}
            columns={props.columns}
            onChange={(next) => onChange('Change the folds', { ...recipe, folds: next }, 'folds')}
          />
          {rows.folds !== undefined && <FoldRows folds={rows.folds} />}
        </>
      )}
    </div>
  )
}

function FoldRows({ folds }: { folds: NonNullable<RecipePreview['rows']['folds']> }) {
  return (
    <ol className={styles.foldRows} aria-label="Rows of each fold">
      {folds.map(({ train, validation }, index) => {
        const text = `Fold ${index + 1}: ${formatCount(train)} rows to learn from, ${formatCount(validation)} to judge by`
        return (
          <li key={index} title={text}>
            <span className={styles.foldBar} aria-hidden>
              <span style={{ flexGrow: train }} data-part="Training" />
              <span style={{ flexGrow: validation }} data-part="Validation" />
            </span>
            <span className="small">
              {formatCount(train)} + {formatCount(validation)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
