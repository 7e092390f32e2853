import { config } from 'zod'

// The page's security policy forbids code made at run time; zod must not even try it.
config({ jitless: true })
