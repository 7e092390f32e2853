import { Checkbox, Switch, Tooltip } from '@mantine/core'
import {
  optimizerSchema,
  trainingSettingsSchema,
  type OptimizerKind,
  type RunConfig,
  type TrainingSettings,
} from '../../../shared/training.ts'
import { formatCount } from '../../components/format.ts'
import { Card } from '../../components/Page.tsx'
import { fieldWords } from './fieldWords.ts'
import { LayerEditor } from './LayerEditor.tsx'
import { NumberField } from './NumberField.tsx'
import { OptimizerFields } from './OptimizerFields.tsx'
import { SelectField } from './SelectField.tsx'
import { optimizerNames } from './words.ts'
import styles from './train.module.css'

const limits = trainingSettingsSchema.shape
const stopping = limits.earlyStopping.unwrap().shape
const largest = formatCount(1_000_000)

type NumberSetting = {
  [K in keyof TrainingSettings]-?: TrainingSettings[K] extends number | null ? K : never
}[keyof TrainingSettings]

/** Every setting of a run. Values are checked as they are typed; only valid ones reach `onChange`. */
export function ConfigForm(props: {
  config: RunConfig
  trainingRows: number | null
  onChange: (config: RunConfig) => void
  onDone: (label: string) => void
  onValidity: (field: string, valid: boolean) => void
}) {
  const { config, onChange, onDone, onValidity } = props
  const { training } = config
  const set = (change: Partial<TrainingSettings>) => onChange({ ...config, training: { ...training, ...change } })
  const choose = (label: string, change: Partial<TrainingSettings>) => {
    set(change)
    onDone(label)
  }
  const number = (key: NumberSetting, label: string, help: string, range: string, emptyMeans?: string) => (
    <NumberField
      label={label}
      help={help}
      value={training[key]}
      accepts={(value) => limits[key].safeParse(value).success}
      range={range}
      {...(emptyMeans === undefined ? {} : { emptyMeans })}
      onChange={(value) => {
        if (value !== null || emptyMeans !== undefined) set({ [key]: value })
      }}
      onDone={() => onDone(`Change ${label.toLowerCase()}`)}
      onValidity={(valid) => onValidity(key, valid)}
    />
  )

  return (
    <div className={styles.form}>
      <div className={styles.column}>
        <Card title="Hidden layers">
          <LayerEditor
            layers={config.network.hidden}
            onChange={(hidden) => onChange({ ...config, network: { hidden } })}
            onDone={onDone}
            onValidity={onValidity}
          />
        </Card>
        <Card title="When to stop">
          <Tooltip label={fieldWords.earlyStopping} position="top-start" refProp="rootRef">
            <Switch
              className={styles.check}
              label="Early stopping"
              checked={training.earlyStopping !== null}
              onChange={(event) =>
                choose('Change early stopping', {
                  earlyStopping: event.currentTarget.checked ? { patience: 20, minDelta: 0 } : null,
                })
              }
            />
          </Tooltip>
          {training.earlyStopping !== null && (
            <>
              <NumberField
                label="Patience (epochs)"
                help={fieldWords.patience}
                value={training.earlyStopping.patience}
                accepts={(value) => stopping.patience.safeParse(value).success}
                range={`a whole number from 1 to ${formatCount(100_000)}`}
                onChange={(patience) => {
                  if (training.earlyStopping !== null && patience !== null)
                    set({ earlyStopping: { ...training.earlyStopping, patience } })
                }}
                onDone={() => onDone('Change the patience')}
                onValidity={(valid) => onValidity('patience', valid)}
              />
              <NumberField
                label="Smallest improvement"
                help={fieldWords.minDelta}
                value={training.earlyStopping.minDelta}
                accepts={(value) => stopping.minDelta.safeParse(value).success}
                range={`from 0 to ${largest}`}
                onChange={(minDelta) => {
                  if (training.earlyStopping !== null && minDelta !== null)
                    set({ earlyStopping: { ...training.earlyStopping, minDelta } })
                }}
                onDone={() => onDone('Change the smallest improvement')}
                onValidity={(valid) => onValidity('minDelta', valid)}
              />
            </>
          )}
          {number('timeLimitSeconds', 'Time limit (seconds)', fieldWords.timeLimit, 'above 0, or empty', 'none')}
        </Card>
      </div>
      <div className={styles.column}>
        <Card title="Learning">
          {number('learningRate', 'Learning rate', fieldWords.learningRate, 'above 0, at most 100')}
          {training.batchSize !== null &&
            number('batchSize', 'Batch size', fieldWords.batchSize, `a whole number from 1 to ${largest}`)}
          <Tooltip label={fieldWords.wholeSplit} position="top-start" refProp="rootRef">
            <Checkbox
              className={styles.check}
              label={
                props.trainingRows === null
                  ? 'Whole training split in one batch'
                  : `Whole training split in one batch (${formatCount(props.trainingRows)} rows)`
              }
              checked={training.batchSize === null}
              onChange={(event) =>
                choose('Change the batch size', { batchSize: event.currentTarget.checked ? null : 32 })
              }
            />
          </Tooltip>
          {number('epochs', 'Epochs', fieldWords.epochs, `a whole number from 1 to ${largest}`)}
          {number('l2', 'L2 (weight decay)', fieldWords.l2, 'from 0 to 100')}
          <SelectField
            label="Optimizer"
            help={fieldWords.optimizer}
            value={training.optimizer.kind}
            options={optimizerNames}
            onChange={(kind: OptimizerKind) =>
              choose('Change the optimizer', { optimizer: optimizerSchema.parse({ kind }) })
            }
          />
          <OptimizerFields
            optimizer={training.optimizer}
            onChange={(optimizer) => set({ optimizer })}
            onDone={onDone}
            onValidity={onValidity}
          />
        </Card>
        <Card title="Repeatability and speed">
          {number('seed', 'Seed', fieldWords.seed, `a whole number from 0 to ${formatCount(2 ** 32 - 1)}`)}
          {number('threads', 'Threads', fieldWords.threads, 'a whole number from 1 to 256, or empty', 'automatic')}
        </Card>
      </div>
    </div>
  )
}
