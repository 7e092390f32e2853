import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { fromFailure, toFailure, type Result } from '../../../shared/errors.ts'
import type { PickedFile } from '../../../shared/host.ts'
import { predictionFormats, type PredictionFormat, type PredictionReport } from '../../../shared/predictions.ts'
import { callHost, useCommand, useHost } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Card } from '../../components/Page.tsx'
import { useConformalChoice } from '../calibration/choice.ts'
import { percentText } from '../calibration/conformalWords.ts'
import { acceptConfiguration, tableExtensions } from '../data/import/intake.ts'
import { JobProgress } from './JobProgress.tsx'
import styles from './use.module.css'

const formatNames: Record<PredictionFormat, string> = { csv: 'CSV', xlsx: 'Excel' }

type Stage =
  | { kind: 'idle' }
  | { kind: 'receiving'; fileName: string }
  | { kind: 'choosingSheet'; file: PickedFile; sheets: string[] }
  | { kind: 'predicting'; fileName: string; job: string }
  | { kind: 'failed'; error: unknown }

/** A new table in, the same table with predictions out. Files can be dropped anywhere while this step is shown. */
export function PredictFile(props: {
  project: string
  run: string
  /** What can stand beside each prediction; null where the run has no rows to measure it by. */
  ranges: 'interval' | 'set' | null
  onReport: (report: PredictionReport | null) => void
}) {
  const { project, run, ranges, onReport } = props
  const host = useHost()
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const [hovering, setHovering] = useState(false)
  const [format, setFormat] = useState<PredictionFormat>('csv')
  const [withRanges, setWithRanges] = useState(true)
  const [withFlags, setWithFlags] = useState(true)
  const choice = useConformalChoice()
  const predict = useCommand('predictions.file')
  const busy = stage.kind === 'receiving' || stage.kind === 'predicting'

  const start = async (file: PickedFile, sheet?: string) => {
    const job = newJobId()
    setStage({ kind: 'predicting', fileName: file.fileName, job })
    onReport(null)
    try {
      const options = sheet === undefined ? {} : { sheet }
      const output = { format, conformal: ranges === null || !withRanges ? null : choice, flags: withFlags }
      onReport(await predict.mutateAsync({ project, run, job, file: file.file, options, output }))
      setStage({ kind: 'idle' })
    } catch (error) {
      setStage(toFailure(error).kind === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', error })
    }
  }
  const take = async (received: Promise<Result<PickedFile | null>>) => {
    try {
      const result = await received
      if (!result.ok) throw fromFailure(result.error)
      const file = result.value
      if (file === null) return setStage({ kind: 'idle' })
      if (/\.(xlsx|xlsm|xls|xlsb|ods)$/i.test(file.fileName)) {
        const { sheets } = await callHost(host, 'datasets.inspect', { file: file.file, options: {} })
        if (sheets.length > 1) {
          return setStage({ kind: 'choosingSheet', file, sheets: sheets.map(({ name }) => name) })
        }
      }
      await start(file)
    } catch (error) {
      setStage({ kind: 'failed', error })
    }
  }
  const pick = () => void take(host.pickFile(tableExtensions))

  useEffect(() => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!carries(event)) return
      depth += 1
      setHovering(true)
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setHovering(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      depth = 0
      setHovering(false)
      const file = event.dataTransfer?.files[0]
      if (file === undefined || busy) return
      void acceptConfiguration(file).then((taken) => {
        if (taken) return
        setStage({ kind: 'receiving', fileName: file.name })
        void take(host.acceptFile(file))
      })
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  })

  return (
    <Card title="Predict a file">
      <div className={styles.drop} data-hovering={hovering}>
        {busy ? (
          stage.kind === 'predicting' ? (
            <JobProgress job={stage.job} title={`Predicting ${stage.fileName}`} />
          ) : (
            <p>Receiving {stage.kind === 'receiving' ? stage.fileName : ''}…</p>
          )
        ) : stage.kind === 'choosingSheet' ? (
          <div className={styles.row}>
            <Select
              label={`Sheet of ${stage.file.fileName}`}
              data={stage.sheets}
              defaultValue={null}
              placeholder="Choose a sheet"
              onChange={(sheet) => sheet !== null && void start(stage.file, sheet)}
            />
            <Button onClick={() => setStage({ kind: 'idle' })}>Cancel</Button>
          </div>
        ) : (
          <>
            <p className="soft">
              A table with the same columns as the training data. It comes back with a prediction in every row.
            </p>
            <div className={styles.choice}>
              <span>Comes back as</span>
              <SegmentedControl
                size="xs"
                aria-label="Written as"
                value={format}
                onChange={(value) => setFormat(predictionFormats.find((one) => one === value) ?? format)}
                data={predictionFormats.map((one) => ({ value: one, label: formatNames[one] }))}
              />
            </div>
            <div className={styles.checks}>
              {ranges !== null && (
                <Checkbox
                  size="xs"
                  label={
                    ranges === 'interval'
                      ? `With ${percentText(choice.level)} intervals`
                      : `With ${percentText(choice.level)} sets of classes`
                  }
                  checked={withRanges}
                  onChange={(event) => setWithRanges(event.currentTarget.checked)}
                />
              )}
              <Checkbox
                size="xs"
                label="With flags for what is unlike training"
                checked={withFlags}
                onChange={(event) => setWithFlags(event.currentTarget.checked)}
              />
            </div>
            <div className={styles.choice}>
              <Button variant="filled" leftSection={<IconFileImport size={16} aria-hidden />} onClick={pick}>
                Choose a file to predict
              </Button>
              <span className="faint small">or drop it here</span>
            </div>
          </>
        )}
      </div>
      {stage.kind === 'failed' && <FailureNote error={stage.error} onRetry={pick} retryLabel="Choose another file" />}
    </Card>
  )
}
