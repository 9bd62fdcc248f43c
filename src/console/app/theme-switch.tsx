import { useState } from 'preact/hooks'

const key = 'viewer-gateway:theme'
type Theme = 'light' | 'dark'

/** Before anything is drawn: as somebody has chosen in this browser, else as the system has it. */
export function showTheme(theme = localStorage.getItem(key)): void {
  if (theme !== null) document.documentElement.dataset.theme = theme
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(shownTheme)
  const other = theme === 'dark' ? 'light' : 'dark'
  const choose = () => {
    localStorage.setItem(key, other)
    showTheme(other)
    setTheme(other)
  }
  return (
    <button type="button" class="plain" onClick={choose}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </button>
  )
}

function shownTheme(): Theme {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches
  return (localStorage.getItem(key) as Theme | null) ?? (isDark ? 'dark' : 'light')
}
