import { type ReactNode, useSyncExternalStore } from 'react'
import { DescentError } from '../../shared/errors.ts'
import { FailureNote } from '../components/FailureNote.tsx'
import styles from './ConnectionGate.module.css'
import { connection } from './connection.ts'

const refused = new DescentError(
  'refused',
  'This page is not connected to Descent: it lacks the token of this start.',
  {
    hint: 'Descent was started anew, or the address was copied without its token. Open the address that Descent printed when it started.',
  },
)

/** The studio while it is connected; what is wrong, and what to do, while it is not. */
export function ConnectionGate({ children }: { children: ReactNode }) {
  const state = useSyncExternalStore(connection.subscribe, connection.get)
  if (state === 'refused') {
    return (
      <main className={styles.refused}>
        <FailureNote error={refused} />
      </main>
    )
  }
  return (
    <>
      {state === 'reconnecting' && (
        <div role="status" className={styles.lost}>
          The connection to Descent was lost. Trying again … Nothing that was saved is lost.
        </div>
      )}
      {children}
    </>
  )
}
