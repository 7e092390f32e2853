import { Button } from '@mantine/core'
import { FieldFrame } from './FieldFrame.tsx'
import { OrderInput } from './OrderInput.tsx'
import type { FieldInputProps } from './props.ts'
import { linesOf, readLines, textsOf } from './texts.ts'
import { TypedInput } from './TypedInput.tsx'

/**
 * Levels in their order: those of the table where they are known, to be dragged into place, else typed one a line.
 * `levels` are empty where the table does not tell them all.
 */
export function LevelsInput(props: FieldInputProps & { levels: readonly string[] }) {
  const { field, value, levels, onChange } = props
  const order = textsOf(value)
  const isKnown = levels.length > 0 && order.every((level) => levels.includes(level))
  if (!isKnown) return <TypedInput {...props} lines text={linesOf(value)} read={readLines} range="" />
  if (order.length === 0)
    return (
      <FieldFrame field={field} width="wide">
        {(id) => (
          <Button id={id} w="fit-content" onClick={() => onChange([...levels])}>
            By the alphabet or by value. Set another order…
          </Button>
        )}
      </FieldFrame>
    )
  const all = [...order, ...levels.filter((level) => !order.includes(level))]
  return (
    <FieldFrame field={field} width="wide">
      {() => (
        <>
          <OrderInput label={field.label} values={all} onChange={onChange} />
          <Button size="compact-xs" w="fit-content" mt={4} onClick={() => onChange(undefined)}>
            By the alphabet or by value again
          </Button>
        </>
      )}
    </FieldFrame>
  )
}
