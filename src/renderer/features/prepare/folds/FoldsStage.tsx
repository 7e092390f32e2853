import { Switch, Tooltip } from '@mantine/core'
import type { Finding, Remedy } from '../../../../shared/datasets.ts'
import { networksOf, type Recipe, type RecipePreview, type Task } from '../../../../shared/recipes.ts'
import { Findings } from '../../../components/Findings.tsx'
import { formatCount, plural } from '../../../../core/words/format.ts'
import styles from '../split/split.module.css'
import type { ListedColumn } from '../tableSteps.ts'
import type { ChangeRecipe } from '../useRecipe.ts'
import { FoldsEditor } from './FoldsEditor.tsx'
import { foldsWords, usualFolds } from './foldsChanges.ts'

/** Cross-validation beside the split: whether, how, and how many rows each fold has. */
export function FoldsStage(props: {
  recipe: Recipe
  task: Task
  columns: readonly ListedColumn[]
  /** Of the first folds; undefined where they are not known. */
  rows: RecipePreview['rows']['folds']
  /** What is wrong with the folds. */
  findings: readonly Finding[]
  onChange: ChangeRecipe
  onRemedy: (remedy: Remedy) => void
}) {
  const { recipe, task, rows, findings, onChange } = props
  const folds = recipe.folds ?? null
  return (
    <div className={styles.folds}>
      <Tooltip
        position="top-start"
        label="Each part of the rows judges a network that has not seen it. Train offers it under “Repeat or search…”."
      >
        <Switch
          className={styles.foldsSwitch}
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
          {findings.length > 0 && (
            <div className={styles.warnings}>
              <Findings findings={findings} onRemedy={props.onRemedy} />
            </div>
          )}
          {rows !== undefined && <FoldRows folds={rows} all={networksOf(folds)} />}
        </>
      )}
    </div>
  )
}

/** The rows of the first folds, and how many more there are. */
export function FoldRows({ folds, all }: { folds: NonNullable<RecipePreview['rows']['folds']>; all: number }) {
  return (
    <>
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
      {all > folds.length && <p className="soft small">and {plural(all - folds.length, 'more fold')}</p>}
    </>
  )
}
