import { Modal, Progress } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useHost } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { useStore } from '../../../app/store.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { droppedConfig, useIsFormShown } from '../../train/dropped/dropped.ts'
import { ConfigurationFile } from './ConfigurationFile.tsx'
import styles from './FileIntake.module.css'
import { ImportDialog } from './ImportDialog.tsx'
import { acceptDropped, acceptFile, acceptPaste, intake, openFile, droppedFolder, refuseFolder } from './intake.ts'

function isTypedIn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** Files dropped anywhere on the window and tables pasted anywhere but in a field. Says whether one hovers. */
function useDropAndPaste(project: string | null, enabled: boolean): boolean {
  const host = useHost()
  const [hovering, setHovering] = useState(false)
  useEffect(() => {
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth += 1
      setHovering(enabled)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth -= 1
      if (depth <= 0) setHovering(false)
    }
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setHovering(false)
      const file = event.dataTransfer?.files[0]
      const folder = droppedFolder(event.dataTransfer)
      if (enabled && folder !== null) refuseFolder(folder)
      else if (enabled && file !== undefined) void acceptDropped(host, file, project)
    }
    const paste = (event: ClipboardEvent) => {
      if (!enabled || isTypedIn(event.target)) return
      const file = event.clipboardData?.files[0]
      if (file !== undefined) void acceptFile(host, file, project)
      else void acceptPaste(host, event.clipboardData?.getData('text/plain') ?? '', project)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    addEventListener('paste', paste)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
      removeEventListener('paste', paste)
    }
  }, [host, project, enabled])
  return hovering
}

/** Everything between "a file is there" and the import dialog. `dropEnabled` is off where a step takes files itself. */
export function FileIntake({ project, dropEnabled }: { project: string | null; dropEnabled: boolean }) {
  const host = useHost()
  const state = useStore(intake)
  const hovering = useDropAndPaste(project, dropEnabled && state === null)
  const isFormShown = useIsFormShown()
  const close = () => intake.set(null)
  return (
    <>
      {hovering && (
        <div className={styles.drop}>
          <div>
            <IconFileImport size={40} stroke={1.5} aria-hidden />
            <p>
              {project === null ? 'Drop a table or a .descent project' : 'Drop a table to add it to this project'}
              {isFormShown && ', or settings to fill in the form'}
            </p>
          </div>
        </div>
      )}
      <Modal
        opened={state?.stage === 'receiving'}
        onClose={() => undefined}
        withCloseButton={false}
        title={state?.stage === 'receiving' ? `Receiving ${state.fileName}` : ''}
      >
        <Progress
          value={state?.stage === 'receiving' ? state.fraction * 100 : 0}
          aria-label="Receiving the file"
          size={6}
        />
      </Modal>
      <Modal opened={state?.stage === 'failed'} onClose={close} title="This file could not be opened">
        {state?.stage === 'failed' && (
          <FailureNote
            error={state.error}
            retryLabel="Choose another file…"
            onRetry={() => {
              close()
              void openFile(host, project)
            }}
          />
        )}
      </Modal>
      {state?.stage === 'configuration' && (
        <ConfigurationFile
          fileName={state.file.name}
          onTrain={
            project === null
              ? null
              : () => {
                  droppedConfig.set({ fileName: state.file.name, text: state.text })
                  close()
                  navigate({ step: 'train' })
                }
          }
          onTable={() => void acceptFile(host, state.file, project)}
          onClose={close}
        />
      )}
      {state?.stage === 'ready' && (
        <ImportDialog
          fileName={state.fileName}
          file={state.file?.file ?? null}
          pasted={state.pasted}
          project={state.project}
          onClose={close}
          onAnother={() => {
            close()
            void openFile(host, project)
          }}
        />
      )}
    </>
  )
}
