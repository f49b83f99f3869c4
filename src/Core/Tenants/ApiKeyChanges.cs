using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tenants;

/// <summary>Makes and revokes API keys on behalf of people: every change stands in the tenant's audit chain before it is made.</summary>
public sealed class ApiKeyChanges(ApiKeyStore keys, AuditChain audit, TimeProvider time)
{
    /// <summary>Makes one as nobody's request.</summary>
    public Task<Result<(ApiKey Key, string Text)>> CreateAsync(NewApiKey wanted, string actor, CancellationToken cancellationToken) =>
        CreateAsync(wanted, actor, null, cancellationToken);

    /// <param name="wanted">What the key shall be.</param>
    /// <param name="actor">Who asks, as in <see cref="AuditEntry.Actor"/>.</param>
    /// <param name="requestId">Of the request; null: the command line's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The record and the key's text, which is shown once; or invalid_field_format.</returns>
    public async Task<Result<(ApiKey Key, string Text)>> CreateAsync(NewApiKey wanted, string actor, string? requestId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Fault(time.GetUtcNow()) is { } fault)
        {
            return fault;
        }

        var id = keys.NewId();
        await audit.AppendAsync(
            wanted.Tenant, new AuditEntry("api_key.created", id.Value, actor) { Environment = wanted.Environment, RequestId = requestId }, cancellationToken);
        return await keys.CreateAsync(id, wanted, cancellationToken);
    }

    /// <summary>Revokes one as nobody's request.</summary>
    public Task<bool> RevokeAsync(ApiKeyId id, string actor, CancellationToken cancellationToken) => RevokeAsync(id, actor, null, cancellationToken);

    /// <param name="id">Which.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="requestId">Of the request; null: the command line's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when there is no key of that id.</returns>
    public async Task<bool> RevokeAsync(ApiKeyId id, string actor, string? requestId, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(id, cancellationToken) is not { } key)
        {
            return false;
        }

        if (key.RevokedAt is null)
        {
            // Under an operation id: a revocation begun twice is entered once.
            var entry = new AuditEntry("api_key.revoked", id.Value, actor) { Environment = key.Environment, RequestId = requestId, OperationId = "api_key.revoked|" + id };
            await audit.AppendAsync(key.Tenant, entry, cancellationToken);
        }

        return await keys.RevokeAsync(id, cancellationToken);
    }
}
