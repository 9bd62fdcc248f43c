import type { FieldLineage, lineageKinds } from '../../domain/lineage.ts'
import { builder } from '../builder.ts'
import { LegacySystem } from './legacy-system.ts'

const LineageKindType = builder.enumType('LineageKind', {
  description: 'How a legacy field comes about.',
  values: {
    MAPPED: { description: 'One Viewer field, both ways.' },
    DERIVED: { description: 'Computed from Viewer fields, and never read back.' },
    IDENTITY: { description: 'The system’s own id.' },
    CONSTANT: { description: 'Always the same.' },
    SETTING: { description: 'From the gateway’s settings.' },
  } satisfies Record<(typeof lineageKinds)[number], { description: string }>,
})

const FieldLineageType = builder.objectRef<FieldLineage>('FieldLineage').implement({
  description: 'Where one field of one legacy answer lives in the Viewer.',
  fields: (t) => ({
    system: t.field({ type: LegacySystem, description: 'Whose answer.', resolve: ({ system }) => system }),
    legacyField: t.exposeString('legacyField', { description: 'The place in the legacy body: `user.balance_eur`.' }),
    viewerFields: t.stringList({
      description: 'The places in the Viewer: `credits.wallet.available`. Empty for a constant or a setting.',
      resolve: ({ viewerFields }) => [...viewerFields],
    }),
    kind: t.expose('kind', { type: LineageKindType, description: 'How it comes about.' }),
    writable: t.exposeBoolean('writable', { description: 'The legacy PATCH may set it.' }),
    nullable: t.exposeBoolean('nullable', { description: 'It may be null.' }),
    form: t.exposeString('form', { description: 'How the value is written, in words.' }),
    presence: t.exposeString('presence', {
      nullable: true,
      description: 'The key is there only when this is so; null: always.',
    }),
    losses: t.stringList({ description: 'What the field cannot say.', resolve: ({ losses }) => [...losses] }),
  }),
})

/** The query needs the listed shapes' lineage, which `createSchema` is told. */
export function defineLineageQuery(lineage: readonly FieldLineage[]): void {
  const fieldsOf = (system: string | null | undefined) => lineage.filter((field) => !system || field.system === system)
  builder.queryField('lineage', (t) =>
    t.field({
      type: [FieldLineageType],
      description: 'Where every legacy field lives in the Viewer, in the order of the legacy bodies.',
      args: { system: t.arg({ type: LegacySystem, description: 'Only this system’s.' }) },
      // It holds many more than a list without pages is taken to.
      extensions: {
        complexity: ({ system }: { system?: string | null }) => ({ field: 1, multiplier: fieldsOf(system).length }),
      },
      resolve: (_root, { system }) => fieldsOf(system),
    }),
  )
}
