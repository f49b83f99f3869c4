// Generated from the OpenAPI document by generate.mjs. Do not edit.

export interface paths {
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List batches
         * @description Newest first, without the lists of credentials. Only those of the key's environment.
         */
        get: operations["listBatches"];
        put?: never;
        /**
         * Send a batch
         * @description Checks everything, then takes the whole batch or nothing of it. 202 means that it is stored for good: it will be signed and anchored even if the chain is down now. With `dry_run=true` everything is checked and nothing is stored; the answer tells the cost and what is left of the month.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a batch
         * @description With the list of its credentials.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke every credential of a batch
         * @description Those that were revoked before stay as they are. Works before signing too: the bits are then set from the start.
         */
        post: operations["revokeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim a credential
         * @description What the page of a credential does with the secret of a claim mail; needs no key. The answer sets the cookie of the recipient's session, for the page of that credential alone. A credential is claimed once: after it, all its links are used. At most 60 calls a minute for an address, 10 for a credential.
         */
        post: operations["claimCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/resend-claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the claim mail again
         * @description With a new link; links that were sent before keep working until one of them is used. Before the batch is anchored nothing is sent now: the mail goes out then. At most once a minute and five times in 24 hours for a credential, and five times a minute for an address. No body.
         */
        post: operations["resendClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasure-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recipients who ask for erasure
         * @description A task for you: verify that it is the recipient, then erase the credential. That ends the request.
         */
        get: operations["listErasureRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search credentials
         * @description By recipient, by your own reference, or both; newest first.
         */
        get: operations["listCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a credential
         * @description With the signed document, once there is one.
         */
        get: operations["getCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a credential
         * @description For good: a revocation cannot be taken back. Verifiers see it within 60 seconds.
         */
        post: operations["revokeCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a recipient's personal data
         * @description Deletes name, e-mail address and the recipient mapping for good. The signed document holds none of them and stays verifiable; revocation is another thing.
         */
        post: operations["eraseCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify a credential
         * @description Makes the six checks of the credential's page. Needs no key; at most 30 calls a minute for an address, bodies up to 256 KB. Only DIDs and status lists of this service are resolved; what would need others could not be checked.
         */
        post: operations["verifyCredential"];
        delete?: never;
        /**
         * What browsers ask before
         * @description A CORS preflight: any page may verify.
         */
        options: operations["verifyCredentialPreflight"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/did.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** DID document of the service */
        get: operations["getDidDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/issuer/profile.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blockcerts issuer profile */
        get: operations["getIssuerProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/issuer/did-documents/{did}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * DID document of an issuer
         * @description LearnCoin's copy of the document of a DID that credentials were issued under here: its own DID, or one that a tenant set up. Refreshed hourly; one that could not be read for 24 hours is no longer served. The original stands at the DID's own address.
         */
        get: operations["getIssuerDidDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logos/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A tenant's logo
         * @description The picture at the tenant's `logo_url`, fetched by LearnCoin once a day and served from here: PNG, JPEG, GIF or WebP of at most 512 KB and 4096 pixels a side. One that cannot be had any more is served for a week.
         */
        get: operations["getLogo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Revocation list
         * @description The signed list that `credentialStatus` of a credential names. Kept by caches for 30 seconds: a revocation shows within a minute.
         */
        get: operations["getStatusList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Page and signed document of a credential
         * @description A page for people; the signed document for programs that name `application/vc` or `application/ld+json` in `Accept`, or that add `.json` to the id.
         */
        get: operations["getSignedCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oembed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * oEmbed of a credential's page
         * @description For sites that show what a link leads to (https://oembed.com): markup with the credential's badge, which says what holds now and names no person.
         */
        get: operations["getOEmbed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
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
        /** Is the service up */
        get: operations["getHealth"];
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
         * Should requests come here
         * @description For load balancers. 503 while the store cannot be used or the service is about to end; `Retry-After` says when to ask again. A part that is `degraded` makes nothing unready: batches are taken and wait. Looked up at most once in two seconds.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read your tenant
         * @description The tenant that the key belongs to, and its month in the key's environment. Any key may ask.
         */
        get: operations["getMyTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your branding
         * @description Changes the given members and leaves the others. The name is signed into credentials: operators alone set it.
         */
        patch: operations["updateMyTenant"];
        trace?: never;
    };
    "/v1/tenants/me/did": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Issue under a DID of your own
         * @description From the plan `institution` on. The answer names the document to publish; credentials carry the DID once the document was seen there. Send the same again to have it looked at now; it is looked at from time to time anyway.
         */
        put: operations["setMyDid"];
        post?: never;
        /**
         * Return to the service's DID
         * @description Credentials that were issued under your own DID stay valid as long as you keep its document.
         */
        delete: operations["removeMyDid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a tenant by its id
         * @description Your own id answers as `/v1/tenants/me`; any other is 404.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List endpoints
         * @description Newest first.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Register an endpoint
         * @description In the key's environment: test and live have endpoints of their own, at most 1,000 each. The answer shows the signing secret, and no other answer does; with an `Idempotency-Key` a repeated call shows the same again.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an endpoint
         * @description Without its secret.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description It gets nothing more, retries included, and its log of deliveries is deleted.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Changes the given members and leaves the others. `active: true` enables an endpoint that was disabled, and its failures are forgotten; `active: false` disables it.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing secret
         * @description The answer shows the new secret. For 24 hours deliveries bear two signatures, one of each secret; rotating again within that time ends the older one at once.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Sends `webhook.test` at once, signed as every delivery is, and waits for the answer. One attempt; it stands in the log of deliveries. A disabled endpoint is tested too. 200 whatever the endpoint answered; a 2xx ends its failures, a failure disables nothing.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a time range
         * @description Delivers the events of a time range again that the endpoint subscribes to, those too that it never got, each with its whole schedule before it. Event ids stay the same. Up to 1,000 deliveries a call: while `has_more` is true, call again from `next_since`.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Newest event first, with every attempt.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery
         * @description With every attempt.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{delivery}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a delivery
         * @description Makes an attempt now. One that is delivered or failed already is sent again, under the same event id; where that fails its schedule begins anew.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "batch.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A batch was taken. */
        post: operations["onBatchCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.signed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Its documents are signed; it waits for the chain. */
        post: operations["onBatchSigned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.anchored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It is on chain, with enough confirmations: the credentials are issued. */
        post: operations["onBatchAnchored"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.finalized": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The block that anchors it is final: it cannot go any more. */
        post: operations["onBatchFinalized"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It will not be issued; `error` says why. */
        post: operations["onBatchFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.reorged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The chain dropped the block that anchored it: it is signed again, and will be anchored anew. */
        post: operations["onBatchReorged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "credential.claimed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Its recipient claimed it. */
        post: operations["onCredentialClaimed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "credential.revoked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You revoked it. The reason in words is not told: it may name a person. */
        post: operations["onCredentialRevoked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "credential.erased": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The recipient's personal data are erased, the mapping included. */
        post: operations["onCredentialErased"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sent by `POST /v1/webhooks/{id}/test`, to that endpoint alone. */
        post: operations["onWebhookTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An endpoint of yours was disabled; told to the others that subscribe to it. */
        post: operations["onWebhookDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        BatchRequest: {
            credentials: components["schemas"]["CredentialInput"][];
        };
        CredentialInput: {
            recipient: components["schemas"]["Recipient"];
            achievement: components["schemas"]["Achievement"];
            /** @description Open Badges 3.0 evidence: signed. Together with `result` at most 128 KB. */
            evidence?: components["schemas"]["Evidence"][] | null;
            /** @description Open Badges 3.0 results: signed. */
            result?: components["schemas"]["Result"][] | null;
            /** @description Any JSON up to 4 KB for your own use. Never signed, never public. */
            tenant_metadata?: unknown;
            /** @description Becomes `validFrom`. */
            issuanceDate: components["schemas"]["GivenTime"];
            /** @description Becomes `validUntil`; later than `issuanceDate`. */
            expirationDate?: components["schemas"]["GivenTime"] | null;
            /** @description Your own reference; unique for tenant, environment and achievement. */
            external_id?: string | null;
        };
        Recipient: {
            /**
             * @description A pseudonym: `urn:uuid:` and a random (version 4) UUID. It is signed and cannot be erased.
             * @example urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001
             */
            id: string;
            /**
             * @description No control characters. Shown on the credential's page; never in the signed document; erasable.
             * @example Ada Lovelace
             * @example Nguyễn Thị Minh
             * @example 𝒳 of the 3rd
             */
            name: string;
            /** @description RFC 5321 address; never in the signed document; erasable. */
            email?: string | null;
            /** @description Deliver without an e-mail: `claim_state` becomes `auto_claimed`. */
            auto_claim?: boolean | null;
        };
        /**
         * @description `pending` accepted; `signed` proofs made, not yet on chain; `anchored` on chain with enough confirmations; `failed` see `error`. Never backwards, except when the chain drops a block: then `anchored` returns to `signed`.
         * @enum {string}
         */
        BatchStatus: "pending" | "signed" | "anchored" | "failed";
        BatchAccepted: {
            id: components["schemas"]["BatchId"];
            /** @constant */
            status: "pending";
            credentials_count: number;
            created_at: components["schemas"]["Time"];
            environment: components["schemas"]["Environment"];
        };
        BatchFields: {
            id: components["schemas"]["BatchId"];
            status: components["schemas"]["BatchStatus"];
            credentials_count: number;
            created_at: components["schemas"]["Time"];
            signed_at: components["schemas"]["Time"] | null;
            anchored_at: components["schemas"]["Time"] | null;
            environment: components["schemas"]["Environment"];
            merkle_root: string | null;
            anchor_transaction: components["schemas"]["AnchorTransaction"] | null;
            /** @description Why the batch failed, in words. */
            error: string | null;
            /** @description Why the batch failed, for programs. */
            error_code: string | null;
        };
        /** @description A batch without the list of its credentials. */
        BatchSummary: components["schemas"]["BatchFields"];
        Batch: {
            credentials: components["schemas"]["BatchCredential"][];
        } & components["schemas"]["BatchFields"];
        BatchCredential: {
            id: components["schemas"]["CredentialId"];
            /** @description Null once the credential is erased. */
            recipient_id: string | null;
            /**
             * Format: uri
             * @description The public page: send it to the recipient.
             */
            verify_url: string;
            external_id: string | null;
            claim_state: components["schemas"]["ClaimState"];
        };
        AnchorTransaction: {
            /** @enum {string} */
            chain: "base-mainnet" | "base-sepolia";
            hash: string | null;
            block_number: number | null;
            /** Format: uri */
            explorer_url: string | null;
            /** @enum {string} */
            state: "queued" | "submitted" | "included" | "safe" | "finalized" | "reorged" | "failed";
            /** @description Blocks, the including one counted. */
            confirmations: number | null;
            gas_used: number | null;
            /** @description Of the whole transaction, which other tenants' batches may share. A decimal string: it can pass 2^53. */
            fee_wei: string | null;
        };
        BatchPage: {
            data: components["schemas"]["BatchSummary"][];
            /** @description Send it as `cursor` for the next page. */
            next_cursor: string | null;
            has_more: boolean;
        };
        BatchRevoked: {
            id: components["schemas"]["BatchId"];
            /** @description Credentials that this call revoked. */
            revoked: number;
            already_revoked: number;
        };
        DryRun: {
            /** @constant */
            dry_run: true;
            /** @constant */
            valid: true;
            credentials_count: number;
            environment: components["schemas"]["Environment"];
            estimate: components["schemas"]["AnchorEstimate"];
            quota: {
                /** @description Credentials a calendar month (UTC). */
                limit: number;
                /** @description Without this batch. */
                used: number;
                remaining_after: number;
            };
        };
        /** @description What the anchoring transaction costs by the fees of now, if no other batch shares it. */
        AnchorEstimate: {
            /** @enum {string} */
            chain: "base-mainnet" | "base-sepolia";
            gas: number;
            fee_wei: string | null;
            fee_wei_per_credential: string | null;
            /** @description Why no fee can be told; null when it can. */
            reason: string | null;
        };
        ClaimRequest: {
            /** @description The code of the mail: what stands after `#claim=` in its link. */
            token: string;
        };
        Claimed: {
            credential_id: components["schemas"]["CredentialId"];
            /** Format: uri */
            verify_url: string;
            claimed_at: components["schemas"]["Time"];
        };
        ClaimResent: {
            id: components["schemas"]["CredentialId"];
            claim_state: components["schemas"]["ClaimState"];
            /** @constant */
            claim_mail: "queued";
        };
        ErasureRequestPage: {
            data: components["schemas"]["RecipientErasureRequest"][];
            /** @description Send it as `cursor` for the next page. */
            next_cursor: string | null;
            has_more: boolean;
        };
        /** @description A recipient asks for the erasure of a credential. It is open until the credential is erased. */
        RecipientErasureRequest: {
            credential_id: components["schemas"]["CredentialId"];
            requested_at: components["schemas"]["Time"];
            /** Format: uri */
            verify_url: string;
        };
        /** @example req_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        RequestId: string;
        /** @example bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        BatchId: string;
        /** @example crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        CredentialId: string;
        /** @example tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        TenantId: string;
        /**
         * @description `test` anchors on Base Sepolia, `live` on Base.
         * @enum {string}
         */
        Environment: "test" | "live";
        /**
         * Format: date-time
         * @example 2026-04-23T12:00:00.000Z
         */
        Time: string;
        /**
         * @description ISO 8601 date-time with a zone.
         * @example 2026-04-23T12:00:00Z
         */
        GivenTime: string;
        /** @description The one body of every answer that is no success. */
        Error: {
            error: {
                code: components["schemas"]["ErrorCode"];
                /** @description For people: names the field as a JSON pointer and says what was expected. Its wording may change; program against `code`. */
                message: string;
                request_id: components["schemas"]["RequestId"];
                /** @description All faults that were found. */
                details?: components["schemas"]["Fault"][];
            };
        };
        Fault: {
            code: components["schemas"]["ErrorCode"];
            /**
             * @description JSON pointer (RFC 6901) into the request body.
             * @example /credentials/3/recipient/id
             */
            pointer: string;
            message: string;
        };
        /**
         * @description Null where no mail is sent. `expired`: the newest link has had its time; `auto_claimed`: as the batch asked.
         * @enum {string|null}
         */
        ClaimState: "pending" | "claimed" | "auto_claimed" | "expired" | null;
        /**
         * @description Where the newest claim mail stands: `sent` when the mail server took it, `failed` when it refused it or could not be reached for five days. Null where none was sent and none will be.
         * @enum {string|null}
         */
        ClaimMail: "queued" | "sent" | "failed" | null;
        Credential: {
            id: components["schemas"]["CredentialId"];
            batch_id: components["schemas"]["BatchId"];
            /** Format: uri */
            verify_url: string;
            status: components["schemas"]["BatchStatus"];
            revoked: boolean;
            revoked_at: components["schemas"]["Time"] | null;
            revocation: components["schemas"]["Revocation"] | null;
            /** @description The credential that stands in its place. */
            replaced_by: components["schemas"]["CredentialId"] | null;
            /** @description The revoked credential in whose place this one stands. */
            replaces: components["schemas"]["CredentialId"] | null;
            erased: boolean;
            claim_state: components["schemas"]["ClaimState"];
            claim_mail: components["schemas"]["ClaimMail"];
            /** @description As sent, in lower case; null once erased. */
            recipient_id: string | null;
            external_id: string | null;
            created_at: components["schemas"]["Time"];
            /** @description As sent; null when there is none, or once erased. */
            tenant_metadata: unknown;
            /** @description With its Data Integrity proof once signed, with the Merkle proof once anchored; null before. */
            signed_credential: components["schemas"]["SignedCredential"] | null;
        };
        Revocation: {
            /** @description Your words; null once the credential is erased. */
            reason: string | null;
            reason_code: components["schemas"]["RevokeReasonCode"];
        };
        /** @description A credential without its signed document. */
        CredentialSummary: {
            id: components["schemas"]["CredentialId"];
            batch_id: components["schemas"]["BatchId"];
            recipient_id: string | null;
            external_id: string | null;
            status: components["schemas"]["BatchStatus"];
            revoked: boolean;
            erased: boolean;
            claim_state: components["schemas"]["ClaimState"];
            claim_mail: components["schemas"]["ClaimMail"];
            /** Format: uri */
            verify_url: string;
            created_at: components["schemas"]["Time"];
            tenant_metadata: unknown;
        };
        CredentialPage: {
            data: components["schemas"]["CredentialSummary"][];
            /** @description Send it as `cursor` for the next page. */
            next_cursor: string | null;
            has_more: boolean;
        };
        /** @enum {string} */
        RevokeReasonCode: "reissued" | "issuer_error" | "policy_violation" | "fraud" | "superseded" | "holder_request" | "other";
        RevokeRequest: {
            /** @description In words. Shown to you alone: the public page tells the code. */
            reason: string;
            reason_code: components["schemas"]["RevokeReasonCode"];
            /** @description The credential that stands in its place; the pages link to each other. */
            replaced_by?: components["schemas"]["CredentialId"] | null;
        };
        BatchRevokeRequest: {
            reason: string;
            reason_code: components["schemas"]["RevokeReasonCode"];
        };
        Revoked: {
            id: components["schemas"]["CredentialId"];
            /** @constant */
            revoked: true;
            revoked_at: components["schemas"]["Time"];
            /** @description Null when the credential was erased meanwhile. */
            reason: string | null;
            reason_code: components["schemas"]["RevokeReasonCode"];
            replaced_by: components["schemas"]["CredentialId"] | null;
        };
        EraseRequest: {
            /**
             * @description Who asked.
             * @enum {string}
             */
            requester: "recipient" | "guardian" | "tenant" | "authority";
            /** @description When you checked that they are who they say. */
            verified_at: components["schemas"]["GivenTime"];
        };
        Erased: {
            id: components["schemas"]["CredentialId"];
            /** @constant */
            erased: true;
            erased_at: components["schemas"]["Time"];
            /** @constant */
            verification_status_after_erasure: "verifiable";
        };
        /** @description A signed document, whole, or the id of a credential of this service. */
        VerifyRequest: {
            id: components["schemas"]["CredentialId"];
        } | {
            "@context": unknown;
        };
        Verification: {
            /**
             * @description `valid` when every check passed, `invalid` when one failed, else `undetermined`.
             * @enum {string}
             */
            verdict: "valid" | "invalid" | "undetermined";
            /** @description In the order schema, signature, issuer, anchor, status, dates. */
            checks: components["schemas"]["Check"][];
            /** @description Null when the transaction was not found in a block. */
            anchor: components["schemas"]["AnchorFacts"] | null;
            credential: components["schemas"]["CredentialFacts"];
        };
        Check: {
            /** @enum {string} */
            name: "schema" | "signature" | "issuer" | "anchor" | "status" | "dates";
            /** @enum {string} */
            outcome: "passed" | "failed" | "could_not_check";
            /** @description For programs; null when it passed. */
            reason: string | null;
            /** @description For people. */
            message: string;
            /** @description What one should know although it passed. */
            note: string | null;
        };
        AnchorFacts: {
            chain_id: number;
            transaction_hash: string;
            block_number: number;
            block_time: components["schemas"]["Time"];
            confirmations: number;
            /** Format: uri */
            explorer_url: string | null;
        };
        /** @description What the document says of itself; only the verdict tells whether it is true. */
        CredentialFacts: {
            /** @description `crd_…`, when the request named it. */
            credential_id: string | null;
            /** Format: uri */
            verify_url: string | null;
            id: string | null;
            name: string | null;
            issuer_id: string | null;
            issuer_name: string | null;
            valid_from: string | null;
            valid_until: string | null;
        };
        /** @example https://yourschool.example/credentials/intro-ml */
        AbsoluteUri: string;
        /** @example https://yourschool.example/criteria */
        WebUrl: string;
        Criteria: {
            type?: "Criteria" | "Criteria"[];
            id?: components["schemas"]["WebUrl"];
            narrative?: string;
        } | unknown | unknown;
        Alignment: {
            type?: "Alignment" | "Alignment"[];
            id?: components["schemas"]["AbsoluteUri"];
            targetName: string;
            targetUrl: components["schemas"]["WebUrl"];
            targetDescription?: string;
            /** @enum {string} */
            targetFramework?: "ESCO" | "O*NET" | "ISCED-F" | "CUSTOM";
            targetCode?: string;
            targetType?: ("ceasn:Competency" | "ceterms:Credential" | "CFItem" | "CFRubric" | "CFRubricCriterion" | "CFRubricCriterionLevel" | "CTDL") | string;
        };
        Image: {
            /** @constant */
            type?: "Image";
            /**
             * @description http(s) URL, or a base64 data: URI of a PNG, JPEG, GIF, WebP or SVG image.
             * @example https://yourschool.example/badges/compilers.png
             * @example data:image/png;base64,iVBORw0KGgo=
             */
            id: string;
            caption?: string;
        };
        Related: {
            type?: "Related" | "Related"[];
            id: components["schemas"]["AbsoluteUri"];
            inLanguage?: string;
            version?: string;
        };
        IdentifierEntry: {
            /** @constant */
            type?: "IdentifierEntry";
            identifier: string;
            identifierType: ("name" | "sourcedId" | "systemId" | "productId" | "userName" | "accountId" | "emailAddress" | "nationalIdentityNumber" | "isbn" | "issn" | "lisSourcedId" | "oneRosterSourcedId" | "sisSourcedId" | "ltiContextId" | "ltiDeploymentId" | "ltiToolId" | "ltiPlatformId" | "ltiUserId" | "identifier") | string;
        };
        GeoCoordinates: {
            /** @constant */
            type?: "GeoCoordinates";
            latitude: number;
            longitude: number;
        };
        Address: {
            type?: "Address" | "Address"[];
            id?: components["schemas"]["AbsoluteUri"];
            addressCountry?: string;
            addressCountryCode?: string;
            addressRegion?: string;
            addressLocality?: string;
            streetAddress?: string;
            postOfficeBoxNumber?: string;
            postalCode?: string;
            geo?: components["schemas"]["GeoCoordinates"];
        };
        Profile: {
            type?: "Profile" | "Profile"[];
            id: components["schemas"]["AbsoluteUri"];
            name?: string;
            url?: components["schemas"]["WebUrl"];
            phone?: string;
            description?: string;
            image?: components["schemas"]["Image"];
            email?: string;
            address?: components["schemas"]["Address"];
            otherIdentifier?: components["schemas"]["IdentifierEntry"][] | components["schemas"]["IdentifierEntry"];
            official?: string;
            parentOrg?: components["schemas"]["Profile"];
            familyName?: string;
            givenName?: string;
            additionalName?: string;
            patronymicName?: string;
            honorificPrefix?: string;
            honorificSuffix?: string;
            familyNamePrefix?: string;
            /** Format: date */
            dateOfBirth?: string;
        };
        RubricCriterionLevel: {
            type?: "RubricCriterionLevel" | "RubricCriterionLevel"[];
            id: components["schemas"]["AbsoluteUri"];
            name: string;
            description?: string;
            level?: string;
            points?: string;
            alignment?: components["schemas"]["Alignment"][] | components["schemas"]["Alignment"];
        };
        ResultDescription: {
            type?: "ResultDescription" | "ResultDescription"[];
            id: components["schemas"]["AbsoluteUri"];
            name: string;
            resultType: ("GradePointAverage" | "LetterGrade" | "Percent" | "PerformanceLevel" | "PredictedScore" | "RawScore" | "Result" | "RubricCriterion" | "RubricCriterionLevel" | "RubricScore" | "ScaledScore" | "Status") | string;
            allowedValue?: string[] | string;
            requiredLevel?: components["schemas"]["AbsoluteUri"];
            requiredValue?: string;
            valueMin?: string;
            valueMax?: string;
            alignment?: components["schemas"]["Alignment"][] | components["schemas"]["Alignment"];
            rubricCriterionLevel?: components["schemas"]["RubricCriterionLevel"][] | components["schemas"]["RubricCriterionLevel"];
        };
        /** @description Open Badges 3.0 Achievement: validated and signed. At most 64 KB as sent. A single value may stand where Open Badges has an array. */
        Achievement: {
            type?: "Achievement" | "Achievement"[];
            /** @description When absent a stable `urn:uuid` is derived from tenant and content. */
            id?: components["schemas"]["AbsoluteUri"];
            name: string;
            description: string;
            criteria: components["schemas"]["Criteria"];
            achievementType?: ("Achievement" | "ApprenticeshipCertificate" | "Assessment" | "Assignment" | "AssociateDegree" | "Award" | "Badge" | "BachelorDegree" | "Certificate" | "CertificateOfCompletion" | "Certification" | "CommunityService" | "Competency" | "Course" | "CoCurricular" | "Degree" | "Diploma" | "DoctoralDegree" | "Fieldwork" | "GeneralEducationDevelopment" | "JourneymanCertificate" | "LearningProgram" | "License" | "Membership" | "ProfessionalDoctorate" | "QualityAssuranceCredential" | "MasterCertificate" | "MasterDegree" | "MicroCredential" | "ResearchDoctorate" | "SecondarySchoolDiploma") | string;
            alignment?: components["schemas"]["Alignment"][] | components["schemas"]["Alignment"];
            creator?: components["schemas"]["Profile"];
            creditsAvailable?: number;
            fieldOfStudy?: string;
            humanCode?: string;
            image?: components["schemas"]["Image"];
            inLanguage?: string;
            otherIdentifier?: components["schemas"]["IdentifierEntry"][] | components["schemas"]["IdentifierEntry"];
            related?: components["schemas"]["Related"][] | components["schemas"]["Related"];
            resultDescription?: components["schemas"]["ResultDescription"][] | components["schemas"]["ResultDescription"];
            specialization?: string;
            tag?: string[] | string;
            version?: string;
        };
        Evidence: {
            type?: "Evidence" | "Evidence"[];
            id?: components["schemas"]["AbsoluteUri"];
            name?: string;
            description?: string;
            narrative?: string;
            genre?: string;
            audience?: string;
        };
        Result: {
            type?: "Result" | "Result"[];
            id?: components["schemas"]["AbsoluteUri"];
            resultDescription?: components["schemas"]["AbsoluteUri"];
            achievedLevel?: components["schemas"]["AbsoluteUri"];
            /** @enum {string} */
            status?: "Completed" | "Enrolled" | "Failed" | "InProgress" | "OnHold" | "Provisional" | "Withdrew";
            value?: string;
            alignment?: components["schemas"]["Alignment"][] | components["schemas"]["Alignment"];
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "not_ready";
            checked_at: components["schemas"]["Time"];
            /** @description By part: `store`, `keys`, `workflows` (where the service runs them itself), `batches`, `anchoring_test`, `anchoring_live`; `host` while it is about to end. While the store is down nothing but `store` is told. */
            checks: {
                [key: string]: components["schemas"]["HealthCheck"];
            };
        };
        HealthCheck: {
            /** @enum {string} */
            status: "ok" | "degraded" | "down";
            /** @description Why it is not well, in fixed words. */
            reasons: string[];
            /** @description Since when, where that is known. */
            since: components["schemas"]["Time"] | null;
            /** @description Batches that wait to be put into a transaction, counted up to 1,000. */
            waiting_roots?: number;
        };
        OpenApiDocument: {
            /** @constant */
            openapi: "3.1.0";
            info: Record<string, never>;
            paths: Record<string, never>;
        };
        VerificationMethod: {
            id: string;
            /** @constant */
            type: "JsonWebKey";
            controller: string;
            /**
             * Format: date-time
             * @description The key was compromised from this time on: what was anchored before it still counts.
             */
            revoked?: string;
            publicKeyJwk: {
                /** @enum {string} */
                kty: "OKP" | "EC";
                /** @enum {string} */
                crv: "Ed25519" | "secp256k1";
                x: string;
                y?: string;
            };
        };
        /** @description did:web document of the service: the keys of every tenant, and the anchor accounts. */
        DidDocument: {
            "@context": string[];
            id: string;
            verificationMethod: components["schemas"]["VerificationMethod"][];
            /** @description Keys whose signatures count. One that was compromised is missing here. */
            assertionMethod: string[];
            service: {
                id: string;
                type: string;
                serviceEndpoint: unknown;
            }[];
        };
        /** @description Blockcerts issuer profile. */
        IssuerProfile: {
            "@context": string[];
            /** @constant */
            type: "Profile";
            /** Format: uri */
            id: string;
            name: string;
            /** Format: uri */
            url: string;
            publicKey: components["schemas"]["AnchorAccount"][];
        };
        AnchorAccount: {
            id: string;
            /** Format: date-time */
            created: string;
            /**
             * Format: date-time
             * @description Transactions after this time do not count.
             */
            revoked?: string;
        };
        /** @description A signed list of revocation bits: StatusList2021, or the W3C Bitstring form. */
        StatusList: {
            "@context": string[];
            /** Format: uri */
            id: string;
            type: ("VerifiableCredential" | "StatusList2021Credential" | "BitstringStatusListCredential")[];
            issuer: string;
            /** Format: date-time */
            issuanceDate?: string;
            /** Format: date-time */
            validFrom?: string;
            credentialSubject: {
                /** Format: uri */
                id: string;
                /** @enum {string} */
                type: "StatusList2021" | "BitstringStatusList";
                /** @constant */
                statusPurpose: "revocation";
                encodedList: string;
            };
            proof: {
                /** @constant */
                type: "DataIntegrityProof";
                /** @constant */
                cryptosuite: "eddsa-rdfc-2022";
                /** Format: date-time */
                created: string;
                /** @constant */
                proofPurpose: "assertionMethod";
                verificationMethod: string;
                proofValue: string;
            };
        };
        /** @description One JSON-LD document that is a W3C Verifiable Credential 2.0, an Open Badge 3.0 and a Blockcerts v3 credential. Holds no name and no e-mail address of the recipient. */
        SignedCredential: {
            "@context": (string | Record<string, never>)[];
            id: string;
            /** @constant */
            type: [
                "VerifiableCredential",
                "OpenBadgeCredential"
            ];
            name: string;
            /** Format: date-time */
            validFrom: string;
            /** Format: date-time */
            validUntil?: string;
            issuer: {
                id: string;
                /** @constant */
                type: [
                    "Profile"
                ];
                name: string;
                url?: string;
            };
            credentialSubject: {
                id: string;
                /** @constant */
                type: [
                    "AchievementSubject"
                ];
                achievement: components["schemas"]["Achievement"];
                result?: components["schemas"]["Result"][];
            };
            evidence?: components["schemas"]["Evidence"][];
            credentialStatus: {
                /** Format: uri */
                id: string;
                /** @enum {string} */
                type: "StatusList2021Entry" | "BitstringStatusListEntry";
                /** @constant */
                statusPurpose: "revocation";
                statusListIndex: string;
                /** Format: uri */
                statusListCredential: string;
            };
            proof: components["schemas"]["Proof"][];
        };
        Proof: {
            id: string;
            /** @constant */
            type: "DataIntegrityProof";
            /** @enum {string} */
            cryptosuite: "eddsa-rdfc-2022" | "merkle-proof-2019";
            /** Format: date-time */
            created: string;
            /** @constant */
            proofPurpose: "assertionMethod";
            verificationMethod: string;
            previousProof?: string;
            proofValue: string;
        };
        OEmbed: {
            /** @enum {string} */
            version: "1.0";
            /** @enum {string} */
            type: "rich";
            /** @description Name of the achievement. */
            title: string;
            /** @description Name of the tenant. */
            author_name: string;
            /** @description The tenant's website; absent where it has none. */
            author_url?: string;
            provider_name: string;
            /** Format: uri */
            provider_url: string;
            /** @description Seconds. */
            cache_age: number;
            /** @description A link to the page around the badge. */
            html: string;
            /** @description Pixels. */
            width: number;
            /** @description Pixels. */
            height: number;
        };
        Tenant: {
            id: components["schemas"]["TenantId"];
            /** @description Signed into every credential; set by the operators alone. */
            name: string;
            /** @description The tenant's key under the service's DID, or the tenant's own DID once it is active. */
            did: string;
            /** @description The tenant's own DID, pending or active; null when it has none. */
            custom_did: components["schemas"]["CustomDid"] | null;
            plan: string;
            /** @description Of the key that asked. */
            environment: components["schemas"]["Environment"];
            /** @description Calendar month, UTC, in this environment. */
            credentials_issued_this_month: number;
            credentials_limit_this_month: number;
            logo_url: string | null;
            website_url: string | null;
            support_email: string | null;
            brand_color: string | null;
            /** @description How long a claim link works. */
            claim_link_days: number;
            /** @description Whether search engines may list the pages of live credentials; never those of test, revoked or erased ones. */
            index_pages: boolean;
        };
        /** @description Only what is given changes; null clears, and sets `claim_link_days` to 30 and `index_pages` to false. */
        TenantPatch: {
            /** @description https, at a public host; fetched when it is shown. */
            logo_url?: string | null;
            /** @description https. */
            website_url?: string | null;
            support_email?: string | null;
            brand_color?: string | null;
            claim_link_days?: number | null;
            index_pages?: boolean | null;
        };
        DidRequest: {
            /**
             * @description Null: back to the service's DID.
             * @example did:web:credentials.example.edu
             */
            did: string | null;
        };
        CustomDidFields: {
            did: string;
            /** @enum {string} */
            status: "pending" | "active";
            /** @description When its document was last looked at. */
            checked_at: components["schemas"]["Time"] | null;
            /** @description What is wrong with the document; null when nothing is. */
            problem: string | null;
        };
        CustomDid: components["schemas"]["CustomDidFields"];
        CustomDidState: {
            required: {
                /**
                 * Format: uri
                 * @description Where the document must stand.
                 */
                document_url: string | null;
                /** @description A whole document, ready to publish; one of your own may hold more. */
                document: components["schemas"]["DidDocument"];
            };
        } & components["schemas"]["CustomDidFields"];
        /** @example whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        WebhookId: string;
        /** @example evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        EventId: string;
        /** @example dlv_01KAMN8E4T9V7Q2W5X3Y6Z0ABC */
        DeliveryId: string;
        /**
         * @description An event that an endpoint can subscribe to.
         * @enum {string}
         */
        SubscribableEvent: "batch.created" | "batch.signed" | "batch.anchored" | "batch.finalized" | "batch.failed" | "batch.reorged" | "credential.claimed" | "credential.revoked" | "credential.erased" | "webhook.disabled";
        /**
         * @description `webhook.test` is sent by a test, to that endpoint alone.
         * @enum {string}
         */
        EventType: "batch.created" | "batch.signed" | "batch.anchored" | "batch.finalized" | "batch.failed" | "batch.reorged" | "credential.claimed" | "credential.revoked" | "credential.erased" | "webhook.test" | "webhook.disabled";
        /**
         * @description An absolute https URL of a public host on the default port, without user information. Where the service itself runs on loopback also http to loopback.
         * @example https://yourschool.example/hooks/learncoin
         */
        WebhookUrl: string;
        /**
         * @description Your own words; no control characters.
         * @example Student portal
         */
        WebhookDescription: string | null;
        /** @description One or more types; one that is named twice counts once. There is no wildcard: new types must not surprise a receiver. */
        WebhookEvents: components["schemas"]["SubscribableEvent"][];
        WebhookRequest: {
            url: components["schemas"]["WebhookUrl"];
            events: components["schemas"]["WebhookEvents"];
            description?: components["schemas"]["WebhookDescription"];
        };
        WebhookPatch: {
            url?: components["schemas"]["WebhookUrl"];
            events?: components["schemas"]["WebhookEvents"];
            description?: components["schemas"]["WebhookDescription"];
            /** @description `true` enables a disabled endpoint and forgets its failures; `false` disables it. */
            active?: boolean;
        };
        WebhookFields: {
            id: components["schemas"]["WebhookId"];
            /** @description As sent. */
            url: string;
            events: components["schemas"]["SubscribableEvent"][];
            description: string | null;
            /** @description A disabled endpoint gets nothing; what happens meanwhile can be replayed. */
            active: boolean;
            environment: components["schemas"]["Environment"];
            created_at: components["schemas"]["Time"];
            disabled_at: components["schemas"]["Time"] | null;
            /**
             * @description `failing`: nothing but failures for 5 days; `gone`: it answered 410; `tenant`: you disabled it.
             * @enum {string|null}
             */
            disabled_reason: "failing" | "gone" | "tenant" | null;
            /** @description The first failure since the last success. */
            failing_since: components["schemas"]["Time"] | null;
            secret_rotated_at: components["schemas"]["Time"] | null;
            /** @description Until then the secret before signs too. */
            previous_secret_expires_at: components["schemas"]["Time"] | null;
        };
        /** @description An endpoint. Its secret is shown only when it is made. */
        Webhook: components["schemas"]["WebhookFields"];
        WebhookWithSecret: {
            /** @description Shown in this answer only. Verify every delivery with it. */
            signing_secret: string;
        } & components["schemas"]["WebhookFields"];
        WebhookPage: {
            data: components["schemas"]["Webhook"][];
            /** @description Send it as `cursor` for the next page. */
            next_cursor: string | null;
            has_more: boolean;
        };
        /** @description What went wrong, in a fixed word: `status` (no 2xx), `redirect`, `timeout`, `address_forbidden`, `unreachable`, `tls`, `bad_answer`; null when it was delivered. More words may come. */
        AttemptError: string | null;
        WebhookTested: {
            /** @description The endpoint answered 2xx. */
            delivered: boolean;
            /** @description Null when there was no answer. */
            status_code: number | null;
            /** @description When the 2xx was there; null when none came. */
            delivered_at: components["schemas"]["Time"] | null;
            error: components["schemas"]["AttemptError"];
            duration_ms: number;
            event_id: components["schemas"]["EventId"];
            delivery_id: components["schemas"]["DeliveryId"];
        };
        /**
         * @description `pending`: an attempt is to be made; `delivered`: a 2xx came; `failed`: no attempt is made any more, unless you ask for it.
         * @enum {string}
         */
        DeliveryStatus: "pending" | "delivered" | "failed";
        /** @description One event on its way to one endpoint. */
        Delivery: {
            id: components["schemas"]["DeliveryId"];
            event_id: components["schemas"]["EventId"];
            event_type: components["schemas"]["EventType"];
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why it failed where no attempt says so: `endpoint_disabled`, `endpoint_deleted`, `event_expired`, `tenant_suspended`, `interrupted` (of a test: the service ended before it had an answer). More words may come. */
            error: string | null;
            created_at: components["schemas"]["Time"];
            /** @description Null when none is to be made. */
            next_attempt_at: components["schemas"]["Time"] | null;
            /** @description Oldest first; of very many the newest 50. */
            attempts: components["schemas"]["DeliveryAttempt"][];
        };
        DeliveryAttempt: {
            /** @description As in `X-LearnCoin-Delivery-Attempt`. */
            number: number;
            /** @description When it began. */
            at: components["schemas"]["Time"];
            duration_ms: number;
            /** @description Null when there was no answer. */
            status_code: number | null;
            error: components["schemas"]["AttemptError"];
            /** @description The first 2 KB of the answer as text; ids of recipients and e-mail addresses in it are masked. */
            response_body: string | null;
            /** @description As it was sent in `X-Request-Id`: give it when you write to us. Null for attempts of before it was kept. */
            request_id: string | null;
        };
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            /** @description Send it as `cursor` for the next page. */
            next_cursor: string | null;
            /** @description A filtered page may be short, or empty, and still have a next one. */
            has_more: boolean;
        };
        ReplayRequest: {
            /** @description The first moment; not further back than events are kept. */
            since: components["schemas"]["GivenTime"];
            /** @description Events of this moment and later are left out; later than `since`. */
            until: components["schemas"]["GivenTime"];
        };
        Replayed: {
            /** @description Deliveries that are on their way again. */
            replayed: number;
            /** @description The range holds more than one call replays. */
            has_more: boolean;
            /** @description Send it as `since` to go on. */
            next_since: components["schemas"]["Time"] | null;
        };
        EventEnvelope: {
            /** @description The same in every attempt and replay: drop what you have seen. */
            id: components["schemas"]["EventId"];
            type: components["schemas"]["EventType"];
            /** @description When it happened. */
            created_at: components["schemas"]["Time"];
            tenant_id: components["schemas"]["TenantId"];
            data: Record<string, never>;
        };
        /** @description Something that happened to a batch. */
        BatchEvent: {
            /** @enum {string} */
            type: "batch.created" | "batch.signed" | "batch.anchored" | "batch.finalized" | "batch.failed" | "batch.reorged";
            /** @description The batch as it was then. Up to 100 credentials stand in `credentials`; of more there is `credentials_url` in its place. */
            data: ({
                credentials?: components["schemas"]["BatchCredential"][];
                /**
                 * Format: uri
                 * @description Read the batch there, with a key.
                 */
                credentials_url?: string;
            } & components["schemas"]["BatchFields"]) & (unknown | unknown);
        } & WithRequired<components["schemas"]["EventEnvelope"], "type" | "data">;
        /** @description Something that happened to a credential. Never a name or an e-mail address. */
        CredentialEvent: {
            /** @enum {string} */
            type: "credential.claimed" | "credential.revoked" | "credential.erased";
            data: {
                id: components["schemas"]["CredentialId"];
                batch_id: components["schemas"]["BatchId"];
                /** @description Null once the credential is erased. */
                recipient_id: string | null;
                external_id: string | null;
                environment: components["schemas"]["Environment"];
                /** Format: uri */
                verify_url: string;
                /** @description Of `credential.claimed`. */
                claimed_at?: components["schemas"]["Time"] | null;
                /** @description Of `credential.revoked`. */
                revoked_at?: components["schemas"]["Time"] | null;
                /** @description Of `credential.revoked`. */
                reason_code?: components["schemas"]["RevokeReasonCode"] | null;
                /** @description Of `credential.revoked`. */
                replaced_by?: components["schemas"]["CredentialId"] | null;
                /** @description Of `credential.erased`. */
                erased_at?: components["schemas"]["Time"] | null;
            };
        } & WithRequired<components["schemas"]["EventEnvelope"], "type" | "data">;
        /** @description Sent by a test. */
        WebhookTestEvent: {
            /** @enum {string} */
            type: "webhook.test";
            data: {
                id: components["schemas"]["WebhookId"];
                environment: components["schemas"]["Environment"];
            };
        } & WithRequired<components["schemas"]["EventEnvelope"], "type" | "data">;
        /** @description An endpoint gets nothing more; told to your other endpoints that subscribe to it. */
        WebhookDisabledEvent: {
            /** @enum {string} */
            type: "webhook.disabled";
            data: {
                id: components["schemas"]["WebhookId"];
                /** @enum {string|null} */
                reason: "failing" | "gone" | "tenant" | null;
                disabled_at: components["schemas"]["Time"] | null;
                failing_since: components["schemas"]["Time"] | null;
                environment: components["schemas"]["Environment"];
            };
        } & WithRequired<components["schemas"]["EventEnvelope"], "type" | "data">;
        /**
         * @description The catalogue of errors. A code has the same status wherever it is returned.
         * @enum {string}
         */
        ErrorCode: "invalid_json" | "missing_required_field" | "invalid_field_format" | "recipient_id_invalid" | "achievement_too_large" | "batch_too_large" | "alignment_framework_unknown" | "api_key_missing" | "api_key_invalid" | "api_key_revoked" | "ip_not_allowed" | "environment_mismatch" | "tier_required" | "credential_not_owned" | "insufficient_scope" | "batch_not_found" | "credential_not_found" | "webhook_not_found" | "tenant_not_found" | "route_not_found" | "claim_not_found" | "delivery_not_found" | "method_not_allowed" | "idempotency_key_reused" | "idempotency_request_in_progress" | "credential_already_revoked" | "credential_already_erased" | "claim_already_used" | "external_id_exists" | "webhook_disabled" | "webhook_limit_reached" | "claim_expired" | "payload_too_large" | "unsupported_media_type" | "monthly_quota_exceeded" | "signing_key_unavailable" | "anchoring_chain_unavailable" | "rate_limited" | "internal_error" | "format_not_supported";
    };
    responses: never;
    parameters: {
        /** @description Id of the batch. */
        BatchId: components["schemas"]["BatchId"];
        /** @description Id of the credential. */
        CredentialId: components["schemas"]["CredentialId"];
        /** @description Id of the tenant. */
        TenantId: components["schemas"]["TenantId"];
        /** @description Id of the endpoint. */
        WebhookId: components["schemas"]["WebhookId"];
        /** @description Id of the delivery. */
        DeliveryId: components["schemas"]["DeliveryId"];
        /** @description `id` of the body: the same in every attempt. */
        "X-LearnCoin-Event-Id": components["schemas"]["EventId"];
        /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
        "X-LearnCoin-Signature": string;
        /** @description 1 for the first attempt. */
        "X-LearnCoin-Delivery-Attempt": string;
        /** @description Of this attempt. */
        "X-Request-Id": components["schemas"]["RequestId"];
        /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
        "webhook-id": components["schemas"]["EventId"];
        /** @description Standard Webhooks: Unix seconds of the attempt. */
        "webhook-timestamp": string;
        /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
        "webhook-signature": string;
        /**
         * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
         * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
         */
        IdempotencyKey: string;
        /** @description Entries on a page. */
        Limit: number;
        /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Id of this request. Name it to support; error bodies repeat it. */
        "X-Request-Id": components["schemas"]["RequestId"];
        /**
         * @description The tenant's limit: requests in any window of that many seconds (IETF draft-ietf-httpapi-ratelimit-headers).
         * @example "tenant";q=120;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description What is left of it, and in how many seconds more is there (IETF draft-ietf-httpapi-ratelimit-headers).
         * @example "tenant";r=117;t=60
         */
        RateLimit: string;
        /**
         * @description The limit, where there is one to tell of.
         * @example "tenant";q=120;w=60
         */
        "RateLimit-Policy-Known": string;
        /**
         * @description What is left of it, where there is a limit to tell of.
         * @example "tenant";r=0;t=12
         */
        "RateLimit-Known": string;
        /**
         * @description Seconds to wait before the next try. Always there with 429; with 409, 422 and 500 where waiting helps.
         * @example 12
         */
        "Retry-After": string;
        /**
         * @description Seconds to wait before the next try.
         * @example 12
         */
        "Retry-After-Always": string;
        /**
         * @description The methods that the address takes.
         * @example GET, HEAD
         */
        Allow: string;
        /** @description Says that a bearer token is expected. */
        "WWW-Authenticate": "Bearer";
        /** @description `true` when this is the kept answer of an earlier request with the same key. */
        "Idempotency-Replayed": "true";
        /**
         * @description Path of what was made.
         * @example /v1/webhooks/whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC
         */
        Location: string;
        /**
         * @description Version of the document; send it back in `If-None-Match`.
         * @example "5d41402abc4b2a76b9719d911017c592"
         */
        ETag: string;
        /**
         * @description How long the answer may be kept.
         * @example public, max-age=60
         */
        "Cache-Control": string;
        /** @description Any page may read it. */
        "Access-Control-Allow-Origin": "*";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listBatches: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: components["schemas"]["BatchId"];
                /** @description Entries on a page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only batches in this state. */
                status?: components["schemas"]["BatchStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "next_cursor": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createBatch: {
        parameters: {
            query?: {
                /** @description Check only. */
                dry_run?: "true" | "false";
            };
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description At most 40 MB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description Dry run: what would have happened. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dry_run": true,
                     *       "valid": true,
                     *       "credentials_count": 500,
                     *       "environment": "test",
                     *       "estimate": {
                     *         "chain": "base-sepolia",
                     *         "gas": 21512,
                     *         "fee_wei": "2151200021512",
                     *         "fee_wei_per_credential": "4302400044",
                     *         "reason": null
                     *       },
                     *       "quota": {
                     *         "limit": 2000,
                     *         "used": 120,
                     *         "remaining_after": 1380
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description Stored. Poll `GET /v1/batches/{id}` or wait for the webhook. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "status": "pending",
                     *       "credentials_count": 1,
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "environment": "test"
                     *     }
                     */
                    "application/json": components["schemas"]["BatchAccepted"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format`, `recipient_id_invalid`, `achievement_too_large`, `batch_too_large`, `alignment_framework_unknown` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress`, `external_id_exists` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `monthly_quota_exceeded`, `signing_key_unavailable`, `anchoring_chain_unavailable` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the batch. */
                id: components["parameters"]["BatchId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "status": "anchored",
                     *       "credentials_count": 1,
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "signed_at": "2026-04-23T12:00:01.901Z",
                     *       "anchored_at": "2026-04-23T12:00:06.120Z",
                     *       "environment": "test",
                     *       "merkle_root": "0x6b1d5fd15b0f2b3f0e8f2f0f4f0d8c5b7a6e9d3c2b1a09f8e7d6c5b4a3928170",
                     *       "anchor_transaction": {
                     *         "chain": "base-sepolia",
                     *         "hash": "0x0f2b3f0e8f2f0f4f0d8c5b7a6e9d3c2b1a09f8e7d6c5b4a39281706b1d5fd15b",
                     *         "block_number": 31415926,
                     *         "explorer_url": "https://sepolia.basescan.org/tx/0x0f2b3f0e8f2f0f4f0d8c5b7a6e9d3c2b1a09f8e7d6c5b4a39281706b1d5fd15b",
                     *         "state": "included",
                     *         "confirmations": 1,
                     *         "gas_used": 21512,
                     *         "fee_wei": "2151200021512"
                     *       },
                     *       "credentials": [
                     *         {
                     *           "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                     *           "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "external_id": null,
                     *           "claim_state": null
                     *         }
                     *       ],
                     *       "error": null,
                     *       "error_code": null
                     *     }
                     */
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `batch_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the batch. */
                id: components["parameters"]["BatchId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Issued with the wrong course title",
                 *       "reason_code": "issuer_error"
                 *     }
                 */
                "application/json": components["schemas"]["BatchRevokeRequest"];
            };
        };
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "revoked": 499,
                     *       "already_revoked": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BatchRevoked"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `batch_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    claimCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "q0n0jv3vYh0cJ0o2Yw1k3mZb6b3mXl0n1y8H2l0c7dE"
                 *     }
                 */
                "application/json": components["schemas"]["ClaimRequest"];
            };
        };
        responses: {
            /** @description Claimed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description The session: `HttpOnly`, `SameSite=Lax`, `Secure` but on loopback. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "credential_id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "claimed_at": "2026-04-24T07:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Claimed"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `claim_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `claim_already_used` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `claim_expired` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendClaim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the credential. */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will be sent. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "claim_state": "pending",
                     *       "claim_mail": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["ClaimResent"];
                };
            };
            /** @description `missing_required_field` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch`, `credential_not_owned` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found`, `claim_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_already_erased`, `claim_already_used`, `credential_already_revoked` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listErasureRequests: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries on a page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the open requests. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "credential_id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "requested_at": "2026-05-01T09:30:00.000Z",
                     *           "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["ErasureRequestPage"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /** @description `recipient.id` as sent. */
                recipient_id?: string;
                /** @description `external_id` as sent. */
                external_id?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries on a page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "next_cursor": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["CredentialPage"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCredential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the credential. */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "batch_id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "status": "pending",
                     *       "revoked": false,
                     *       "revoked_at": null,
                     *       "revocation": null,
                     *       "replaced_by": null,
                     *       "replaces": null,
                     *       "erased": false,
                     *       "claim_state": null,
                     *       "claim_mail": null,
                     *       "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                     *       "external_id": null,
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "tenant_metadata": null,
                     *       "signed_credential": null
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeCredential: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the credential. */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The name of the course was wrong",
                 *       "reason_code": "issuer_error"
                 *     }
                 */
                "application/json": components["schemas"]["RevokeRequest"];
            };
        };
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "revoked": true,
                     *       "revoked_at": "2026-05-02T08:00:00.000Z",
                     *       "reason": "The name of the course was wrong",
                     *       "reason_code": "issuer_error",
                     *       "replaced_by": null
                     *     }
                     */
                    "application/json": components["schemas"]["Revoked"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch`, `credential_not_owned` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress`, `credential_already_revoked` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    eraseCredential: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the credential. */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requester": "recipient",
                 *       "verified_at": "2026-05-01T09:30:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["EraseRequest"];
            };
        };
        responses: {
            /** @description Erased. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "erased": true,
                     *       "erased_at": "2026-05-02T08:00:00.000Z",
                     *       "verification_status_after_erasure": "verifiable"
                     *     }
                     */
                    "application/json": components["schemas"]["Erased"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch`, `credential_not_owned` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress`, `credential_already_erased` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyCredential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description The checks. 200 whatever they found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyCredentialPreflight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go ahead. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDidDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every key that signs here, and every key that ever did. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/did+json": components["schemas"]["DidDocument"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIssuerProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts that send anchors. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/ld+json": components["schemas"]["IssuerProfile"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIssuerDidDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The DID, its `%` escaped as `%25`. */
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/did+json": components["schemas"]["DidDocument"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `route_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getLogo: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the tenant. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/gif": string;
                    "image/webp": string;
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `route_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStatusList: {
        parameters: {
            query?: {
                /** @description `bitstring`: as a W3C BitstringStatusListCredential. */
                format?: "bitstring" | "";
            };
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Name of the list. */
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vc+ld+json": components["schemas"]["StatusList"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `route_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSignedCredential: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description `application/vc` for the document.
                 * @example application/vc
                 */
                Accept?: string;
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the credential, with or without `.json`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, or the page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vc": components["schemas"]["SignedCredential"];
                    "text/html": string;
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                    "text/html": string;
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOEmbed: {
        parameters: {
            query: {
                /** @description Address of the page, `verify_url` of the credential. */
                url: string;
                /** @description `json` alone. */
                format?: string;
                /** @description Pixels. */
                maxwidth?: number;
                /** @description Pixels. */
                maxheight?: number;
            };
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The markup and its size. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OEmbed"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `credential_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `format_not_supported` */
            501: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description An `ETag` you already hold; when it is still the newest the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description Yours is the newest. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They should. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "checked_at": "2026-04-01T12:00:00.000Z",
                     *       "checks": {
                     *         "store": {
                     *           "status": "ok",
                     *           "reasons": [],
                     *           "since": null
                     *         },
                     *         "anchoring_test": {
                     *           "status": "degraded",
                     *           "reasons": [
                     *             "chain_unreachable",
                     *             "stuck"
                     *           ],
                     *           "since": "2026-04-01T11:40:00.000Z",
                     *           "waiting_roots": 12
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description They should not, for now. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "not_ready",
                     *       "checked_at": "2026-04-01T12:00:00.000Z",
                     *       "checks": {
                     *         "store": {
                     *           "status": "down",
                     *           "reasons": [
                     *             "unreachable"
                     *           ],
                     *           "since": null
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getMyTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "name": "Example University",
                     *       "did": "did:web:creds.example#tenant-example-university",
                     *       "plan": "developer",
                     *       "custom_did": null,
                     *       "environment": "test",
                     *       "credentials_issued_this_month": 12,
                     *       "credentials_limit_this_month": 500,
                     *       "logo_url": null,
                     *       "website_url": null,
                     *       "support_email": null,
                     *       "brand_color": null,
                     *       "claim_link_days": 30,
                     *       "index_pages": false
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMyTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "logo_url": "https://yourschool.example/logo.png",
                 *       "brand_color": "#24476f"
                 *     }
                 */
                "application/json": components["schemas"]["TenantPatch"];
            };
        };
        responses: {
            /** @description The tenant as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description `invalid_json`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setMyDid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "did": "did:web:credentials.example.edu"
                 *     }
                 */
                "application/json": components["schemas"]["DidRequest"];
            };
        };
        responses: {
            /** @description The DID is active; or, after `null`, the tenant as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomDidState"] | components["schemas"]["Tenant"];
                };
            };
            /** @description Pending: the document is not there yet, or not as it must be. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomDidState"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeMyDid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the tenant. */
                id: components["parameters"]["TenantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tenant_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries on a page. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "url": "https://yourschool.example/hooks/learncoin",
                     *           "events": [
                     *             "batch.anchored",
                     *             "batch.failed"
                     *           ],
                     *           "description": "Student portal",
                     *           "active": true,
                     *           "environment": "test",
                     *           "created_at": "2026-04-23T12:00:01.234Z",
                     *           "disabled_at": null,
                     *           "disabled_reason": null,
                     *           "failing_since": null,
                     *           "secret_rotated_at": null,
                     *           "previous_secret_expires_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://yourschool.example/hooks/learncoin",
                 *       "events": [
                 *         "batch.anchored",
                 *         "batch.failed"
                 *       ],
                 *       "description": "Student portal"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description Registered. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "url": "https://yourschool.example/hooks/learncoin",
                     *       "events": [
                     *         "batch.anchored",
                     *         "batch.failed"
                     *       ],
                     *       "signing_secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                     *       "description": "Student portal",
                     *       "active": true,
                     *       "environment": "test",
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null,
                     *       "failing_since": null,
                     *       "secret_rotated_at": null,
                     *       "previous_secret_expires_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress`, `webhook_limit_reached` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "url": "https://yourschool.example/hooks/learncoin",
                     *       "events": [
                     *         "batch.anchored",
                     *         "batch.failed"
                     *       ],
                     *       "description": "Student portal",
                     *       "active": true,
                     *       "environment": "test",
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null,
                     *       "failing_since": null,
                     *       "secret_rotated_at": null,
                     *       "previous_secret_expires_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         "batch.anchored"
                 *       ],
                 *       "active": true
                 *     }
                 */
                "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description The endpoint as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "url": "https://yourschool.example/hooks/learncoin",
                     *       "events": [
                     *         "batch.anchored",
                     *         "batch.failed"
                     *       ],
                     *       "description": "Student portal",
                     *       "active": true,
                     *       "environment": "test",
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null,
                     *       "failing_since": null,
                     *       "secret_rotated_at": null,
                     *       "previous_secret_expires_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `invalid_json`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. The same key with the same body gives the first answer again for at least 24 hours, with `Idempotency-Replayed: true`; with another body 409 `idempotency_key_reused`.
                 * @example b7f0c1de-6d5c-4f0e-9a53-0d1c2b3a4f5e
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rotated. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "url": "https://yourschool.example/hooks/learncoin",
                     *       "events": [
                     *         "batch.anchored",
                     *         "batch.failed"
                     *       ],
                     *       "signing_secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                     *       "description": "Student portal",
                     *       "active": true,
                     *       "environment": "test",
                     *       "created_at": "2026-04-23T12:00:01.234Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null,
                     *       "failing_since": null,
                     *       "secret_rotated_at": "2026-05-02T08:00:00.000Z",
                     *       "previous_secret_expires_at": "2026-05-03T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused`, `idempotency_request_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the endpoint answered. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivered": true,
                     *       "status_code": 204,
                     *       "delivered_at": "2026-04-23T12:00:02.101Z",
                     *       "error": null,
                     *       "duration_ms": 87,
                     *       "event_id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "delivery_id": "dlv_01KAMN8E4T9V7Q2W5X3Y6Z0ABC"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTested"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-04-23T00:00:00Z",
                 *       "until": "2026-04-24T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description On their way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 37,
                     *       "has_more": false,
                     *       "next_since": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description `invalid_json`, `missing_required_field`, `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_disabled` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries on a page. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those. */
                status?: components["schemas"]["DeliveryStatus"];
                /** @description Only those. */
                event_type?: components["schemas"]["EventType"];
            };
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "dlv_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "event_id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *           "event_type": "batch.anchored",
                     *           "status": "pending",
                     *           "error": null,
                     *           "created_at": "2026-04-23T12:00:09.020Z",
                     *           "next_attempt_at": "2026-04-23T12:00:14.310Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "at": "2026-04-23T12:00:09.100Z",
                     *               "duration_ms": 42,
                     *               "status_code": 503,
                     *               "error": "status",
                     *               "response_body": "busy",
                     *               "request_id": "req_01KAMN8E4V0000000000000001"
                     *             },
                     *             {
                     *               "number": 2,
                     *               "at": "2026-04-23T12:00:10.180Z",
                     *               "duration_ms": 38,
                     *               "status_code": 503,
                     *               "error": "status",
                     *               "response_body": "busy",
                     *               "request_id": "req_01KAMN8E4V0000000000000002"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description `invalid_field_format` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
                /** @description Id of the delivery. */
                delivery: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "event_id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "event_type": "batch.anchored",
                     *       "status": "pending",
                     *       "error": null,
                     *       "created_at": "2026-04-23T12:00:09.020Z",
                     *       "next_attempt_at": "2026-04-23T12:00:14.310Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "at": "2026-04-23T12:00:09.100Z",
                     *           "duration_ms": 42,
                     *           "status_code": 503,
                     *           "error": "status",
                     *           "response_body": "busy",
                     *           "request_id": "req_01KAMN8E4V0000000000000001"
                     *         },
                     *         {
                     *           "number": 2,
                     *           "at": "2026-04-23T12:00:10.180Z",
                     *           "duration_ms": 38,
                     *           "status_code": 503,
                     *           "error": "status",
                     *           "response_body": "busy",
                     *           "request_id": "req_01KAMN8E4V0000000000000002"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found`, `delivery_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                id: components["parameters"]["WebhookId"];
                /** @description Id of the delivery. */
                delivery: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dlv_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "event_id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                     *       "event_type": "batch.anchored",
                     *       "status": "pending",
                     *       "error": null,
                     *       "created_at": "2026-04-23T12:00:09.020Z",
                     *       "next_attempt_at": "2026-04-23T12:00:14.310Z",
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "at": "2026-04-23T12:00:09.100Z",
                     *           "duration_ms": 42,
                     *           "status_code": 503,
                     *           "error": "status",
                     *           "response_body": "busy",
                     *           "request_id": "req_01KAMN8E4V0000000000000001"
                     *         },
                     *         {
                     *           "number": 2,
                     *           "at": "2026-04-23T12:00:10.180Z",
                     *           "duration_ms": 38,
                     *           "status_code": 503,
                     *           "error": "status",
                     *           "response_body": "busy",
                     *           "request_id": "req_01KAMN8E4V0000000000000002"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description `api_key_missing`, `api_key_invalid`, `api_key_revoked`, `ip_not_allowed` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `tier_required`, `insufficient_scope`, `environment_mismatch` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_not_found`, `delivery_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `method_not_allowed` */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Allow: components["headers"]["Allow"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_disabled` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit-Known"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy-Known"];
                    "Retry-After": components["headers"]["Retry-After-Always"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    onBatchCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.created",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "pending",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": null,
                 *         "anchored_at": null,
                 *         "environment": "test",
                 *         "merkle_root": null,
                 *         "anchor_transaction": null,
                 *         "error": null,
                 *         "error_code": null,
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchSigned: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.signed",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "signed",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": "2026-04-23T12:00:02.010Z",
                 *         "anchored_at": null,
                 *         "environment": "test",
                 *         "merkle_root": "0x5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
                 *         "anchor_transaction": null,
                 *         "error": null,
                 *         "error_code": null,
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchAnchored: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.anchored",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "anchored",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": "2026-04-23T12:00:02.010Z",
                 *         "anchored_at": "2026-04-23T12:00:09.001Z",
                 *         "environment": "test",
                 *         "merkle_root": "0x5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
                 *         "anchor_transaction": {
                 *           "chain": "base-sepolia",
                 *           "hash": "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                 *           "block_number": 31415926,
                 *           "explorer_url": "https://sepolia.basescan.org/tx/0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                 *           "state": "included",
                 *           "confirmations": 1,
                 *           "gas_used": 23480,
                 *           "fee_wei": "2348000000000"
                 *         },
                 *         "error": null,
                 *         "error_code": null,
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchFinalized: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.finalized",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "anchored",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": "2026-04-23T12:00:02.010Z",
                 *         "anchored_at": "2026-04-23T12:00:09.001Z",
                 *         "environment": "test",
                 *         "merkle_root": "0x5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
                 *         "anchor_transaction": {
                 *           "chain": "base-sepolia",
                 *           "hash": "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                 *           "block_number": 31415926,
                 *           "explorer_url": "https://sepolia.basescan.org/tx/0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
                 *           "state": "finalized",
                 *           "confirmations": 912,
                 *           "gas_used": 23480,
                 *           "fee_wei": "2348000000000"
                 *         },
                 *         "error": null,
                 *         "error_code": null,
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.failed",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "failed",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": null,
                 *         "anchored_at": null,
                 *         "environment": "test",
                 *         "merkle_root": null,
                 *         "anchor_transaction": null,
                 *         "error": "The tenant's signing key was destroyed",
                 *         "error_code": "signing_key_unavailable",
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchReorged: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "batch.reorged",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "status": "signed",
                 *         "credentials_count": 1,
                 *         "created_at": "2026-04-23T12:00:01.234Z",
                 *         "signed_at": "2026-04-23T12:00:02.010Z",
                 *         "anchored_at": null,
                 *         "environment": "test",
                 *         "merkle_root": "0x5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f",
                 *         "anchor_transaction": null,
                 *         "error": null,
                 *         "error_code": null,
                 *         "credentials": [
                 *           {
                 *             "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *             "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *             "external_id": "enrolment-4711",
                 *             "claim_state": null
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BatchEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCredentialClaimed: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "credential.claimed",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "batch_id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *         "external_id": "enrolment-4711",
                 *         "environment": "test",
                 *         "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "claimed_at": "2026-04-24T09:30:00.000Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CredentialEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCredentialRevoked: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "credential.revoked",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "batch_id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "recipient_id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001",
                 *         "external_id": "enrolment-4711",
                 *         "environment": "test",
                 *         "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "revoked_at": "2026-05-02T08:00:00.000Z",
                 *         "reason_code": "issuer_error",
                 *         "replaced_by": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CredentialEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCredentialErased: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "credential.erased",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "batch_id": "bat_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "recipient_id": null,
                 *         "external_id": null,
                 *         "environment": "test",
                 *         "verify_url": "https://creds.example/c/crd_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "erased_at": "2026-05-02T08:00:00.000Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CredentialEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWebhookTest: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "webhook.test",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "environment": "test"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookTestEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWebhookDisabled: {
        parameters: {
            query?: never;
            header: {
                /** @description `id` of the body: the same in every attempt. */
                "X-LearnCoin-Event-Id": components["parameters"]["X-LearnCoin-Event-Id"];
                /** @description `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; the key is the whole `whsec_…` text. Two `v1=` within 24 hours of a rotation. */
                "X-LearnCoin-Signature": components["parameters"]["X-LearnCoin-Signature"];
                /** @description 1 for the first attempt. */
                "X-LearnCoin-Delivery-Attempt": components["parameters"]["X-LearnCoin-Delivery-Attempt"];
                /** @description Of this attempt. */
                "X-Request-Id": components["parameters"]["X-Request-Id"];
                /** @description Standard Webhooks: as `X-LearnCoin-Event-Id`. */
                "webhook-id": components["parameters"]["webhook-id"];
                /** @description Standard Webhooks: Unix seconds of the attempt. */
                "webhook-timestamp": components["parameters"]["webhook-timestamp"];
                /** @description Standard Webhooks: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<raw body>">`; the key is what the base64 part of the secret stands for. Two, with a space between, within 24 hours of a rotation. */
                "webhook-signature": components["parameters"]["webhook-signature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "type": "webhook.disabled",
                 *       "created_at": "2026-04-23T12:00:09.001Z",
                 *       "tenant_id": "tnt_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *       "data": {
                 *         "id": "whk_01KAMN8E4T9V7Q2W5X3Y6Z0ABC",
                 *         "reason": "failing",
                 *         "disabled_at": "2026-05-02T08:00:00.000Z",
                 *         "failing_since": "2026-04-27T07:59:00.000Z",
                 *         "environment": "test"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookDisabledEvent"];
            };
        };
        responses: {
            /** @description The endpoint is gone: it is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Answer within 15 s, and work on it afterwards. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
