import './app/zodWithoutEval.ts'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './app/tokens.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { publishStyleNonce } from './app/nonce.ts'
import { connectHost } from './host/connectHost.ts'

publishStyleNonce()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')
createRoot(root).render(<App host={connectHost()} />)
