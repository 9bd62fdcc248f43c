import { readFile } from 'node:fs/promises'

// Adds up the runs' own reports and says it in one line.
const reports = await Promise.all(process.argv.slice(2).map(async (file) => JSON.parse(await readFile(file, 'utf8'))))
const total = (key: string) => reports.reduce((sum, report) => sum + report[key], 0)
console.log(`${total('numPassedTests')} passed, ${total('numFailedTests')} failed, ${total('numPendingTests')} skipped`)
