import { NativeSelect, Switch, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { type Recipe, type RecipePreview, recipeSchema } from '../../../shared/recipes.ts'
import { FieldFrame } from './fields/FieldFrame.tsx'
import { OrderInput } from './fields/OrderInput.tsx'
import { TypedInput } from './fields/TypedInput.tsx'
import styles from './Prepare.module.css'
import type { ChangeRecipe } from './useRecipe.ts'

interface OptionsProps {
  recipe: Recipe
  /** undefined where the recipe cannot be shown: what was chosen can be changed all the same. */
  preview: RecipePreview | undefined
  onChange: ChangeRecipe
}

const transforms = [
  { value: 'none', label: 'As it is' },
  { value: 'log', label: 'Its logarithm' },
  { value: 'yeoJohnson', label: 'Yeo-Johnson power' },
] as const

function NumberOptions({ recipe, onChange }: OptionsProps) {
  return (
    <>
      <FieldFrame
        field={{
          label: 'Learn the target',
          help: 'Prices and counts with a long tail are learned better as logarithms (all values must be above 0), or by the power that makes them most even. Predictions are turned back exactly.',
        }}
      >
        {(id) => (
          <NativeSelect
            id={id}
            value={recipe.targetTransform ?? 'none'}
            data={[...transforms]}
            onChange={(event) => {
              const chosen = transforms.find(({ value }) => value === event.currentTarget.value)
              if (chosen !== undefined)
                onChange(`Learn the target ${chosen.label.toLowerCase()}`, { ...recipe, targetTransform: chosen.value })
            }}
          />
        )}
      </FieldFrame>
      <Tooltip label="The network learns the target with mean 0 and standard deviation 1; predictions are always turned back into the target's own unit.">
        <Switch
          className={styles.scaling}
          label="Standardize the target while learning"
          checked={recipe.targetScaling === 'standardize'}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? 'Standardize the target' : 'Learn the target as it is', {
              ...recipe,
              targetScaling: event.currentTarget.checked ? 'standardize' : 'none',
            })
          }
        />
      </Tooltip>
    </>
  )
}

function ClassOptions({ recipe, preview, onChange }: OptionsProps) {
  const [ordering, setOrdering] = useState(false)
  const labels = (preview?.classes ?? []).map(({ label }) => label)
  return (
    <>
      <TypedInput
        field={{
          key: 'leastClassRows',
          label: 'Leave out classes with fewer rows than',
          help: 'A class with a handful of rows can hardly be learned or judged. Its rows are not used.',
        }}
        value={recipe.leastClassRows ?? 0}
        text={String(recipe.leastClassRows ?? 0)}
        read={(text) => (text.trim() === '' ? NaN : Number(text))}
        range="a whole number, 0 or more"
        numeric
        onChange={(value) => {
          const parsed = recipeSchema.safeParse({ ...recipe, leastClassRows: value })
          if (!parsed.success) return 'Must be a whole number, 0 or more'
          onChange('Change the least rows of a class', parsed.data, 'least class rows')
          return null
        }}
      />
      <Switch
        className={styles.scaling}
        label="Set the order of the classes"
        checked={ordering || recipe.classOrder !== undefined}
        onChange={(event) => {
          setOrdering(event.currentTarget.checked)
          if (!event.currentTarget.checked && recipe.classOrder !== undefined)
            onChange('Order the classes by value', { ...recipe, classOrder: undefined })
        }}
      />
      {(ordering || recipe.classOrder !== undefined) && (
        <OrderInput
          label="Order of the classes"
          values={labels}
          onChange={(classOrder) => onChange('Change the order of the classes', { ...recipe, classOrder })}
        />
      )}
    </>
  )
}

/** Whether something of how the target is learned was chosen. */
export function hasTargetOptions({ targetTransform, classOrder, leastClassRows }: Recipe): boolean {
  return (targetTransform ?? 'none') !== 'none' || classOrder !== undefined || (leastClassRows ?? 0) > 0
}

/** How the target is learned, beyond which it is; out of the way as long as nothing was chosen. */
export function TargetOptions(props: OptionsProps) {
  const { recipe, preview } = props
  const isRegression =
    preview === undefined ? (recipe.targetTransform ?? 'none') !== 'none' : preview.task === 'regression'
  return (
    <details className={styles.more} open={hasTargetOptions(recipe)}>
      <summary>How it is learned</summary>
      <div className={styles.options}>{isRegression ? <NumberOptions {...props} /> : <ClassOptions {...props} />}</div>
    </details>
  )
}
