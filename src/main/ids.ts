import { randomBytes } from 'node:crypto'

/**
 * A new identifier as the contract wants them: 22 letters, digits, `-` and `_` of 128 random bits. None begins with a dash,
 * which a command line would take for an option.
 */
export function newId(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? newId() : id
}
