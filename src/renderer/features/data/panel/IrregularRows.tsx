import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { assertNever } from '../../../../shared/assertNever.ts'
import type { Dataset, IrregularRow } from '../../../../shared/datasets.ts'
import { useCall } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import styles from './panel.module.css'
import { irregularCount } from './TablePanel.tsx'

const PAGE = 50

function problemText(row: IrregularRow): string {
  switch (row.problem) {
    case 'tooFewFields':
      return `${row.found} of ${row.expected} fields`
    case 'tooManyFields':
      return `${row.found} fields instead of ${row.expected}`
    case 'brokenQuote':
      return 'a quote that never ends'
    case 'otherDelimiter':
      return 'another delimiter'
    default:
      return assertNever(row.problem)
  }
}

/** The line, or the record's number where lines were not noted. */
function placeOf({ line, record }: IrregularRow): number {
  return line ?? record ?? 0
}

/** The records that did not fit the table, as they stand in the file. */
export function IrregularRows({
  project,
  dataset,
  onGoTo,
  onClose,
}: {
  project: string
  dataset: Dataset
  onGoTo: (row: number) => void
  onClose: () => void
}) {
  const [offset, setOffset] = useState(0)
  const total = irregularCount(dataset)
  const { data, error } = useCall(
    'datasets.irregularRows',
    { project, dataset: dataset.id, offset, limit: PAGE },
    { keepPrevious: true },
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(900px, 94vw)"
      title={`${plural(total, 'row')} that did not fit`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p className="soft">
        None was dropped: fields that are not there count as missing, and surplus fields are kept here but are not in
        the table. To mend them, correct the file, or import it again with another delimiter or quote.
      </p>
      {error !== null && <FailureNote error={error} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <table className={styles.irregular}>
          <thead>
            <tr>
              <th>Line</th>
              <th>Problem</th>
              <th>As it stands in the file</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={placeOf(row)}>
                <td>{formatCount(placeOf(row))}</td>
                <td>{problemText(row)}</td>
                <td>
                  <div className={styles.recordText}>{row.text}</div>
                </td>
                <td>
                  {row.row !== null && (
                    <Button size="compact-xs" onClick={() => onGoTo(row.row ?? 0)}>
                      Go to row
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > PAGE && (
        <div className={styles.irregularActions}>
          <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
            Previous
          </Button>
          <span className="soft">
            {formatCount(offset + 1)}–{formatCount(Math.min(total, offset + PAGE))} of {formatCount(total)}
          </span>
          <Button disabled={offset + PAGE >= total} onClick={() => setOffset(offset + PAGE)}>
            Next
          </Button>
        </div>
      )}
    </Modal>
  )
}
