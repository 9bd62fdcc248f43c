import { z } from 'zod'
import { restrictions } from './account.ts'

/** Null opens the account. It has to be said: nothing is opened by leaving something out. */
export const RestrictionSetting = z.object({
  restriction: z.enum(restrictions, 'must be said: null opens the account').nullable(),
})
