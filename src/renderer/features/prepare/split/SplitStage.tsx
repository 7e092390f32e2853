import { Switch, Tooltip } from '@mantine/core'
import { taskOf } from '../../../../core/recipe/target.ts'
import type { Dataset, DatasetBrief, Remedy } from '../../../../shared/datasets.ts'
import { anySeedSchema } from '../../../../shared/recipes/stepBase.ts'
import type { Deal, Recipe, RecipePreview, Split, Task } from '../../../../shared/recipes.ts'
import { Findings } from '../../../components/Findings.tsx'
import { TypedInput } from '../fields/TypedInput.tsx'
import { FoldsStage } from '../folds/FoldsStage.tsx'
import { StageSection } from '../StepList.tsx'
import type { ListedColumn } from '../tableSteps.ts'
import type { ChangeRecipe } from '../useRecipe.ts'
import { DealEditor } from './DealEditor.tsx'
import { partsOf } from './parts.ts'
import { PartsBar } from './PartsBar.tsx'
import styles from './split.module.css'
import { dealWords } from './splitChanges.ts'
import { TestRows } from './TestRows.tsx'

/** Training keeps at least this share. */
const LEAST_TRAINING = 0.1

function Fraction({
  label,
  value,
  max,
  onChange,
}: {
  label: string
  value: number
  max: number
  onChange: (fraction: number) => void
}) {
  const most = Math.round(max * 1000) / 10
  return (
    <TypedInput
      field={{
        key: label,
        label: `${label} %`,
        help: `Training keeps at least ${LEAST_TRAINING * 100} % of the rows.`,
      }}
      value={value}
      text={String(Math.round(value * 1000) / 10)}
      read={(text) => (text.trim() === '' ? NaN : Number(text))}
      range={`from 0 to ${most} %`}
      numeric
      narrow
      onChange={(percent) => {
        if (typeof percent !== 'number' || !(percent >= 0 && percent <= most)) return 'Not possible'
        if (Math.abs(percent / 100 - value) > 1e-6) onChange(percent / 100)
        return null
      }}
    />
  )
}

/** Quantile bins of a numeric target that are dealt like classes. */
const BINS = 10

/** Whether every part is to have the same classes, or the same spread of a numeric target. */
function Strata({
  recipe,
  task,
  set,
}: {
  recipe: Recipe
  task: Task
  set: (label: string, part: Partial<Split>) => void
}) {
  const { split } = recipe
  const isClasses = task === 'classification'
  return (
    <Tooltip
      label={
        isClasses
          ? 'Stratified: every class has the same share in training, validation and test.'
          : 'Stratified: small, middling and large targets have the same share in training, validation and test.'
      }
    >
      <Switch
        className={styles.switch}
        label={isClasses ? 'Same share of every class' : 'Same spread of the target'}
        checked={isClasses ? split.stratify : split.bins !== undefined}
        onChange={(event) => {
          const on = event.currentTarget.checked
          set(
            on ? 'Stratify the split' : 'Split without stratifying',
            isClasses ? { stratify: on } : { bins: on ? BINS : undefined },
          )
        }}
      />
    </Tooltip>
  )
}

/** What is wrong with the split, and what with the folds: said where they are set. */
const ofSplit: readonly string[] = [
  'emptyPart',
  'groupsNotKept',
  'timeNotKept',
  'splitUnlikeFolds',
  'horizonWithoutGap',
  'classNotInTraining',
]
const ofFolds: readonly string[] = ['refusedFolds', 'unequalFolds', 'foldsUnlikeSplit', 'foldsWithoutGap']

/** What the target is learned as, as far as it can be told where the recipe cannot be shown. */
function taskLikely(recipe: Recipe, columns: readonly ListedColumn[], rows: number): Task {
  const target = columns.find(({ name }) => name === recipe.target)
  const { distinct, missing } = target?.summary ?? { distinct: Infinity, missing: 0 }
  return recipe.task === 'auto' ? taskOf(target?.kind ?? 'number', distinct, rows - missing) : recipe.task
}

/** How the rows are shared out between training, validation and test. */
export function SplitStage({
  project,
  table,
  recipe,
  columns,
  preview,
  others,
  reason,
  onChange,
  onRemedy,
}: {
  project: string
  table: Dataset
  recipe: Recipe
  /** As the steps before the split leave them. */
  columns: readonly ListedColumn[]
  /** undefined where the recipe cannot be shown: the split and the folds can be changed all the same. */
  preview: RecipePreview | undefined
  /** Tables of the project that can give the test rows. */
  others: readonly DatasetBrief[]
  reason: string | undefined
  onChange: ChangeRecipe
  onRemedy: (remedy: Remedy) => void
}) {
  const { split } = recipe
  const kind = split.by?.kind ?? 'rows'
  const task = preview?.task ?? taskLikely(recipe, columns, table.rows)
  const findings = preview?.findings ?? []
  const wrong = findings.filter((finding) => ofSplit.includes(finding.kind))
  const testTable = others.find(({ id }) => id === split.testTable)
  const set = (label: string, part: Partial<Split>) =>
    onChange(label, { ...recipe, split: { ...split, ...part } }, `split ${Object.keys(part).join()}`)
  const dealt = (deal: Deal) =>
    set(`Deal the rows ${dealWords[deal.kind].title.toLowerCase()}`, { by: deal.kind === 'rows' ? undefined : deal })
  return (
    <StageSection
      title="Split"
      help="Which rows are learned from, and which ones judge what was learned."
      empty={null}
      onAdd={null}
    >
      <PartsBar
        parts={partsOf(split, preview?.rows, { own: table.rows, test: testTable?.rows ?? null })}
        testName={testTable?.name ?? null}
      />
      <div className={styles.fields}>
        <DealEditor recipe={recipe} columns={columns} onDeal={dealt} />
        {kind !== 'column' && (
          <>
            <Fraction
              label="Validation"
              value={split.validation}
              max={1 - LEAST_TRAINING - split.test}
              onChange={(validation) => set('Change the validation share', { validation })}
            />
            {split.testTable === undefined && (
              <Fraction
                label="Test"
                value={split.test}
                max={1 - LEAST_TRAINING - split.validation}
                onChange={(test) => set('Change the test share', { test })}
              />
            )}
          </>
        )}
        <TestRows project={project} recipe={recipe} table={table} others={others} set={set} />
        {kind !== 'column' && kind !== 'time' && (
          <TypedInput
            field={{ key: 'seed', label: 'Seed', help: 'The same seed always gives the same split.' }}
            value={split.seed}
            text={String(split.seed)}
            read={(text) => (text.trim() === '' ? NaN : Number(text))}
            range="a whole number from 0 on"
            numeric
            narrow
            onChange={(seed) => {
              const parsed = anySeedSchema.safeParse(seed)
              if (!parsed.success) return 'Not possible'
              if (parsed.data !== split.seed) set('Change the seed of the split', { seed: parsed.data })
              return null
            }}
          />
        )}
        {kind === 'rows' && recipe.target !== null && <Strata recipe={recipe} task={task} set={set} />}
      </div>
      {wrong.length > 0 && (
        <div className={styles.warnings}>
          <Findings findings={wrong} onRemedy={onRemedy} />
        </div>
      )}
      {reason !== undefined && <p className={styles.why}>Why: {reason}</p>}
      <FoldsStage
        recipe={recipe}
        task={task}
        columns={columns}
        rows={preview?.rows.folds}
        findings={findings.filter((finding) => ofFolds.includes(finding.kind))}
        onChange={onChange}
        onRemedy={onRemedy}
      />
    </StageSection>
  )
}
