import styles from './dialogs.module.css'
import type { CarriedRecipe } from './carryOver.ts'
import { formOf, stepText } from './steps/registry.ts'

/** What of a recipe from elsewhere cannot be here: columns that the table lacks, and steps that need them. */
export function Lacking({ carried }: { carried: Pick<CarriedRecipe, 'lacking' | 'refused'> }) {
  const { lacking, refused } = carried
  if (lacking.length === 0 && refused.length === 0) return null
  const one = lacking.length === 1
  return (
    <div className={styles.lacking}>
      {lacking.length > 0 && (
        <>
          <p>
            {one ? 'This column is not in the table' : `These ${lacking.length} columns are not in the table`}; what the
            recipe says of {one ? 'it' : 'them'} is left out:
          </p>
          <ul aria-label="Columns that are not in the table">
            {lacking.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      )}
      {refused.length > 0 && (
        <>
          <p>
            {refused.length === 1
              ? 'A step cannot run here and is switched off:'
              : 'These steps cannot run here and are switched off:'}
          </p>
          <ul aria-label="Steps that cannot run">
            {refused.map((step) => (
              <li key={step.id}>
                {formOf(step).title} ({stepText(step)})
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
