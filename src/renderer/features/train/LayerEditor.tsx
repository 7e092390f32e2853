import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { hiddenLayerSchema, type HiddenLayer } from '../../../shared/training.ts'
import { fieldWords } from './fieldWords.ts'
import { NumberField } from './NumberField.tsx'
import { SelectField } from './SelectField.tsx'
import { activationNames, initializationNames } from './words.ts'
import styles from './train.module.css'

const fresh: HiddenLayer = { units: 32, activation: 'relu', initialization: 'he' }

const columnTitles = { units: 'Units', activation: 'Activation', initialization: 'Initialization' }

/** The hidden layers from the inputs on: add, remove, move, and the settings of each. */
export function LayerEditor(props: {
  layers: readonly HiddenLayer[]
  onChange: (layers: HiddenLayer[]) => void
  onDone: (label: string) => void
  onValidity: (field: string, valid: boolean) => void
}) {
  const { layers, onChange, onDone } = props
  const change = (label: string, next: HiddenLayer[]) => {
    onChange(next)
    onDone(label)
  }
  const replace = (index: number, part: Partial<HiddenLayer>) =>
    layers.map((layer, i) => (i === index ? { ...layer, ...part } : layer))
  const swap = (index: number, other: number) => {
    const next = [...layers]
    const a = next[index]
    const b = next[other]
    if (a === undefined || b === undefined) return
    next[index] = b
    next[other] = a
    change('Move a layer', next)
  }
  return (
    <>
      {layers.length === 0 ? (
        <p className="soft small">No hidden layer: the network is a linear model, one weight an input.</p>
      ) : (
        <>
          <div className={`${styles.layer} ${styles.layerHead}`} aria-hidden>
            <span />
            {(['units', 'activation', 'initialization'] as const).map((name) => (
              <Tooltip key={name} label={fieldWords[name]} openDelay={600} position="top-start">
                <span>{columnTitles[name]}</span>
              </Tooltip>
            ))}
          </div>
          <ol className={styles.layers}>
            {layers.map((layer, i) => {
              const name = `layer ${i + 1}`
              return (
                <li key={i} className={styles.layer}>
                  <span className="faint">{i + 1}</span>
                  <NumberField
                    hideLabel
                    label={`Units of ${name}`}
                    help={fieldWords.units}
                    value={layer.units}
                    accepts={(units) => hiddenLayerSchema.shape.units.safeParse(units).success}
                    range="1 to 4,096"
                    onChange={(units) => onChange(replace(i, { units: units ?? layer.units }))}
                    onDone={() => onDone(`Change the units of ${name}`)}
                    onValidity={(valid) => props.onValidity(`units ${i}`, valid)}
                  />
                  <SelectField
                    hideLabel
                    label={`Activation of ${name}`}
                    help={fieldWords.activation}
                    value={layer.activation}
                    options={activationNames}
                    onChange={(activation) => change(`Change the activation of ${name}`, replace(i, { activation }))}
                  />
                  <SelectField
                    hideLabel
                    label={`Initialization of ${name}`}
                    help={fieldWords.initialization}
                    value={layer.initialization}
                    options={initializationNames}
                    onChange={(initialization) =>
                      change(
                        `Change the initialization of ${name}`,
                        replace(i, { initialization, initializationScale: undefined }),
                      )
                    }
                  />
                  <span className={styles.layerTools}>
                    <ActionIcon
                      size={22}
                      aria-label={`Move ${name} up`}
                      disabled={i === 0}
                      onClick={() => swap(i, i - 1)}
                    >
                      <IconArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size={22}
                      aria-label={`Move ${name} down`}
                      disabled={i === layers.length - 1}
                      onClick={() => swap(i, i + 1)}
                    >
                      <IconArrowDown size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size={22}
                      aria-label={`Remove ${name}`}
                      onClick={() =>
                        change(
                          `Remove ${name}`,
                          layers.filter((_, at) => at !== i),
                        )
                      }
                    >
                      <IconTrash size={14} aria-hidden />
                    </ActionIcon>
                  </span>
                </li>
              )
            })}
          </ol>
        </>
      )}
      <Button
        mt={10}
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={layers.length >= 20}
        onClick={() => change('Add a layer', [...layers, layers.at(-1) ?? fresh])}
      >
        Add layer
      </Button>
    </>
  )
}
