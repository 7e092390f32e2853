import type { FieldWord } from '../../../../core/words/settings/fieldWords.ts'
import { Formula } from '../../../components/math/Formula.tsx'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import type { Variants } from './describe.ts'
import { More } from './Section.tsx'
import { ChoiceSetting, Setting, type SettingValue } from './Setting.tsx'

type Variant = { kind: string } & Record<string, unknown>

/** A choice of kinds, what the chosen one computes, and the settings that it has. */
export function VariantFields<K extends string>(props: {
  /** Its place in the configuration. */
  place: string
  words: FieldWord
  /** The kinds offered, with their names. */
  names: Partial<Record<K, string>>
  /** What the chosen kind does, said under the choice. */
  explained?: Partial<Record<K, string>>
  formulas?: Partial<Record<K, readonly string[]>>
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
  const formulas = props.formulas?.[value.kind] ?? []
  return (
    <>
      <ChoiceSetting
        place={place}
        label={words.label}
        help={words.help}
        formulas={formulas}
        value={value.kind}
        options={props.names as Record<K, string>}
        onChange={(kind) => {
          onKind(kind)
          onDone(`Change ${words.label.toLowerCase()}`)
        }}
      />
      <Explained text={props.explained?.[value.kind] ?? null} formulas={formulas} />
      {props.more === undefined || Object.keys(settings).length === 0 ? (
        list
      ) : (
        <More label={props.more} places={Object.keys(settings).map((name) => `${place}.${name}`)}>
          {list}
        </More>
      )}
    </>
  )
}

/** What the chosen kind does, in words and as a formula. */
function Explained({ text, formulas }: { text: string | null; formulas: readonly string[] }) {
  const { onlyChanged } = useFormActions()
  if (onlyChanged) return null
  return (
    <>
      {text !== null && <p className="faint small">{text}</p>}
      {formulas.length > 0 && (
        <details className={styles.formulas}>
          <summary>Formula</summary>
          {formulas.map((formula) => (
            <Formula key={formula} block>
              {formula}
            </Formula>
          ))}
        </details>
      )}
    </>
  )
}

/** The settings of one kind, in the order of its schema. */
function VariantSettings(props: {
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
