const letter = '[\\p{L}\\p{N}]'
const label = `${letter}(?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?`
const mailbox = '[^\\s\\p{Control}\\p{Format}()<>[\\]:;@\\\\,"]{1,64}'

/**
 * What is taken for a new address: the form browsers demand (HTML, valid e-mail address), in letters of any script
 * (RFC 6531 section 3.3) and in the lengths of RFC 5321 section 4.5.3.1, as characters. Nothing invisible, no quoting
 * and no comments: mail software would read them otherwise than people do.
 */
export const emailAddress = new RegExp(`^${mailbox}@(?=.{1,255}$)${label}(?:\\.${label})*$`, 'u')

/**
 * UTF-16 code units. Composing takes quadratic time on a run of combining marks, which no address that was accepted here
 * is long enough for: one in 64 + 1 + 255 characters has at most twice as many units. Longer text is compared by its
 * letters as they are.
 */
const longestComposed = 640

/**
 * Addresses are kept as sent and compared by this key: without regard to case and to how a letter is composed
 * (contract, users-me). Made here and never in SQL, so that it depends neither on a database's locale nor on ours:
 * the Kelvin sign is a k, `I` is an i in Turkey too, a dotless ı is another letter, and ß is not ss.
 */
export function emailKey(address: string): string {
  // A sigma at the end of a word has a form of its own, which upper case does not tell apart. Lower case may leave
  // letters that compose: J with a caron does not, j with one does.
  return composed(composed(address).toLowerCase().replaceAll('ς', 'σ'))
}

function composed(text: string): string {
  return text.length > longestComposed ? text : text.normalize('NFC')
}
