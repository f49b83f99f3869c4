using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>API keys in the table <c>apikeys</c>: partition = first two hex digits of the hash, row = the hash. The key itself is nowhere.</summary>
public sealed class ApiKeyStore(ITables tables, TimeProvider time, IEntropy entropy)
{
    private const string Table = "apikeys";

    // Finds the hash by the public key id: revocation names the id, never the key.
    private const string IdPartition = "id";

    /// <returns>The record and the key's text, which is shown once and cannot be had again.</returns>
    public async Task<(ApiKey Key, string Text)> CreateAsync(
        TenantId tenant, TenantEnvironment environment, string? name, CancellationToken cancellationToken)
    {
        var text = ApiKeyText.Create(environment, entropy);
        var hash = ApiKeyText.Hash(text);
        var key = new ApiKey(ApiKeyId.Create(time.GetUtcNow(), entropy), tenant, environment, time.GetUtcNow()) { Name = name };
        var index = new Row(IdPartition, key.Id.Value).Set("hash", hash);
        await WriteAsync(RowChange.Insert(index), cancellationToken);
        var row = new Row(hash[..2], hash)
            .Set("id", key.Id.Value)
            .Set("tenant", tenant.Value)
            .Set("environment", environment.Name())
            .Set("name", name)
            .Set("created_at", key.CreatedAt);
        await WriteAsync(RowChange.Insert(row), cancellationToken);
        return (key, text);
    }

    /// <summary>Who a presented key is, or why it is refused: api_key_invalid, api_key_revoked.</summary>
    public async ValueTask<Result<ApiKey>> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.IsWellFormed(text))
        {
            return new Error(ErrorCode.ApiKeyInvalid, "The API key is malformed: check that it was copied whole");
        }

        var hash = ApiKeyText.Hash(text);
        if (await tables.GetAsync(Table, hash[..2], hash, cancellationToken) is not { } row)
        {
            return new Error(ErrorCode.ApiKeyInvalid, "The API key is not known");
        }

        var key = From(row);
        return key.RevokedAt is null ? key : new Error(ErrorCode.ApiKeyRevoked, "The API key was revoked: use another one");
    }

    /// <summary>The key of a text, revoked or not; null when there is none. To know whom a refused call names; it opens nothing.</summary>
    public async ValueTask<ApiKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = ApiKeyText.Hash(text);
        return await tables.GetAsync(Table, hash[..2], hash, cancellationToken) is { } row ? From(row) : null;
    }

    /// <summary>Takes the key out of use at once. False when there is none of that id.</summary>
    public async Task<bool> RevokeAsync(ApiKeyId id, CancellationToken cancellationToken)
    {
        var index = await tables.GetAsync(Table, IdPartition, id.Value, cancellationToken);
        if (index is null)
        {
            return false;
        }

        var hash = index.RequiredText("hash");
        var row = await tables.ChangeAsync(
            Table,
            hash[..2],
            hash,
            current => current is null || current.Time("revoked_at") is not null
                ? null
                : current.Copy().Set("revoked_at", time.GetUtcNow()),
            cancellationToken);
        return row is not null;
    }

    private async Task WriteAsync(RowChange change, CancellationToken cancellationToken)
    {
        var written = await tables.WriteAsync(Table, change, cancellationToken);
        if (!written.IsDone)
        {
            throw new TableConflictException(Table, written.Outcome);
        }
    }

    private static ApiKey From(Row row) => new(
        new ApiKeyId(row.RequiredText("id")),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")),
        row.RequiredTime("created_at"))
    {
        Name = row.Text("name"),
        RevokedAt = row.Time("revoked_at"),
    };
}
