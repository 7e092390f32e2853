import { Select, Switch, Tooltip } from '@mantine/core'
import type { ColumnSummary, DatasetBrief } from '../../../shared/datasets.ts'
import { anySeedSchema } from '../../../shared/recipes/stepBase.ts'
import type { Deal, Recipe, RecipePreview, Split, Task } from '../../../shared/recipes.ts'
import { Findings } from '../../components/Findings.tsx'
import { formatCount, formatShare } from '../../components/format.ts'
import { DealEditor } from './DealEditor.tsx'
import { TypedInput } from './fields/TypedInput.tsx'
import { FoldsStage } from './folds/FoldsStage.tsx'
import styles from './split.module.css'
import { dealWords } from './splitChanges.ts'
import { StageSection } from './StepList.tsx'
import type { ChangeRecipe } from './useRecipe.ts'

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

interface Part {
  name: string
  share: number
  rows: number | undefined
  help: string
}

/** The parts by the rows they have, where that is known; else by the fractions asked for. */
function partsOf({ validation, test: ownTest, testTable }: Split, rows: RecipePreview['rows'] | undefined): Part[] {
  const test = testTable === undefined ? ownTest : 0
  const share = (count: number | undefined, asked: number) =>
    rows === undefined || count === undefined || rows.used === 0 ? asked : count / rows.used
  return [
    {
      name: 'Training',
      share: share(rows?.train, 1 - validation - test),
      rows: rows?.train,
      help: 'Learned from.',
    },
    {
      name: 'Validation',
      share: share(rows?.validation, validation),
      rows: rows?.validation,
      help: 'Watched while learning: stops it in time.',
    },
    {
      name: 'Test',
      share: share(rows?.test, test),
      rows: rows?.test,
      help: 'Never seen while learning: the honest score.',
    },
  ]
}

function PartsBar({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      <div
        className={styles.splitBar}
        role="img"
        aria-label={parts.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ')}
      >
        {parts.map(({ name, share }) => (
          <span key={name} data-part={name} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={styles.splitLegend}>
        {parts.map(({ name, share, rows, help }) => (
          <li key={name}>
            <span className={styles.swatch} data-part={name} aria-hidden />
            <div>
              <strong>{name}</strong> {formatShare(share)}
              {rows !== undefined && <span className="soft"> · {formatCount(rows)} rows</span>}
              <div className="faint small">{help}</div>
            </div>
          </li>
        ))}
      </ul>
    </>
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

const OWN = 'own'

/** Whose rows are the test: some of this table's, or all of another one's. */
function TestTable({
  split,
  others,
  set,
}: {
  split: Split
  others: readonly DatasetBrief[]
  set: (label: string, part: Partial<Split>) => void
}) {
  if (others.length === 0 && split.testTable === undefined) return null
  const isGone = split.testTable !== undefined && others.every(({ id }) => id !== split.testTable)
  return (
    <Select
      label={
        <Tooltip label="A table of its own shows how the model does on rows that came later, or from elsewhere. Nothing is learned from it.">
          <span>Test rows</span>
        </Tooltip>
      }
      w={220}
      allowDeselect={false}
      value={split.testTable ?? OWN}
      data={[
        { value: OWN, label: 'A part of this table' },
        ...others.map(({ id, name, rows }) => ({ value: id, label: `${name} (${formatCount(rows)} rows)` })),
        ...(isGone ? [{ value: split.testTable ?? '', label: 'A table that is gone' }] : []),
      ]}
      onChange={(chosen) => {
        if (chosen === null || chosen === (split.testTable ?? OWN)) return
        const name = others.find(({ id }) => id === chosen)?.name
        set(chosen === OWN ? 'Take the test rows from this table' : `Take the rows of ${name ?? ''} as the test`, {
          testTable: chosen === OWN ? undefined : chosen,
        })
      }}
    />
  )
}

/** How the rows are shared out between training, validation and test. */
export function SplitStage({
  recipe,
  columns,
  preview,
  others,
  reason,
  onChange,
}: {
  recipe: Recipe
  columns: readonly ColumnSummary[]
  preview: RecipePreview | undefined
  /** Tables of the project that can give the test rows. */
  others: readonly DatasetBrief[]
  reason: string | undefined
  onChange: ChangeRecipe
}) {
  const { split } = recipe
  const kind = split.by?.kind ?? 'rows'
  const empty = (preview?.findings ?? []).filter((finding) => finding.kind === 'emptyPart')
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
      <PartsBar parts={partsOf(split, preview?.rows)} />
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
        <TestTable split={split} others={others} set={set} />
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
        {kind === 'rows' && preview !== undefined && <Strata recipe={recipe} task={preview.task} set={set} />}
      </div>
      {empty.length > 0 && (
        <div className={styles.warnings}>
          <Findings findings={empty} onRemedy={null} />
        </div>
      )}
      {reason !== undefined && <p className={styles.why}>Why: {reason}</p>}
      {preview !== undefined && <FoldsStage recipe={recipe} columns={columns} preview={preview} onChange={onChange} />}
    </StageSection>
  )
}
