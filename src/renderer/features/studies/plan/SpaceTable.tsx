import { ActionIcon, Button, Checkbox, Menu, MultiSelect, TagsInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { SearchParameter } from '../../../../shared/search.ts'
import { parseNumber } from '../../train/numbers.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import { choiceNames, parameterLabel, pointText } from '../words.ts'
import { NumberBox } from './NumberBox.tsx'
import styles from './plan.module.css'

const logHelp =
  'Tries as many values between 0.001 and 0.01 as between 0.01 and 0.1: for settings of which the order of magnitude matters'

interface SpaceTableProps {
  parameters: readonly SearchParameter[]
  /** What can be added. */
  addable: readonly SearchParameter[]
  onChange: (path: string, next: SearchParameter) => void
  onAdd: (parameter: SearchParameter) => void
  onRemove: (path: string) => void
  onValidity: (field: string, valid: boolean) => void
}

/** The settings that a search varies, and within what limits. */
export function SpaceTable(props: SpaceTableProps) {
  const { parameters, addable } = props
  return (
    <div className={styles.space}>
      <table aria-label="Settings to search">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">From – to, or choices</th>
            <th scope="col" title={logHelp}>
              Log scale
            </th>
            <th scope="col">
              <span className={styles.hidden}>Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {parameters.map((parameter) => (
            <ParameterRow key={parameter.path} parameter={parameter} {...props} />
          ))}
        </tbody>
      </table>
      {parameters.some(({ kind }) => kind !== 'choice') && (
        <p className={styles.help}>Log scale: {lowerFirst(logHelp)}.</p>
      )}
      {parameters.length === 0 && <p className={styles.empty}>Add at least one setting to be searched.</p>}
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} disabled={addable.length === 0}>
            Add a setting
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={styles.addable}>
          {addable.map((parameter) => (
            <Menu.Item key={parameter.path} onClick={() => props.onAdd(parameter)}>
              {parameterLabel(parameter.path)} <span className="faint small">{rangeText(parameter)}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

function ParameterRow(
  props: Omit<SpaceTableProps, 'parameters' | 'addable' | 'onAdd'> & { parameter: SearchParameter },
) {
  const { parameter } = props
  const label = parameterLabel(parameter.path)
  const { conditions = [] } = parameter
  return (
    <tr>
      <th scope="row">
        {label}
        {conditions.length > 0 && (
          <span className="faint small">
            {' '}
            where {conditions.map(({ path }) => parameterLabel(path)).join(', ')} allows
          </span>
        )}
      </th>
      <td>
        {parameter.kind === 'choice' ? (
          <Choices parameter={parameter} label={label} onChange={(next) => props.onChange(parameter.path, next)} />
        ) : (
          <Range
            parameter={parameter}
            label={label}
            onChange={(next) => props.onChange(parameter.path, next)}
            onValidity={props.onValidity}
          />
        )}
      </td>
      <td className={styles.logCell}>
        {parameter.kind !== 'choice' && (
          <Checkbox
            aria-label={`${label} on a logarithmic scale`}
            title={logHelp}
            checked={parameter.log}
            disabled={!parameter.log && parameter.low <= 0}
            onChange={(event) => {
              const log = event.currentTarget.checked
              const step = parameter.kind === 'int' && log ? { step: 1 } : {}
              props.onChange(parameter.path, { ...parameter, ...step, log })
            }}
          />
        )}
      </td>
      <td>
        <ActionIcon size={26} aria-label={`Do not search ${label}`} onClick={() => props.onRemove(parameter.path)}>
          <IconX size={15} aria-hidden />
        </ActionIcon>
      </td>
    </tr>
  )
}

type NumberRange = Exclude<SearchParameter, { kind: 'choice' }>

function Range(props: {
  parameter: NumberRange
  label: string
  onChange: (next: NumberRange) => void
  onValidity: (field: string, valid: boolean) => void
}) {
  const { parameter, label, onChange } = props
  const { path, low, high, log } = parameter
  const isKind = (value: number | null): value is number =>
    value !== null && (parameter.kind === 'float' || Number.isInteger(value))
  const kind = parameter.kind === 'int' ? 'a whole number' : 'a number'
  return (
    <span className={styles.range}>
      <NumberBox
        label={`${label}, from`}
        hideLabel
        width={92}
        value={low}
        accepts={(value) => isKind(value) && value <= high && (!log || value > 0)}
        range={`${kind}${log ? ' above 0' : ''}, at most the other`}
        onChange={(value) => value !== null && onChange({ ...parameter, low: value })}
        onValidity={(valid) => props.onValidity(`${path} low`, valid)}
      />
      <span aria-hidden>–</span>
      <NumberBox
        label={`${label}, to`}
        hideLabel
        width={92}
        value={high}
        accepts={(value) => isKind(value) && value >= low}
        range={`${kind}, at least the other`}
        onChange={(value) => value !== null && onChange({ ...parameter, high: value })}
        onValidity={(valid) => props.onValidity(`${path} high`, valid)}
      />
    </span>
  )
}

function Choices(props: {
  parameter: Extract<SearchParameter, { kind: 'choice' }>
  label: string
  onChange: (next: SearchParameter) => void
}) {
  const { parameter, label, onChange } = props
  const names = choiceNames(parameter.path)
  if (names === null) {
    return (
      <TagsInput
        aria-label={`Values of ${label}`}
        value={parameter.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))}
        onChange={(texts) => {
          const values = texts.map((text) => (Number.isNaN(parseNumber(text)) ? text : parseNumber(text)))
          if (values.length > 0) onChange({ ...parameter, values })
        }}
      />
    )
  }
  return (
    <MultiSelect
      aria-label={`Values of ${label}`}
      data={Object.entries(names).map(([value, name]) => ({ value, label: name }))}
      value={parameter.values.filter((value) => typeof value === 'string')}
      onChange={(values) => {
        if (values.length > 0) onChange({ ...parameter, values })
      }}
    />
  )
}

function rangeText(parameter: SearchParameter): string {
  const { path } = parameter
  if (parameter.kind === 'choice') return parameter.values.map((value) => pointText(path, value)).join(', ')
  return `${pointText(path, parameter.low)} – ${pointText(path, parameter.high)}`
}
