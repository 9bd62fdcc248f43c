// Generated from the OpenAPI document: npm run codegen.
export interface paths {
    "/v1/account/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile
         * @description The account the credentials stand for, as this endpoint has always told it, byte for byte.
         *
         *     Needs the scope `profile:read`.
         */
        get: operations["getAccountProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the profile
         * @description Changes what may be changed of it, whole or not at all, and answers the profile as it is then. A key that is absent is left alone, null clears, and other keys are ignored.
         *
         *     Needs the scope `profile:write`.
         */
        patch: operations["updateAccountProfile"];
        trace?: never;
    };
    "/v1/account/notifications/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss the notice of new credits
         * @description The notice stays away until credits are granted again. Doing it again changes nothing.
         *
         *     Needs the scope `profile:write`.
         */
        post: operations["dismissAccountProfileCreditNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile
         * @description The account the credentials stand for, as this endpoint has always told it, byte for byte.
         *
         *     Needs the scope `profile:read`.
         */
        get: operations["getUsersMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the profile
         * @description Changes what may be changed of it, whole or not at all, and answers the profile as it is then. A key that is absent is left alone, null clears, and other keys are ignored.
         *
         *     Needs the scope `profile:write`.
         */
        patch: operations["updateUsersMe"];
        trace?: never;
    };
    "/api/users/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile
         * @description The account the credentials stand for, as this endpoint has always told it, byte for byte.
         *
         *     Needs the scope `profile:read`.
         */
        get: operations["getUserProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the profile
         * @description The account the credentials stand for, as this endpoint has always told it, byte for byte.
         *
         *     Needs the scope `profile:read`.
         */
        get: operations["getUserInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers at all */
        get: operations["checkLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether it can serve
         * @description Looks at the database, its migrations and the keys of the main issuer, and at whether it is shutting down.
         */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ACCOUNT_PROFILE
         * @description The profile of a service that bills generations in EUR: identity, wallet, notices.
         */
        AccountProfile: {
            user: {
                /** @description `viewer.credits.wallet.available`. Form: EUR, text with six decimals. */
                balance_eur: string;
                /**
                 * Format: date-time
                 * @description `viewer.createdAt`. Form: RFC 3339, UTC.
                 */
                created_at: string;
                /** @description `viewer.credits.wallet.creditLimitCents`. Form: whole number. */
                credit_limit_cents: number;
                /** @description `viewer.credits.wallet.expiresAt`. Form: RFC 3339, UTC. Null when there is none. */
                credits_expire_at: string | null;
                /** @description `viewer.email`. Form: text. */
                email: string;
                /** @description `viewer.emailVerified`. Form: true or false. */
                email_verified: boolean;
                /** @description `viewer.credits.wallet.freeTrialPending`. Form: EUR, text with six decimals. Absent unless free credits wait for the e-mail’s verification. */
                free_trial_pending_eur?: string;
                /** @description `viewer.credits.wallet.held`. Form: EUR, text with six decimals. */
                held_eur: string;
                /** @description This system’s own id of the account, `viewer.identities.legacyId`. Form: text. */
                id: string;
                /** @description `viewer.displayName`. Form: text. Null when there is none. */
                name: string | null;
                /** @description `viewer.credits.hasUnseenGrants`. Form: true or false. */
                pending_credit_notice: boolean;
                /** @description `viewer.promptAnalysisOptIn`. Form: true or false. */
                prompt_analysis_opt_in: boolean;
                /** @description `viewer.connectedProviders`. Form: list of lower-case words, null when empty. */
                providers: string[] | null;
                /** @description `viewer.twoFactorEnabled`. Form: true or false. */
                two_factor_enabled: boolean;
            };
        };
        AccountProfileChange: {
            name?: (string & (unknown & unknown)) | null;
        };
        AccountProfileProblem: {
            error: string;
            message: string;
            /** Format: uuid */
            request_id: string;
            details?: unknown;
        };
        /**
         * USERS_ME
         * @description The profile of a search API: who somebody is, on which of two tiers, with how many permanent credits.
         */
        UsersMe: {
            /** @description This system’s own id of the account, `viewer.identities.legacyId`. Form: text. */
            id: string;
            /** @description `viewer.email`. Form: text. */
            email: string;
            /** @description `viewer.displayName`. Form: text. Null when there is none. */
            full_name: string | null;
            /** @description `viewer.isActive`. Form: true or false. */
            is_active: boolean;
            /** @description `viewer.role`. Form: text. */
            role: string;
            /**
             * @description `viewer.subscription.plan`. Form: one of developer, pro. What it cannot say: a STARTER or CUSTOM plan is told as developer.
             * @enum {string}
             */
            subscription_tier: "developer" | "pro";
            /** @description `viewer.subscription.status`. Form: lower-case word. */
            subscription_status: string;
            /** @description `viewer.subscription.currentPeriodEnd`. Form: RFC 3339, UTC; null unless the plan is PRO. */
            current_period_end: string | null;
            /** @description `viewer.credits.permanent`. Form: whole number. */
            permanent_credit_balance: number;
            /** @description `viewer.resources.apiKeyLastFour`. Form: text. Null when there is none. */
            api_key_last_four: string | null;
            /** @description `viewer.referralCode`. Form: text. */
            referral_code: string;
        };
        UsersMeChange: {
            email?: string & (unknown & unknown);
            full_name?: (string & (unknown & unknown)) | null;
        };
        UsersMeProblem: {
            detail: string;
        };
        /**
         * USER_PROFILE
         * @description The profile of an observability product: a person, a subscription with its features, and how much they have made.
         */
        UserProfile: {
            /** @description This system’s own id of the account, `viewer.identities.legacyId`. Form: text. */
            id: string;
            /** @description `viewer.email`. Form: text. */
            email: string;
            /** @description `viewer.firstName`. Form: text. */
            firstName: string;
            /** @description `viewer.lastName`. Form: text. */
            lastName: string;
            /** @description Follows from `viewer.displayName`. Form: text. */
            name: string;
            /** @description `viewer.imageUrl`. Form: text. Null when there is none. */
            image: string | null;
            /** @description `viewer.company`. Form: text. Null when there is none. */
            company: string | null;
            /**
             * @description `viewer.signInMethod`. Form: one of local, google, github. What it cannot say: another way to sign in is told as local.
             * @enum {string}
             */
            provider: "local" | "google" | "github";
            /** @description `viewer.isActive`. Form: true or false. */
            isActive: boolean;
            /** @description `viewer.role`. Form: true for the role admin. */
            isAdmin: boolean;
            /** @description `viewer.emailVerified`. Form: true or false. */
            isEmailVerified: boolean;
            /**
             * Format: date-time
             * @description `viewer.createdAt`. Form: RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description `viewer.updatedAt`. Form: RFC 3339, UTC.
             */
            updatedAt: string;
            subscription: {
                /**
                 * @description `viewer.subscription.plan`. Form: one of trial, starter, pro. What it cannot say: a DEVELOPER or CUSTOM plan is told as an account without a subscription. What it cannot say: an account without a subscription is told as an expired trial with nothing in it.
                 * @enum {string}
                 */
                plan: "trial" | "starter" | "pro";
                /** @description Follows from `viewer.subscription.plan.name`. Form: text. */
                planName: string;
                /**
                 * @description `viewer.subscription.status`. Form: one of trialing, active, canceled, past_due. What it cannot say: a status beyond trialing, active, canceled and past_due is told as the nearest of them.
                 * @enum {string}
                 */
                status: "trialing" | "active" | "canceled" | "past_due";
                /** @description `viewer.subscription.usage.spans.used`. Form: whole number. */
                spansUsed: number;
                /** @description `viewer.subscription.usage.spans.limit`. Form: whole number, −1 when unlimited. */
                spansLimit: number;
                /** @description Follows from `viewer.subscription.usage.spans.percent`. Form: per cent, two decimals. */
                usagePercentage: number;
                /** @description `viewer.subscription.cancelAtPeriodEnd`. Form: true or false. */
                cancelAtPeriodEnd: boolean;
                /** @description `viewer.subscription.currentPeriodEnd`. Form: RFC 3339, UTC. Null when there is none. */
                currentPeriodEnd: string | null;
                features: {
                    /** @description `viewer.subscription.features.spans`. Form: whole number, −1 when unlimited. */
                    spans: number;
                    /** @description `viewer.subscription.features.agents`. Form: whole number, −1 when unlimited. */
                    agents: number;
                    /** @description `viewer.subscription.features.retention`. Form: whole number, −1 when unlimited. */
                    retention: number;
                    /** @description `viewer.subscription.features.alerts`. Form: true or false. */
                    alerts: boolean;
                    /** @description `viewer.subscription.features.evaluations`. Form: true or false. */
                    evaluations: boolean;
                    /** @description `viewer.subscription.features.exports`. Form: true or false. */
                    exports: boolean;
                    /** @description `viewer.subscription.features.deepSearch`. Form: true or false. */
                    deepSearch: boolean;
                    /** @description `viewer.subscription.features.semanticSearch`. Form: true or false. */
                    semanticSearch: boolean;
                    /** @description `viewer.subscription.features.smartSearch`. Form: true or false. */
                    smartSearch: boolean;
                    /** @description `viewer.subscription.features.customLLMLogic`. Form: true or false. */
                    customLLMLogic: boolean;
                    /** @description `viewer.subscription.features.modelTraining`. Form: true or false. */
                    modelTraining: boolean;
                    /** @description `viewer.subscription.features.sso`. Form: true or false. */
                    sso: boolean;
                    /** @description `viewer.subscription.features.rbac`. Form: true or false. */
                    rbac: boolean;
                    /**
                     * @description `viewer.subscription.features.support`. Form: one of community, email, priority.
                     * @enum {string}
                     */
                    support: "community" | "email" | "priority";
                    /** @description `viewer.subscription.features.trialDays`. Form: whole number, −1 when unlimited. */
                    trialDays: number;
                };
                /** @description `viewer.subscription.trial.endsAt`. Form: RFC 3339, UTC. Null when there is none. Absent unless the plan is trial. */
                trialEndDate?: string | null;
                /** @description Follows from `viewer.subscription.trial.daysRemaining`. Form: whole number. Absent unless the plan is trial. */
                trialDaysRemaining?: number;
                /** @description Follows from `viewer.subscription.trial.expired`. Form: true or false. Absent unless the plan is trial. */
                trialExpired?: boolean;
            };
            resources: {
                /** @description `viewer.resources.agentCount`. Form: whole number. */
                agentCount: number;
                /** @description `viewer.resources.activeApiKeyCount`. Form: whole number. */
                activeApiKeyCount: number;
            };
        };
        UserProfileProblem: {
            /** @constant */
            success: false;
            error: {
                message: string;
                code: string;
            };
        };
        /**
         * USER_INFO
         * @description The profile of a credit-metered API, beside the cost of asking for it.
         */
        UserInfo: {
            user: {
                /** @description This system’s own id of the account, `viewer.identities.legacyId`. Form: UUID. */
                id: string;
                /** @description `viewer.email`. Form: text. */
                email: string;
                /** @description Absent unless the plan is metered. */
                plan?: {
                    /** @description `viewer.subscription.plan`. Form: the plan’s name, verbatim. */
                    name: string;
                    /** @description `viewer.credits.monthly.total`. Form: whole number. */
                    totalMonthlyCredits: number;
                    /** @description `viewer.credits.monthly.remaining`. Form: whole number. */
                    remainingMonthlyCredits: number;
                    /** @description `viewer.credits.additional.total`. Form: whole number. Absent unless additional credits are agreed. */
                    maxAdditionalCredits?: number;
                    /** @description `viewer.credits.additional.remaining`. Form: whole number. Absent unless additional credits are agreed. */
                    remainingAdditionalCredits?: number;
                };
                /**
                 * Format: date-time
                 * @description `viewer.createdAt`. Form: RFC 3339, UTC.
                 */
                createdAt: string;
                /**
                 * Format: date-time
                 * @description `viewer.updatedAt`. Form: RFC 3339, UTC.
                 */
                updatedAt: string;
            };
            status: {
                /** @description The same for everybody. Form: whole number: this call spends nothing. */
                cost: number;
                /** @description Absent unless this version is to be shut down. */
                apiDeprecationNotice?: {
                    /** @description From the gateway’s settings. Form: text: what the operator says of it. */
                    message?: string;
                    /**
                     * Format: date-time
                     * @description From the gateway’s settings. Form: RFC 3339, UTC: when the operator shuts it down.
                     */
                    shutdownDate?: string;
                };
            };
        };
        UserInfoProblem: {
            error: {
                message: string;
                code: number;
                userId?: string;
                /** Format: uuid */
                requestId: string;
            };
            status: {
                /** @constant */
                cost: 0;
                apiDeprecationNotice?: {
                    message: string;
                    /** Format: date-time */
                    shutdownDate: string;
                };
            };
        };
        UserInfoProblem500: {
            /** Format: uuid */
            requestId: string;
        };
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            /** Format: uri */
            instance: string;
        };
    };
    responses: never;
    parameters: {
        /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
        RequestId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The request’s id: the caller’s own where it sent a UUID.
         * @example 0189d0a2-7c3e-7b1a-9f00-0123456789ab
         */
        RequestId: string;
        /**
         * @description Nobody between the gateway and the caller keeps it.
         * @example private, no-store
         */
        CacheControl: string;
        /**
         * @description Whoever asks otherwise is answered otherwise.
         * @example authorization, x-api-key
         */
        Vary: string;
        /**
         * @description The bounds this request was counted against, each with its requests (q) in so many seconds (w); absent where nothing was counted (draft-ietf-httpapi-ratelimit-headers-10).
         * @example "address";q=1200;w=60, "account";q=600;w=60
         */
        RateLimitPolicy: string;
        /**
         * @description What is left of each (r), and the seconds until it is whole again (t).
         * @example "address";r=1199;t=60, "account";r=599;t=60
         */
        RateLimit: string;
        /**
         * @description Whole seconds after which to ask again.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description How to ask (RFC 6750 section 3): with an error code where credentials were sent and are no good.
         * @example Bearer realm="viewer-gateway"
         */
        Challenge: string;
        /**
         * @description The scope that would have done; absent where none would.
         * @example Bearer realm="viewer-gateway", error="insufficient_scope", error_description="This needs the scope profile:read.", scope="profile:read"
         */
        ScopeChallenge: string;
        /**
         * @description The methods this path answers to.
         * @example GET, HEAD
         */
        Allow: string;
        /**
         * @description Since when this version is deprecated (RFC 9745).
         * @example @1767225600
         */
        Deprecation: string;
        /**
         * @description When this version is shut down (RFC 8594).
         * @example Tue, 02 Feb 2027 00:00:00 GMT
         */
        Sunset: string;
        /**
         * @description Requests a minute.
         * @example 600
         */
        XRateLimitLimit: number;
        /**
         * @description How many of them are left.
         * @example 0
         */
        XRateLimitRemaining: number;
        /**
         * @description When they are whole again, in seconds since 1970.
         * @example 1770422460
         */
        XRateLimitReset: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAccountProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfile"];
                };
            };
            /** @description - `auth_invalid`: No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `forbidden`: The credentials are good and do not carry the scope this needs.
             *     - `account_suspended`: The account is suspended.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `not_found`: The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `expectation_failed`: The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `rate_limited`: Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `unavailable_for_legal_reasons`: The account is unavailable for legal reasons. */
            451: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `internal_error`: A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `service_unavailable`: Too much is being worked on; nothing has been done for this request.
             *     - `service_unavailable`: The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
        };
    };
    updateAccountProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountProfileChange"];
            };
        };
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfile"];
                };
            };
            /** @description - `bad_request`: The request cannot be read as what it should be. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `auth_invalid`: No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `forbidden`: The credentials are good and do not carry the scope this needs.
             *     - `account_suspended`: The account is suspended.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `not_found`: The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `payload_too_large`: The body is larger than BODY_LIMIT. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `unsupported_media_type`: The body is not application/json in UTF-8. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `expectation_failed`: The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `unprocessable_entity`: A value is not what its field takes. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `rate_limited`: Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `unavailable_for_legal_reasons`: The account is unavailable for legal reasons. */
            451: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `internal_error`: A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `service_unavailable`: Too much is being worked on; nothing has been done for this request.
             *     - `service_unavailable`: The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
        };
    };
    dismissAccountProfileCreditNotice: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, and nothing to say. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `auth_invalid`: No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `forbidden`: The credentials are good and do not carry the scope this needs.
             *     - `account_suspended`: The account is suspended.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `not_found`: The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `expectation_failed`: The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `rate_limited`: Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `unavailable_for_legal_reasons`: The account is unavailable for legal reasons. */
            451: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /** @description - `internal_error`: A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
            /**
             * @description - `service_unavailable`: Too much is being worked on; nothing has been done for this request.
             *     - `service_unavailable`: The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountProfileProblem"];
                };
            };
        };
    };
    getUsersMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMe"];
                };
            };
            /** @description - No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /**
             * @description - The credentials are good and do not carry the scope this needs.
             *     - The account is suspended.
             *     - The account is unavailable for legal reasons.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /**
             * @description - Too much is being worked on; nothing has been done for this request.
             *     - The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
        };
    };
    updateUsersMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsersMeChange"];
            };
        };
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMe"];
                };
            };
            /** @description - The request cannot be read as what it should be. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /**
             * @description - The credentials are good and do not carry the scope this needs.
             *     - The account is suspended.
             *     - The account is unavailable for legal reasons.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The value is already in use by another account. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The body is larger than BODY_LIMIT. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The body is not application/json in UTF-8. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - A value is not what its field takes. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /** @description - A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
            /**
             * @description - Too much is being worked on; nothing has been done for this request.
             *     - The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersMeProblem"];
                };
            };
        };
    };
    getUserProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfile"];
                };
            };
            /** @description - `UNAUTHORIZED`: No credentials were sent, or they are no good. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /**
             * @description - `FORBIDDEN`: The credentials are good and do not carry the scope this needs.
             *     - `FORBIDDEN`: The account is suspended.
             *     - `FORBIDDEN`: The account is unavailable for legal reasons.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /** @description - `NOT_FOUND`: The credentials are good and stand for no account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /** @description - `EXPECTATION_FAILED`: The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /** @description - `RATE_LIMITED`: Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-RateLimit-Limit": components["headers"]["XRateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["XRateLimitRemaining"];
                    "X-RateLimit-Reset": components["headers"]["XRateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /** @description - `INTERNAL_ERROR`: A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
            /**
             * @description - `SERVICE_UNAVAILABLE`: Too much is being worked on; nothing has been done for this request.
             *     - `SERVICE_UNAVAILABLE`: The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserProfileProblem"];
                };
            };
        };
    };
    getUserInfo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version of this API; without it, the only one there is. */
                "x-exorde-api-version"?: "v1";
                /** @description An id of the caller’s own for this request, kept when it is a UUID; else the gateway makes one. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfo"];
                };
            };
            /** @description - A value is not what its field takes. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem"];
                };
            };
            /**
             * @description - No credentials were sent, or they are no good.
             *     - The credentials are good and stand for no account.
             */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem"];
                };
            };
            /**
             * @description - The credentials are good and do not carry the scope this needs.
             *     - The account is suspended.
             *     - The account is unavailable for legal reasons.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem"];
                };
            };
            /** @description - The request expects something else than 100-continue. */
            417: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem"];
                };
            };
            /** @description - Too many requests within a minute; Retry-After says when the next one is welcome. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem"];
                };
            };
            /** @description - A bug of ours, masked; the request id finds it in the log. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserInfoProblem500"];
                };
            };
            /**
             * @description - Too much is being worked on; nothing has been done for this request.
             *     - The database or the keys of an issuer are away, or the answer took too long.
             */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    Vary: components["headers"]["Vary"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    checkLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example alive */
                    "text/plain": string;
                };
            };
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example ready */
                    "text/plain": string;
                };
            };
            /** @description It cannot, and why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example not ready: shutting down */
                    "text/plain": string;
                };
            };
        };
    };
}
