import { Button, Loader } from '@mantine/core'
import { IconFileImport, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Sample } from '../../../shared/datasets.ts'
import { type DescentError, fromFailure, toFailure } from '../../../shared/errors.ts'
import { useCommands } from '../../app/commands.ts'
import { callHost, useCall, useHost } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { acceptPaste, askForPasteKeys, openFile } from '../data/import/intake.ts'
import { runImport } from '../data/import/runImport.ts'
import styles from './HomePage.module.css'
import { ProjectList } from './ProjectList.tsx'

/** One click: a project of its own with the sample imported and its target chosen. */
function SampleCard({ sample, onError }: { sample: Sample; onError: (error: DescentError | null) => void }) {
  const host = useHost()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    onError(null)
    try {
      const { file } = await callHost(host, 'samples.file', { sample: sample.id })
      await runImport(host, {
        file,
        name: sample.name,
        project: null,
        job: newJobId(),
        options: {},
        target: sample.target,
      })
    } catch (error) {
      onError(fromFailure(toFailure(error)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <button type="button" className={styles.sample} disabled={busy} onClick={() => void start()}>
      <span className={styles.sampleHead}>
        {busy ? <Loader size={16} /> : <IconTable size={17} stroke={1.6} aria-hidden />}
        <strong>{sample.name}</strong>
      </span>
      <span className={styles.sampleText}>{sample.description}</span>
      <span className={styles.sampleFacts}>
        {formatCount(sample.rows)} rows · {sample.columns} columns · predicts {sample.target}
      </span>
      <span className={styles.sampleSource} title={`${sample.source}. ${sample.licence}`}>
        {sample.licence}
      </span>
    </button>
  )
}

/** The first screen: open a file, try a sample, go on with a recent project. */
export function HomePage() {
  const host = useHost()
  const projects = useCall('projects.list', {})
  const samples = useCall('samples.list', {})
  const [error, setError] = useState<DescentError | null>(null)
  const open = () => void openFile(host, null)
  const paste = async () => {
    const text = await navigator.clipboard.readText().catch(() => null)
    if (text === null) askForPasteKeys()
    else await acceptPaste(host, text, null)
  }
  useCommands('Home', [
    { id: 'open', label: 'Open a file…', description: 'A table or a .descent project', run: open },
    { id: 'paste', label: 'Paste a table', run: () => void paste() },
  ])
  return (
    <div className={styles.home}>
      <div className={styles.column}>
        <header className={styles.hero}>
          <h1>Train a neural network on your table</h1>
          <p>Open a spreadsheet, choose what to predict, press Train. Everything stays on this machine.</p>
          <div className={styles.open}>
            <Button size="sm" variant="filled" leftSection={<IconFileImport size={17} aria-hidden />} onClick={open}>
              Open a file…
            </Button>
            <Button size="sm" onClick={() => void paste()}>
              Paste a table
            </Button>
            <span className="faint">
              or drop a file anywhere: CSV, Excel, OpenDocument, JSON, Parquet, SQLite or .descent
            </span>
          </div>
        </header>
        {error !== null && <FailureNote error={error} />}
        <section aria-labelledby="samples-title">
          <h2 id="samples-title" className={styles.heading}>
            Try a sample
          </h2>
          {samples.isPending && <Loading />}
          {samples.error !== null && <FailureNote error={samples.error} onRetry={() => void samples.refetch()} />}
          <div className={styles.samples}>
            {samples.data?.map((sample) => (
              <SampleCard key={sample.id} sample={sample} onError={setError} />
            ))}
          </div>
        </section>
        <section aria-labelledby="projects-title">
          <h2 id="projects-title" className={styles.heading}>
            Recent projects
          </h2>
          {projects.isPending && <Loading />}
          {projects.error !== null && <FailureNote error={projects.error} onRetry={() => void projects.refetch()} />}
          {projects.data?.length === 0 && (
            <p className={styles.none}>No projects yet. The first table you open starts one; it is saved by itself.</p>
          )}
          {projects.data !== undefined && projects.data.length > 0 && <ProjectList projects={projects.data} />}
        </section>
      </div>
    </div>
  )
}
