import type { Task } from '../../../../shared/recipes.ts'
import { lossesOf, lossSchema, type ClassWeights, type Loss } from '../../../../shared/training.ts'
import { fieldWords, lossHelp, lossWords } from '../../../../core/words/settings/fieldWords.ts'
import { lossFormulas } from '../formulas.ts'
import { lossNames } from '../../../../core/words/settings/names.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { Lockable, LockNote } from './Lock.tsx'
import { variantsOf } from './describe.ts'
import { ClassWeightFields } from './ClassWeightFields.tsx'
import { QuantilesField } from './QuantilesField.tsx'
import { Section } from './Section.tsx'
import { ChoiceSetting } from './Setting.tsx'
import { VariantFields } from './VariantFields.tsx'

const variants = variantsOf(lossSchema)

/** What training makes small; only losses of the task are offered. */
export function LossGroup(props: {
  loss: Loss | undefined
  task: Task
  /** Of a classification. */
  classes: readonly string[]
  onChange: (loss: Loss) => void
}) {
  const { task, onChange } = props
  const loss = props.loss ?? { kind: 'auto' }
  const { onDone } = useFormActions()
  const offered = lossesOf[task]
  // A loss of the other task may come from a file or from before the target was changed: it is shown to be changed.
  const kinds = offered.includes(loss.kind) ? offered : [loss.kind, ...offered]
  return (
    <Section title="Loss" places={['loss']} summary={lossNames[loss.kind]} open={loss.kind !== 'auto'}>
      <LockNote />
      <Lockable>
        <VariantFields
          place="loss"
          words={fieldWords.loss}
          names={Object.fromEntries(kinds.map((kind) => [kind, lossNames[kind]]))}
          explained={lossHelp}
          formulas={lossFormulas}
          value={loss}
          variants={variants}
          fields={lossWords}
          onKind={(kind) => onChange(lossSchema.parse({ kind }))}
          onSetting={(name, value) => onChange(lossSchema.parse({ ...loss, [name]: value }))}
        />
        {!offered.includes(loss.kind) && (
          <p role="alert" className={styles.warnLine}>
            This loss is for {task === 'regression' ? 'classes' : 'numbers'}: choose another one.
          </p>
        )}
        {loss.kind === 'quantile' && (
          <QuantilesField value={loss.quantiles} onChange={(quantiles) => onChange({ ...loss, quantiles })} />
        )}
        {(loss.kind === 'crossEntropy' || loss.kind === 'focal') && (
          <>
            <ChoiceSetting
              place="loss.classWeights"
              label={fieldWords.classWeights.label}
              help={fieldWords.classWeights.help}
              value={weightsKind(loss.classWeights)}
              options={{ none: 'Equal rows', balanced: 'Balanced', own: 'By class' }}
              onChange={(kind) => {
                onChange({ ...loss, classWeights: kind === 'none' ? null : kind === 'own' ? {} : kind })
                onDone('Change the class weights')
              }}
            />
            {typeof loss.classWeights === 'object' && loss.classWeights !== null && (
              <ClassWeightFields
                classes={props.classes}
                weights={loss.classWeights}
                onChange={(classWeights) => onChange({ ...loss, classWeights })}
              />
            )}
          </>
        )}
      </Lockable>
    </Section>
  )
}

function weightsKind(weights: ClassWeights | null): 'none' | 'balanced' | 'own' {
  if (weights === null) return 'none'
  return weights === 'balanced' ? 'balanced' : 'own'
}
