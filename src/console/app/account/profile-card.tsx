import { useState } from 'preact/hooks'
import { type ProfileFragment, UpdateProfileDocument } from '../../gql/graphql.ts'
import { time, words } from '../format.ts'
import { Outcome } from '../outcome.tsx'
import { useChange } from '../use-change.ts'
import { Card } from './card.tsx'

interface Props {
  readonly profile: ProfileFragment
  readonly isOwn: boolean
}

export function ProfileCard({ profile, isOwn }: Props) {
  const [isEditing, edit] = useState(false)
  return (
    <Card
      id="profile"
      title="Profile"
      aside={
        isOwn &&
        !isEditing && (
          <button type="button" class="plain" onClick={() => edit(true)}>
            Edit
          </button>
        )
      }
    >
      {isEditing ? <Editing profile={profile} onDone={() => edit(false)} /> : <Facts profile={profile} />}
    </Card>
  )
}

function Facts({ profile }: { readonly profile: ProfileFragment }) {
  const facts: readonly (readonly [string, string])[] = [
    ['E-mail', `${profile.email}${profile.emailVerified ? '' : ', not verified'}`],
    ['Name', profile.displayName ?? 'none'],
    ['First, last', [profile.firstName, profile.lastName].filter(Boolean).join(', ') || 'none'],
    ['Company', profile.company ?? 'none'],
    ['Role', words(profile.roleText)],
    ['Signs in', words(profile.signInMethodText)],
    ['Connected', profile.connectedProviderNames.map(words).join(', ') || 'none'],
    ['Second factor', profile.twoFactorEnabled ? 'yes' : 'no'],
    ['Prompt analysis', profile.promptAnalysisOptIn ? 'agreed' : 'not agreed'],
    ['Referral code', profile.referralCode],
    ['Made', time(profile.createdAt)],
    ['Changed', time(profile.updatedAt)],
  ]
  return (
    <dl class="pairs">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

interface EditingProps {
  readonly profile: ProfileFragment
  readonly onDone: () => void
}

/** Only what has been changed is sent: a name that is written drops a first and last name of their own. */
function Editing({ profile, onDone }: EditingProps) {
  const [{ fetching, data, error }, update] = useChange(UpdateProfileDocument)
  const before = { displayName: profile.displayName ?? '', email: profile.email, company: profile.company ?? '' }
  const [values, setValues] = useState(before)
  const keys = ['displayName', 'email', 'company'] as const
  const save = async () => {
    const changed = keys.filter((key) => values[key] !== before[key])
    if (changed.length === 0) return onDone()
    const input = Object.fromEntries(changed.map((key) => [key, values[key] === '' ? null : values[key]]))
    const { data } = await update({ input })
    if (data && data.updateProfile.userErrors.length === 0) onDone()
  }
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {keys.map((key) => (
        <div key={key}>
          <label for={`profile-${key}`}>{labels[key]}</label>
          <input
            id={`profile-${key}`}
            inputMode={key === 'email' ? 'email' : 'text'}
            required={key === 'email'}
            value={values[key]}
            onInput={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
          />
        </div>
      ))}
      <div class="row">
        <button type="submit" class="primary" disabled={fetching}>
          Save
        </button>
        <button type="button" class="plain" onClick={onDone}>
          Leave it
        </button>
      </div>
      <Outcome error={error} refused={data?.updateProfile.userErrors} />
    </form>
  )
}

const labels = { displayName: 'Name', email: 'E-mail', company: 'Company' } as const
