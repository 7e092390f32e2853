import { z } from 'zod'
import { Setting } from './Setting.tsx'

const weightSchema = z.number().min(0).max(1e6)
/** More classes than this are not weighed by hand. */
const most = 30

/** A weight for each class; one that is not set is 1. */
export function ClassWeightFields(props: {
  classes: readonly string[]
  weights: Record<string, number>
  onChange: (weights: Record<string, number>) => void
}) {
  const { classes, weights } = props
  return (
    <>
      {classes.slice(0, most).map((label) => (
        <Setting
          key={label}
          place={`loss.classWeights.${label}`}
          schema={weightSchema}
          words={{ label: `Weight of “${label}”`, help: 'Rows of this class count so many times as much as others.' }}
          value={weights[label] ?? 1}
          onChange={(value) => {
            if (typeof value === 'number') props.onChange({ ...weights, [label]: value })
          }}
        />
      ))}
      {classes.length > most && (
        <p className="faint small">
          The first {most} of {classes.length} classes; the others can be set in a settings file.
        </p>
      )}
    </>
  )
}
