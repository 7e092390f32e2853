import { Switch, Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { FieldWord } from '../../../../core/words/settings/fieldWords.ts'
import { activationNames } from '../../../../core/words/settings/names.ts'
import { NumberField } from '../NumberField.tsx'
import { SelectField } from '../SelectField.tsx'
import { useFieldHelp } from '../fieldHelp.tsx'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { describeField } from './describe.ts'
import { useMark } from './useMark.tsx'

export type SettingValue = number | string | boolean | null

/** One setting as its schema describes it: a number in its range, a switch or a choice. */
export function Setting(props: {
  /** Its place in the configuration, unique in the form. */
  place: string
  schema: z.ZodType
  words: FieldWord
  value: unknown
  onChange: (value: SettingValue) => void
  /** Of a list of like fields, the name that tells this one apart. */
  label?: string
  hideLabel?: boolean
}) {
  const { place, schema, words, value } = props
  const { onDone, onValidity, onTouch } = useFormActions()
  const field = useMemo(() => describeField(schema), [schema])
  const label = props.label ?? words.label
  const hide = props.hideLabel === true ? { hideLabel: true } : {}
  const { isHidden, mark, effect, standard } = useMark(place, lowerFirst(label))
  const done = () => onDone(`Change ${lowerFirst(label)}`)
  const onChange = (next: SettingValue) => {
    onTouch(place)
    props.onChange(next)
  }
  if (isHidden) return null
  switch (field.type) {
    case 'number':
      return (
        <div data-place={place}>
          <NumberField
            label={label}
            help={words.help}
            value={typeof value === 'number' ? value : null}
            accepts={(number) => schema.safeParse(number).success}
            range={field.range}
            {...(field.nullable ? { emptyMeans: words.empty ?? 'none' } : {})}
            {...hide}
            details={{ standard }}
            mark={mark}
            effect={effect}
            onChange={onChange}
            onDone={done}
            onValidity={(valid) => onValidity(place, valid)}
          />
        </div>
      )
    case 'choice':
      return (
        <div data-place={place}>
          <SelectField
            label={label}
            help={words.help}
            value={String(value)}
            options={Object.fromEntries(field.options.map((option) => [option, optionName(option)]))}
            {...hide}
            details={{ standard }}
            mark={mark}
            effect={effect}
            onChange={(next) => {
              onChange(next)
              done()
            }}
          />
        </div>
      )
    case 'switch':
      return (
        <SwitchSetting
          place={place}
          label={label}
          help={words.help}
          checked={value === true}
          onChange={(next) => {
            onChange(next)
            done()
          }}
        />
      )
    case 'other':
      return null
  }
}

/** On or off, with its explanation on hover and, on focus, in the panel. */
export function SwitchSetting(props: {
  /** Its place in the configuration. */
  place: string
  label: string
  help: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const { onTouch } = useFormActions()
  const { isHidden, mark, effect, standard } = useMark(props.place, lowerFirst(props.label))
  const help = useFieldHelp(props.label, props.help, { standard })
  if (isHidden) return null
  return (
    <div className={styles.check} data-place={props.place}>
      <Tooltip label={props.help} openDelay={600} position="top-start" refProp="rootRef">
        <Switch
          label={props.label}
          checked={props.checked}
          onChange={(event) => {
            onTouch(props.place)
            props.onChange(event.currentTarget.checked)
          }}
          {...help}
        />
      </Tooltip>
      {mark}
      {effect !== null && <span className={styles.effect}>{effect}</span>}
    </div>
  )
}

/** A choice of kinds or the like, at its place in the configuration. */
export function ChoiceSetting<T extends string>(props: {
  place: string
  label: string
  accessibleLabel?: string
  help: string
  /** What is said of the chosen one in the panel. */
  formulas?: readonly string[]
  value: T
  options: Record<T, string>
  onChange: (value: T) => void
}) {
  const { place, formulas = [], ...field } = props
  const { onTouch } = useFormActions()
  const { isHidden, mark, effect, standard } = useMark(place, lowerFirst(props.label))
  if (isHidden) return null
  return (
    <div data-place={place}>
      <SelectField
        {...field}
        details={{ standard, formulas }}
        mark={mark}
        effect={effect}
        onChange={(value) => {
          onTouch(place)
          props.onChange(value)
        }}
      />
    </div>
  )
}

const otherNames: Record<string, string> = {
  ones: 'Ones',
  signs: 'Random signs',
  normal: 'Normal',
  matchAdam: 'As Adam’s',
  original: 'Original',
}

function optionName(option: string): string {
  return activationNames[option as keyof typeof activationNames] ?? otherNames[option] ?? option
}
