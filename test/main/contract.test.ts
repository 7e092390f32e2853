import { expect, it } from 'vitest'
import { dispatch } from '../../src/main/dispatch.ts'
import { parseCallResult } from '../../src/renderer/host/parse.ts'
import { callNames } from '../../src/shared/contract.ts'
import { startApplication } from '../support/application.ts'
import { makeEveryCall } from '../support/everyCall.ts'

it('every call of the contract answers what both hosts can send and the renderer understands', async () => {
  const { application } = await startApplication()
  const made = await makeEveryCall({
    async call(name, input) {
      const answer = await dispatch(application, name, structuredClone(input))
      // JSON and structured cloning carry the same: no NaN, no typed array, nothing undefined that counts.
      expect(JSON.parse(JSON.stringify(answer)), name).toEqual(structuredClone(answer))
      return parseCallResult(name, answer)
    },
    async fileOf(artifact) {
      const { path, fileName } = application.artifacts.resolve(artifact)
      return (await application.files.register(path, fileName)).file
    },
  })
  expect([...made].sort()).toEqual([...callNames].sort())
})
