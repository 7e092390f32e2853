import { Switch, Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { FieldWord } from '../fieldWords.ts'
import { activationNames } from '../names.ts'
import { NumberField } from '../NumberField.tsx'
import { SelectField } from '../SelectField.tsx'
import { useFieldHelp } from '../fieldHelp.tsx'
import { lowerFirst } from '../words.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { describeField } from './describe.ts'

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
  const { place, schema, words, value, onChange } = props
  const { onDone, onValidity } = useFormActions()
  const field = useMemo(() => describeField(schema), [schema])
  const label = props.label ?? words.label
  const hide = props.hideLabel === true ? { hideLabel: true } : {}
  const done = () => onDone(`Change ${lowerFirst(label)}`)
  switch (field.type) {
    case 'number':
      return (
        <NumberField
          label={label}
          help={words.help}
          value={typeof value === 'number' ? value : null}
          accepts={(number) => schema.safeParse(number).success}
          range={field.range}
          {...(field.nullable ? { emptyMeans: words.empty ?? 'none' } : {})}
          {...hide}
          onChange={onChange}
          onDone={done}
          onValidity={(valid) => onValidity(place, valid)}
        />
      )
    case 'choice':
      return (
        <SelectField
          label={label}
          help={words.help}
          value={String(value)}
          options={Object.fromEntries(field.options.map((option) => [option, optionName(option)]))}
          {...hide}
          onChange={(next) => {
            onChange(next)
            done()
          }}
        />
      )
    case 'switch':
      return (
        <SwitchSetting
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
  label: string
  help: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const help = useFieldHelp(props.label, props.help)
  return (
    <Tooltip label={props.help} openDelay={600} position="top-start" refProp="rootRef">
      <Switch
        className={styles.check}
        label={props.label}
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
        {...help}
      />
    </Tooltip>
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
