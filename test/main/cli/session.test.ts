import { expect, it } from 'vitest'
import { interruptible } from '../../../src/main/cli/interrupt.ts'
import { cancellable } from '../../../src/main/cli/session.ts'

it('begins no work after Ctrl+C', async () => {
  const handlers = { 'jobs.cancel': async () => ({}) }
  const { signal, end } = interruptible()
  process.emit('SIGINT', 'SIGINT')
  end()
  const work = () => Promise.reject(new Error('begun'))
  await expect(cancellable({ handlers }, signal, 'j', work)).rejects.toMatchObject({ kind: 'cancelled' })
})
