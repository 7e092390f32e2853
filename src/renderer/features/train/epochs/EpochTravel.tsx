import { useState } from 'react'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { WhatIf } from '../../use/WhatIf.tsx'
import { Surface } from '../live/Surface.tsx'
import { isActive } from '../runViews.ts'
import { Fit } from './Fit.tsx'
import { closestEpoch } from './places.ts'
import { TravelBar } from './TravelBar.tsx'
import { useFit } from './useFit.ts'
import { momentOf } from './words.ts'
import live from '../live/live.module.css'

/** Goes to any kept epoch of a run: its scores, its pictures of the rows, a prediction, and a way to go on from there. */
export function EpochTravel(props: {
  project: string
  /** The dataset that a new run would learn from. */
  dataset: string
  /** Prepared; it may be under way. */
  run: Run
  /** Whose weights are kept, ascending. */
  epochs: readonly number[]
  /** The one that is looked at; null: the run as it is now, or the best where it has ended. */
  chosen: number | null
  onChoose: (epoch: number | null) => void
  onStep: (epoch: number) => void
  readOnly: boolean
}) {
  const { project, run, epochs, chosen } = props
  const [split, setSplit] = useState<SplitName>(run.rows.validation > 0 ? 'validation' : 'train')
  const [predicts, setPredicts] = useState(false)
  const travels = epochs.length > 1
  const isNow = !travels || (chosen === null && isActive(run.state))
  const epoch = isNow ? null : closestEpoch(epochs, chosen ?? run.bestEpoch ?? run.epochs)
  const trains = run.state === 'running'
  const fit = useFit({ project, run: run.id }, split, epoch, trains)
  // What is stored of a run as it is now are the newest weights that were kept.
  const stored = epoch ?? epochs.at(-1) ?? null
  const moment = momentOf(run, epoch)
  return (
    <>
      {travels && stored !== null && (
        <TravelBar
          dataset={props.dataset}
          run={run}
          epochs={epochs}
          epoch={epoch}
          stored={stored}
          evaluation={fit.isOfMoment ? fit.evaluation : undefined}
          predicts={predicts}
          onPredicts={setPredicts}
          onChoose={props.onChoose}
          onStep={props.onStep}
          readOnly={props.readOnly}
        />
      )}
      <div className={live.pictures}>
        <Fit run={run} title={`Fit ${moment}`} fit={fit} split={split} onSplit={setSplit} />
        <Surface project={project} run={run} live={trains} epoch={epoch} moment={moment} />
      </div>
      {predicts && stored !== null && <WhatIf project={project} run={run} epoch={stored} />}
    </>
  )
}
