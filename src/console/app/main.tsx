import { render } from 'preact'
import { App } from './app.tsx'
import { showTheme } from './theme-switch.tsx'

showTheme()
const root = document.getElementById('root')
if (root) render(<App />, root)
