import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCopy, IconMinus, IconPlus, IconTrash } from '@tabler/icons-react'
import { usualInitialization } from '../../../../core/defaults/suited.ts'
import type { DrawnLayer } from '../../../../core/network/drawn.ts'
import {
  denseLayerSchema,
  hiddenLayerSchema,
  scaledInitializations,
  sharingSchema,
  type Activation,
  type DenseLayer,
  type Ensemble,
  type HiddenLayer,
  type Initialization,
  type LayerKind,
} from '../../../../shared/training.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { variantsOf } from '../form/describe.ts'
import { useFormActions } from '../form/context.ts'
import { ChoiceSetting, Setting, SwitchSetting, type SettingValue } from '../form/Setting.tsx'
import { fieldWords, layerHelp, layerWords } from '../../../../core/words/settings/fieldWords.ts'
import {
  activationNames,
  initializationNames,
  layerNames,
  sharingNames,
} from '../../../../core/words/settings/names.ts'
import { freshLayer } from './freshLayer.ts'
import { nextWidth } from './layout.ts'
import styles from './network.module.css'

const variants = variantsOf(hiddenLayerSchema)

/** What can be done with the chosen layer, besides its settings. */
export interface LayerActions {
  onChange: (layer: HiddenLayer) => void
  onAddAfter: (kind: LayerKind) => void
  onMoveBy: (by: -1 | 1) => void
  onCopy: () => void
  onRemove: () => void
}

/** The layers that are added most. */
const offered: readonly LayerKind[] = ['dense', 'dropout', 'batchNormalization', 'layerNormalization']

