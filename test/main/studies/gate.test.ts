import { expect, it } from 'vitest'
import { Gate } from '../../../src/main/studies/gate.ts'

it('keeps back who comes while it is closed, and tells who went through when it closes', async () => {
  const gate = new Gate()
  expect(await gate.passed()).toBe(true)
  const { signal } = gate
  gate.close()
  expect(signal.aborted).toBe(true)
  expect(gate.ended.aborted).toBe(false)
  let isThrough = false
  const waiting = gate.passed().then((open) => {
    isThrough = true
    return open
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isThrough).toBe(false)
  gate.open()
  expect(await waiting).toBe(true)
  expect(gate.signal.aborted).toBe(false)
})

it('lets everybody go once it is shut, and does not open again', async () => {
  const gate = new Gate()
  const { signal } = gate
  gate.close()
  const waiting = gate.passed()
  gate.shut()
  expect(await waiting).toBe(false)
  gate.open()
  expect(await gate.passed()).toBe(false)
  expect([signal.aborted, gate.signal.aborted, gate.ended.aborted]).toEqual([true, true, true])
})
