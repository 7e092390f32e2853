import { NumberInput, Switch, Tooltip } from '@mantine/core'
import type { Recipe, RecipePreview, Split } from '../../../shared/recipes.ts'
import { formatCount, formatShare } from '../../components/format.ts'
import styles from './split.module.css'
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
  return (
    <NumberInput
      label={label}
      w={110}
      suffix=" %"
      min={0}
      max={Math.round(max * 100)}
      clampBehavior="strict"
      decimalScale={1}
      value={Math.round(value * 1000) / 10}
      onChange={(percent) => {
        if (typeof percent === 'number' && Math.abs(percent / 100 - value) > 1e-6) onChange(percent / 100)
      }}
    />
  )
}

/** How the rows are shared out between training, validation and test. */
export function SplitStage({
  recipe,
  preview,
  reason,
  onChange,
}: {
  recipe: Recipe
  preview: RecipePreview | undefined
  reason: string | undefined
  onChange: ChangeRecipe
}) {
  const { split } = recipe
  const set = (label: string, part: Partial<Split>) =>
    onChange(label, { ...recipe, split: { ...split, ...part } }, `split ${Object.keys(part).join()}`)
  const parts = [
    { name: 'Training', share: 1 - split.validation - split.test, rows: preview?.rows.train, help: 'Learned from.' },
    {
      name: 'Validation',
      share: split.validation,
      rows: preview?.rows.validation,
      help: 'Watched while learning: stops it in time.',
    },
    { name: 'Test', share: split.test, rows: preview?.rows.test, help: 'Never seen while learning: the honest score.' },
  ]
  return (
    <StageSection
      title="Split"
      help="Which rows are learned from, and which ones judge what was learned."
      empty={null}
      onAdd={null}
    >
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
      <div className={styles.fields}>
        <Fraction
          label="Validation"
          value={split.validation}
          max={1 - LEAST_TRAINING - split.test}
          onChange={(validation) => set('Change the validation share', { validation })}
        />
        <Fraction
          label="Test"
          value={split.test}
          max={1 - LEAST_TRAINING - split.validation}
          onChange={(test) => set('Change the test share', { test })}
        />
        <NumberInput
          label={
            <Tooltip label="The same seed always gives the same split.">
              <span>Seed</span>
            </Tooltip>
          }
          w={110}
          min={0}
          max={2 ** 32 - 1}
          allowDecimal={false}
          value={split.seed}
          onChange={(seed) => {
            if (typeof seed === 'number' && seed !== split.seed) set('Change the seed of the split', { seed })
          }}
        />
        {preview?.task === 'classification' && (
          <Tooltip label="Stratified: every class has the same share in training, validation and test.">
            <Switch
              className={styles.switch}
              label="Same share of every class"
              checked={split.stratify}
              onChange={(event) =>
                set(event.currentTarget.checked ? 'Stratify the split' : 'Split without stratifying', {
                  stratify: event.currentTarget.checked,
                })
              }
            />
          </Tooltip>
        )}
      </div>
      {reason !== undefined && <p className={styles.why}>Why: {reason}</p>}
    </StageSection>
  )
}