/** The chosen layer: its kind and settings, and what can be done with it. */
export function LayerPanel(props: {
  drawn: DrawnLayer
  /** Of the network; null where there is none. */
  ensemble: Ensemble['kind'] | null
  actions: LayerActions
}) {
  const { drawn, ensemble, actions } = props
  const { layer, path, shape, wrong } = drawn
  const { onDone, locked } = useFormActions()
  const place = `hidden.${path.join('.layers.')}`
  const name = `layer ${path.map((index) => index + 1).join('.')}`
  const change = (next: HiddenLayer, label: string) => {
    actions.onChange(next)
    onDone(label)
  }
  return (
    <>
      <div className={styles.panelHead}>
        <h3>
          {layerNames[layer.kind]} <span className="faint">{name}</span>
        </h3>
        {locked === null && (
          <span className={styles.tools}>
            <ActionIcon size={24} aria-label={`Move ${name} up`} onClick={() => actions.onMoveBy(-1)}>
              <IconArrowUp size={15} aria-hidden />
            </ActionIcon>
            <ActionIcon size={24} aria-label={`Move ${name} down`} onClick={() => actions.onMoveBy(1)}>
              <IconArrowDown size={15} aria-hidden />
            </ActionIcon>
            <ActionIcon size={24} aria-label={`Copy ${name}`} onClick={actions.onCopy}>
              <IconCopy size={15} aria-hidden />
            </ActionIcon>
            <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={actions.onRemove}>
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </span>
        )}
      </div>
      <p className="small soft">{layerHelp[layer.kind]}</p>
      <p className="small">
        {formatCount(shape.inputs)} numbers in, {formatCount(shape.units)} out
        {shape.parameters > 0 && `, ${plural(shape.parameters, 'parameter')}`}
      </p>
      {wrong !== null && (
        <p role="alert" className={styles.wrong}>
          It adds its {formatCount(wrong.after)} results to the {formatCount(wrong.before)} numbers that come in, so
          there must be as many: give its last dense layer {plural(wrong.before, 'unit')}.
        </p>
      )}
      <ChoiceSetting
        place={`${place}.kind`}
        label="Kind"
        help="What the layer does. Another kind begins with its usual settings."
        value={layer.kind}
        options={layerNames}
        onChange={(kind: LayerKind) => change(freshLayer(kind, shape.inputs, []), `Change the kind of ${name}`)}
      />
      {layer.kind === 'dense' ? (
        <DenseFields layer={layer} name={name} place={place} ensemble={ensemble} onChange={actions.onChange} />
      ) : (
        <OtherFields layer={layer} place={place} onChange={actions.onChange} />
      )}
      {locked === null && (
        <div className={styles.addAfter}>
          <span className="small soft">Add after it</span>
          {offered.map((kind) => (
            <Button
              key={kind}
              size="compact-xs"
              leftSection={<IconPlus size={12} aria-hidden />}
              onClick={() => actions.onAddAfter(kind)}
            >
              {layerNames[kind]}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}

function DenseFields(props: {
  layer: DenseLayer
  name: string
  place: string
  ensemble: Ensemble['kind'] | null
  onChange: (layer: HiddenLayer) => void
}) {
  const { layer, name, place, ensemble, onChange } = props
  const { onDone, onTouch } = useFormActions()
  const chooseActivation = (activation: Activation) => {
    const follows = layer.initialization === usualInitialization(layer.activation)
    onChange({ ...layer, activation, ...(follows ? { initialization: usualInitialization(activation) } : {}) })
    onDone(`Change the activation of ${name}`)
  }
  const step = (by: -1 | 1) => {
    onTouch(`${place}.units`)
    onChange({ ...layer, units: nextWidth(layer.units, by) })
    onDone(`Change the units of ${name}`)
  }
  return (
    <>
      <div className={styles.stepper}>
        <Setting
          place={`${place}.units`}
          schema={denseLayerSchema.shape.units}
          words={fieldWords.units}
          value={layer.units}
          onChange={(units) => {
            if (typeof units === 'number') onChange({ ...layer, units })
          }}
        />
        <ActionIcon size={28} aria-label={`Make ${name} narrower`} onClick={() => step(-1)}>
          <IconMinus size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon size={28} aria-label={`Make ${name} wider`} onClick={() => step(1)}>
          <IconPlus size={14} aria-hidden />
        </ActionIcon>
      </div>
      <ChoiceSetting
        place={`${place}.activation`}
        label={fieldWords.activation.label}
        help={fieldWords.activation.help}
        value={layer.activation}
        options={activationNames}
        onChange={chooseActivation}
      />
      <ChoiceSetting
        place={`${place}.initialization`}
        label={fieldWords.initialization.label}
        help={fieldWords.initialization.help}
        value={layer.initialization}
        options={initializationNames}
        onChange={(initialization: Initialization) => {
          onChange({ ...layer, initialization, initializationScale: undefined })
          onDone(`Change the initialization of ${name}`)
        }}
      />
      {scaledInitializations.includes(layer.initialization) && (
        <Setting
          place={`${place}.initializationScale`}
          schema={denseLayerSchema.shape.initializationScale.unwrap().nullable()}
          words={fieldWords.initializationScale}
          value={layer.initializationScale ?? null}
          onChange={(scale) =>
            onChange({ ...layer, initializationScale: typeof scale === 'number' ? scale : undefined })
          }
        />
      )}
      {ensemble !== null && (
        <ChoiceSetting
          place={`${place}.sharing`}
          label={fieldWords.sharing.label}
          help={fieldWords.sharing.help}
          value={layer.sharing ?? 'ensemble'}
          options={sharingNames}
          onChange={(chosen) => {
            onChange({ ...layer, sharing: sharingSchema.safeParse(chosen).data })
            onDone(`Change the sharing of ${name}`)
          }}
        />
      )}
      <SwitchSetting
        place={`${place}.bias`}
        label={fieldWords.bias.label}
        help={fieldWords.bias.help}
        checked={layer.bias !== false}
        onChange={(bias) => {
          onChange({ ...layer, bias: bias ? undefined : false })
          onDone(`Change the bias of ${name}`)
        }}
      />
    </>
  )
}

function OtherFields(props: {
  layer: Exclude<HiddenLayer, { kind: 'dense' }>
  place: string
  onChange: (layer: HiddenLayer) => void
}) {
  const { layer, place } = props
  const values: Record<string, unknown> = { ...layer }
  return Object.entries(variants[layer.kind] ?? {}).map(([setting, schema]) => {
    const words = layerWords[setting]
    if (words === undefined) return null
    return (
      <Setting
        key={setting}
        place={`${place}.${setting}`}
        schema={schema}
        words={words}
        value={values[setting]}
        onChange={(value: SettingValue) => {
          const next = hiddenLayerSchema.safeParse({ ...layer, [setting]: value })
          if (next.success) props.onChange(next.data)
        }}
      />
    )
  })
}
