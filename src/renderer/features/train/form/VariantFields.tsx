import type { FieldWord } from '../fieldWords.ts'
import { SelectField } from '../SelectField.tsx'
import { useFormActions } from './context.ts'
import type { Variants } from './describe.ts'
import { More } from './Section.tsx'
import { Setting, type SettingValue } from './Setting.tsx'

type Variant = { kind: string } & Record<string, unknown>

/** A choice of kinds, and the settings that the chosen one has. */
export function VariantFields<K extends string>(props: {
  /** Its place in the configuration. */
  place: string
  words: FieldWord
  /** The kinds offered, with their names. */
  names: Partial<Record<K, string>>
  /** What the chosen kind does, said under the choice. */
  explained?: Partial<Record<K, string>>
  value: { kind: K }
  variants: Variants
  fields: Record<string, FieldWord>
  /** The settings open on demand under this name. */
  more?: string
  onKind: (kind: K) => void
  onSetting: (name: string, value: SettingValue) => void
}) {
  const { place, words, value, onKind } = props
  const { onDone } = useFormActions()
  const settings = props.variants[value.kind] ?? {}
  const list = (
    <VariantSettings
      place={place}
      value={value}
      settings={settings}
      fields={props.fields}
      onSetting={props.onSetting}
    />
  )
  const text = props.explained?.[value.kind]
  return (
    <>
      <SelectField
        label={words.label}
        help={words.help}
        value={value.kind}
        options={props.names as Record<K, string>}
        onChange={(kind) => {
          onKind(kind)
          onDone(`Change ${words.label.toLowerCase()}`)
        }}
      />
      {text !== undefined && <p className="faint small">{text}</p>}
      {props.more === undefined || Object.keys(settings).length === 0 ? (
        list
      ) : (
        <More label={props.more} open={false}>
          {list}
        </More>
      )}
    </>
  )
}

/** The settings of one kind, in the order of its schema. */
export function VariantSettings(props: {
  place: string
  value: { kind: string }
  settings: Variants[string]
  fields: Record<string, FieldWord>
  onSetting: (name: string, value: SettingValue) => void
}) {
  const value = props.value as Variant
  return Object.entries(props.settings ?? {}).map(([name, schema]) => {
    const words = props.fields[name]
    return words === undefined ? null : (
      <Setting
        key={`${value.kind} ${name}`}
        place={`${props.place}.${name}`}
        schema={schema}
        words={words}
        value={value[name]}
        onChange={(next) => props.onSetting(name, next)}
      />
    )
  })
}
