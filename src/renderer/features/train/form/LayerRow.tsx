import { ActionIcon, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { usualInitialization } from '../../../../core/defaults/suited.ts'
import {
  denseLayerSchema,
  hiddenLayerSchema,
  scaledInitializations,
  type Activation,
  sharingSchema,
  type DenseLayer,
  type Ensemble,
  type HiddenLayer,
  type Initialization,
} from '../../../../shared/training.ts'
import { fieldWords, layerHelp, layerWords } from '../fieldWords.ts'
import { activationNames, initializationNames, layerNames, sharingNames } from '../names.ts'
import { NumberField } from '../NumberField.tsx'
import { SelectField } from '../SelectField.tsx'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { variantsOf } from './describe.ts'
import { Setting, SwitchSetting, type SettingValue } from './Setting.tsx'

const variants = variantsOf(hiddenLayerSchema)

/** Settings that stand in a layer's own line; the rest opens below it. */
const inLine: readonly string[] = ['activation', 'initial', 'rate']

/** One layer: its kind, its settings, and what can be done with it. */
export function LayerRow(props: {
  layer: HiddenLayer
  number: number
  /** "layer 2" */
  name: string
  place: string
  /** Of the network; null where there is none. */
  ensemble: Ensemble['kind'] | null
  isFirst: boolean
  isLast: boolean
  onChange: (layer: HiddenLayer) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  /** What lies within the layer. */
  children?: ReactNode
}) {
  const { layer, name } = props
  const [open, setOpen] = useState(layer.kind === 'dense' && !isUsual(layer))
  const below = settingsOf(layer).filter(([key]) => !inLine.includes(key) || layer.kind === 'scale')
  const hasMore = layer.kind === 'dense' || below.length > 0
  return (
    <li className={styles.layerItem}>
      <div className={styles.layer}>
        <span className={styles.layerNumber}>{props.number}</span>
        {layer.kind === 'dense' ? (
          <DenseFields layer={layer} name={name} place={props.place} onChange={props.onChange} />
        ) : (
          <OtherFields layer={layer} name={name} place={props.place} onChange={props.onChange} />
        )}
        <span className={styles.layerTools}>
          {hasMore && (
            <ActionIcon
              size={22}
              aria-label={`More settings of ${name}`}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              <IconAdjustmentsHorizontal size={14} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            size={22}
            aria-label={`Move ${name} up`}
            disabled={props.isFirst}
            onClick={() => props.onMove(-1)}
          >
            <IconArrowUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={22}
            aria-label={`Move ${name} down`}
            disabled={props.isLast}
            onClick={() => props.onMove(1)}
          >
            <IconArrowDown size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon size={22} aria-label={`Remove ${name}`} onClick={props.onRemove}>
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </span>
      </div>
      {hasMore && open && (
        <div className={styles.layerMore}>
          {layer.kind === 'dense' ? (
            <DenseDetails
              layer={layer}
              name={name}
              place={props.place}
              ensemble={props.ensemble}
              onChange={props.onChange}
            />
          ) : (
            below.map(([key, schema]) => (
              <LayerSetting
                key={key}
                layer={layer}
                setting={key}
                schema={schema}
                name={name}
                place={props.place}
                onChange={props.onChange}
              />
            ))
          )}
        </div>
      )}
      {props.children}
    </li>
  )
}

function isUsual({ activation, initialization, bias, sharing }: DenseLayer): boolean {
  return initialization === usualInitialization(activation) && bias !== false && sharing === undefined
}

/** The settings that a kind of layer has words for. */
function settingsOf(layer: HiddenLayer): [string, z.ZodType][] {
  return Object.entries(variants[layer.kind] ?? {}).filter(([key]) => layerWords[key] !== undefined)
}

interface DenseProps {
  layer: DenseLayer
  name: string
  place: string
  onChange: (layer: HiddenLayer) => void
}

function DenseFields({ layer, name, place, onChange }: DenseProps) {
  const { onDone, onValidity } = useFormActions()
  const chooseActivation = (activation: Activation) => {
    const follows = layer.initialization === usualInitialization(layer.activation)
    onChange({ ...layer, activation, ...(follows ? { initialization: usualInitialization(activation) } : {}) })
    onDone(`Change the activation of ${name}`)
  }
  return (
    <span className={styles.dense}>
      <NumberField
        hideLabel
        label={`Units of ${name}`}
        help={fieldWords.units.help}
        value={layer.units}
        accepts={(units) => denseLayerSchema.shape.units.safeParse(units).success}
        range="1 to 4,096"
        onChange={(units) => onChange({ ...layer, units: units ?? layer.units })}
        onDone={() => onDone(`Change the units of ${name}`)}
        onValidity={(valid) => onValidity(`${place}.units`, valid)}
      />
      <SelectField
        hideLabel
        label={`Activation of ${name}`}
        help={fieldWords.activation.help}
        value={layer.activation}
        options={activationNames}
        onChange={chooseActivation}
      />
    </span>
  )
}

/** What is seldom changed of a dense layer. */
function DenseDetails({ layer, name, place, ensemble, onChange }: DenseProps & { ensemble: Ensemble['kind'] | null }) {
  const { onDone } = useFormActions()
  return (
    <>
      <SelectField
        label={fieldWords.initialization.label}
        accessibleLabel={`Initialization of ${name}`}
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
      <SwitchSetting
        label={`Bias of ${name}`}
        help={fieldWords.bias.help}
        checked={layer.bias !== false}
        onChange={(bias) => {
          onChange({ ...layer, bias: bias ? undefined : false })
          onDone(`Change the bias of ${name}`)
        }}
      />
      {ensemble !== null && (
        <SelectField
          label={fieldWords.sharing.label}
          accessibleLabel={`${fieldWords.sharing.label} in ${name}`}
          help={fieldWords.sharing.help}
          value={layer.sharing ?? 'ensemble'}
          options={sharingNames}
          onChange={(chosen) => {
            onChange({ ...layer, sharing: sharingSchema.safeParse(chosen).data })
            onDone(`Change the sharing of ${name}`)
          }}
        />
      )}
    </>
  )
}

function OtherFields(props: {
  layer: Exclude<HiddenLayer, { kind: 'dense' }>
  name: string
  place: string
  onChange: (layer: HiddenLayer) => void
}) {
  const { layer } = props
  const settings = settingsOf(layer).filter(([key]) => inLine.includes(key) && layer.kind !== 'scale')
  return (
    <span className={styles.other}>
      <Tooltip label={layerHelp[layer.kind]} openDelay={600} position="top-start">
        <span className={styles.otherName}>{layerNames[layer.kind]}</span>
      </Tooltip>
      {settings.map(([key, schema]) => (
        <span key={key} className={styles.otherField}>
          <LayerSetting {...props} setting={key} schema={schema} hideLabel />
        </span>
      ))}
    </span>
  )
}

function LayerSetting(props: {
  layer: HiddenLayer
  setting: string
  schema: z.ZodType
  name: string
  place: string
  onChange: (layer: HiddenLayer) => void
  hideLabel?: boolean
}) {
  const { layer, setting, name } = props
  const words = layerWords[setting]
  if (words === undefined) return null
  const change = (value: SettingValue) => {
    const next = hiddenLayerSchema.safeParse({ ...layer, [setting]: value })
    if (next.success) props.onChange(next.data)
  }
  return (
    <Setting
      place={`${props.place}.${setting}`}
      schema={props.schema}
      words={words}
      {...(props.hideLabel === true ? { hideLabel: true, label: `${words.label} of ${name}` } : {})}
      value={(layer as Record<string, unknown>)[setting]}
      onChange={change}
    />
  )
}
