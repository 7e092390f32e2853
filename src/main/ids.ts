import { randomBytes } from 'node:crypto'

/** A new identifier as the contract wants them: 22 letters, digits, `-` and `_` of 128 random bits. */
export function newId(): string {
  return randomBytes(16).toString('base64url')
}
