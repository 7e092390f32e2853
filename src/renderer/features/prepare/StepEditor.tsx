import type { Step } from '../../../shared/recipes.ts'
import styles from './steps.module.css'
import { type FieldChoices, StepFieldInput } from './fields/StepFieldInput.tsx'
import { withSetting } from './stepChanges.ts'
import type { StepField } from './steps/form.ts'
import { formOf } from './steps/registry.ts'

function isAsked(field: StepField, settings: ReadonlyMap<string, unknown>): boolean {
  if (field.when === undefined) return true
  const { key, is } = field.when
  const value = settings.get(key)
  return is === 'given' ? value !== undefined : is.includes(value)
}

/** A step's settings, as its kind describes them. */
export function StepEditor({
  step,
  choices,
  onChange,
  onRefused,
}: {
  step: Step
  choices: FieldChoices
  onChange: (step: Step, key: string) => void
  /** Told whether a formula that is being written cannot be used. */
  onRefused: (refused: boolean) => void
}) {
  const settings = new Map<string, unknown>(Object.entries(step))
  return (
    <div className={styles.editor}>
      {formOf(step)
        .fields.filter((field) => isAsked(field, settings))
        .map((field) => (
          <StepFieldInput
            key={field.key}
            kind={step.kind}
            field={field}
            value={settings.get(field.key)}
            choices={choices}
            onRefused={onRefused}
            onChange={(value) => {
              const next = withSetting(step, field.key, value)
              if ('problem' in next) return next.problem
              onChange(next.step, field.key)
              return null
            }}
          />
        ))}
    </div>
  )
}
