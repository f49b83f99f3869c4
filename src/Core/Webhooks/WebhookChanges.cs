using LearnCoin.Core.Audit;
using LearnCoin.Core.Events;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;

namespace LearnCoin.Core.Webhooks;

/// <summary>What tenants change of their endpoints (spec/api.md, "Webhooks"); each change is entered in the tenant's audit chain first.</summary>
public sealed class WebhookChanges(
    WebhookStore endpoints, WebhookSecrets secrets, WebhookRetention retention, IdempotentCalls calls, AuditChain audit, Outbox outbox, OutboundRules rules, TimeProvider time)
{
    /// <summary>Endpoints of a tenant in one environment.</summary>
    public const int MostEndpoints = 1_000;

    /// <summary>How long the secret before signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Creation = "POST /v1/webhooks";
    private const string Rotation = "POST /v1/webhooks/{id}/rotate-secret";

    /// <param name="call">Who asks.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is resumed by a retry under the same key.</param>
    /// <returns>The endpoint as it was made, in a replay too; the faults of the body; webhook_limit_reached.</returns>
    public async Task<Result<ShownSecret>> CreateAsync(WebhookCall call, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var answer = await calls.RunAsync(
            call.Scope(Creation),
            IdempotencyStore.Fingerprint(Creation, body.Span),
            () => Task.FromResult(NewWebhook.Read(body, rules)),
            (request, run) => CreateAsync(call, request, run, cancellationToken),
            cancellationToken);
        return await ShowAsync(call, answer, cancellationToken);
    }

    /// <summary>Gives the endpoint a new secret; the one it had signs too for <see cref="Overlap"/>, the one before that no more.</summary>
    /// <inheritdoc cref="CreateAsync(WebhookCall, ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<Result<ShownSecret>> RotateSecretAsync(WebhookCall call, string asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var answer = await calls.RunAsync(
            call.Scope(Rotation),
            IdempotencyStore.Fingerprint($"{Rotation} {asked}", []),
            () => endpoints.FindOwnAsync(call.Tenant, call.Environment, asked, cancellationToken),
            (endpoint, run) => RotateAsync(call, endpoint, run, cancellationToken),
            cancellationToken);
        return await ShowAsync(call, answer, cancellationToken);
    }

    /// <param name="call">Who asks.</param>
    /// <param name="asked">The id as it was sent.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The endpoint as it is now; the faults of the body; webhook_not_found, environment_mismatch.</returns>
    public async Task<Result<WebhookEndpoint>> UpdateAsync(WebhookCall call, string asked, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var read = WebhookPatch.Read(body, rules);
        if (!read.IsOk)
        {
            return read.Error;
        }

        var found = await endpoints.FindOwnAsync(call.Tenant, call.Environment, asked, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var (patch, endpoint, now) = (read.Value, found.Value, time.GetUtcNow());
        var changes = patch.Changes(endpoint, now);
        if (changes.Count == 0)
        {
            return endpoint;
        }

        await audit.AppendAsync(call.Tenant, call.Entry("webhook.updated", endpoint.Id, string.Join(' ', changes)), cancellationToken);
        var place = OutboxPlace.Of(call.Tenant, call.Environment);
        await outbox.NoteAsync(place, cancellationToken);
        var wasActive = false;
        var changed = await endpoints.ChangeAsync(
            endpoint,
            current =>
            {
                wasActive = current.IsActive;
                return patch.Apply(current, now);
            },
            next => wasActive && !next.IsActive ? new DomainEvent(EventTypes.WebhookDisabled, next.Id.Value, next.Disables, now) : null,
            cancellationToken);
        await outbox.PublishAsync(place, cancellationToken);
        return changed is null ? WebhookErrors.NotFound() : changed;
    }

    /// <summary>Deletes an endpoint: it gets nothing more, and its log of deliveries goes.</summary>
    /// <returns>Null when done; webhook_not_found, environment_mismatch.</returns>
    public async Task<Error?> DeleteAsync(WebhookCall call, string asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var found = await endpoints.FindOwnAsync(call.Tenant, call.Environment, asked, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        await audit.AppendAsync(call.Tenant, call.Entry("webhook.deleted", found.Value.Id), cancellationToken);
        return await retention.DeleteAsync(found.Value, cancellationToken) ? null : WebhookErrors.NotFound();
    }

    private async Task<Result<IdempotentAnswer>> CreateAsync(WebhookCall call, NewWebhook request, IdempotentRun run, CancellationToken cancellationToken)
    {
        var id = WebhookId.Create(run.CreatedAt, new SeededEntropy(run.Seed));
        var existing = await endpoints.ListAsync(call.Tenant, call.Environment, cancellationToken);
        if (existing.Count >= MostEndpoints && existing.All(endpoint => endpoint.Id != id))
        {
            return WebhookErrors.TooMany();
        }

        await audit.AppendAsync(call.Tenant, call.Entry("webhook.created", id, operation: run.OperationId), cancellationToken);
        var (_, wrapped) = await secrets.CreateAsync(cancellationToken);
        var endpoint = new WebhookEndpoint(id, call.Tenant, call.Environment, request.Url, request.Events, run.CreatedAt)
        {
            Description = request.Description,
            Secret = wrapped,
        };
        // A resumed call finds the one that it made, whose secret has been wrapped before.
        await endpoints.AddAsync(endpoint, cancellationToken);
        var stored = await endpoints.FindAsync(call.Tenant, call.Environment, id, cancellationToken);
        return stored is null ? WebhookErrors.NotFound() : SecretAnswer.Of(201, stored);
    }

    private async Task<Result<IdempotentAnswer>> RotateAsync(WebhookCall call, WebhookEndpoint endpoint, IdempotentRun run, CancellationToken cancellationToken)
    {
        await audit.AppendAsync(call.Tenant, call.Entry("webhook.secret_rotated", endpoint.Id, operation: run.OperationId), cancellationToken);
        var (_, wrapped) = await secrets.CreateAsync(cancellationToken);
        var rotated = await endpoints.ChangeAsync(
            endpoint,
            // From now on, not from the call's beginning: one that is resumed after hours would leave hours less to put the new secret in place.
            current => current.RotatedBy == run.OperationId ? null : current with
            {
                Secret = wrapped,
                PreviousSecret = current.Secret,
                PreviousSecretUntil = time.GetUtcNow() + Overlap,
                SecretRotatedAt = time.GetUtcNow(),
                RotatedBy = run.OperationId,
            },
            null,
            cancellationToken);
        return rotated is null ? WebhookErrors.NotFound() : SecretAnswer.Of(200, rotated);
    }

    private async Task<Result<ShownSecret>> ShowAsync(WebhookCall call, Result<IdempotentAnswer> answer, CancellationToken cancellationToken)
    {
        if (!answer.IsOk)
        {
            return answer.Error;
        }

        var endpoint = SecretAnswer.Read(answer.Value.Body, call);
        return new ShownSecret(endpoint, await secrets.TextAsync(endpoint.Secret, cancellationToken), answer.Value.Replayed);
    }
}
