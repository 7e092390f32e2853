import type { OperationInput, ReparsedColumn } from '../operations.ts'
import type { Connection } from '../connection.ts'
import { readDataset } from './datasets.ts'
import { DescentError } from '../../../shared/errors.ts'

export function reparseColumn(connection: Connection, input: OperationInput<'reparseColumn'>): ReparsedColumn {
  readDataset(connection, input)
  throw new DescentError('usage', 'Columns cannot be read again yet.')
}
