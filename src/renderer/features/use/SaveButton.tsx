import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { fromFailure } from '../../../shared/errors.ts'
import { useHost } from '../../app/data.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import styles from './use.module.css'

/** Lets the person save a file that Descent made. */
export function SaveButton({ artifact, fileName }: { artifact: string; fileName: string }) {
  const host = useHost()
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    setBusy(true)
    setError(null)
    const result = await host.saveArtifact(artifact, fileName)
    setBusy(false)
    if (result.ok) setSaved(result.value)
    else setError(fromFailure(result.error))
  }
  return (
    <>
      <Button
        variant="filled"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={busy}
        onClick={() => void save()}
      >
        Save file
      </Button>
      <span role="status" className={`${styles.saved} small soft`}>
        {saved ? `${fileName} was saved.` : ''}
      </span>
      {error !== null && <FailureNote error={error} />}
    </>
  )
}
