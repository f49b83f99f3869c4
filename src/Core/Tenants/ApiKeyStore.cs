using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// API keys in the table <c>apikeys</c>: partition = first two hex digits of the hash, row = the hash. The key itself is nowhere. Every
/// request reads the row anew: what is revoked in one process is refused by the next request in any.
/// </summary>
public sealed class ApiKeyStore(ITables tables, TimeProvider time, IEntropy entropy)
{
    private const string Table = "apikeys";

    // Finds the hash by the public key id: revocation names the id, never the key.
    private const string IdPartition = "id";

    private readonly ApiKeyUses uses = new(tables, time);

    /// <summary>Makes a key with all scopes, for ever and for anywhere.</summary>
    public Task<(ApiKey Key, string Text)> CreateAsync(
        TenantId tenant, TenantEnvironment environment, string? name, CancellationToken cancellationToken) =>
        CreateAsync(NewId(), new NewApiKey(tenant, environment) { Name = name }, cancellationToken);

    /// <summary>Takes a request as it is: see <see cref="NewApiKey.Fault"/>. Operators go by <see cref="ApiKeyChanges"/>, which enters the audit chain.</summary>
    /// <returns>The record and the key's text, which is shown once and cannot be had again.</returns>
    public async Task<(ApiKey Key, string Text)> CreateAsync(ApiKeyId id, NewApiKey wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var text = ApiKeyText.Create(wanted.Environment, entropy);
        var hash = ApiKeyText.Hash(text);
        var key = new ApiKey(id, wanted.Tenant, wanted.Environment, time.GetUtcNow())
        {
            Name = wanted.Name,
            Scopes = wanted.Scopes,
            ExpiresAt = wanted.ExpiresAt,
            Addresses = wanted.Addresses,
        };
        // The key last: what the ways to it lead to may be missing, but no key works that cannot be listed and revoked.
        await WriteAsync(RowChange.Insert(new Row(IdPartition, id.Value).Set("hash", hash)), cancellationToken);
        await WriteAsync(RowChange.Insert(new Row(wanted.Tenant.Value, id.Value).Set("hash", hash)), cancellationToken);
        await WriteAsync(RowChange.Insert(ToRow(hash, key)), cancellationToken);
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
        return Fault(key) is { } fault ? fault : key;
    }

    /// <summary>Why a key opens nothing: api_key_revoked; null when it does.</summary>
    public Error? Fault(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.RevokedAt is not null)
        {
            return new Error(ErrorCode.ApiKeyRevoked, "The API key was revoked: use another one");
        }

        // The error page has no code of its own for it. api_key_invalid is for keys that never were and says "re-check the key", which would
        // send the caller looking for a typing error; the help for an expired key is that of a revoked one: rotate to a new key.
        return key.ExpiresAt <= time.GetUtcNow() ? new Error(ErrorCode.ApiKeyRevoked, "The API key has expired: use another one") : null;
    }

    /// <summary>Notes that a request was let in with the key. Neither waits nor fails; written at most once a minute and process.</summary>
    public void NoteUse(ApiKey key) => uses.Note(key);

    /// <summary>A key by its public id.</summary>
    public async Task<ApiKey?> FindAsync(ApiKeyId id, CancellationToken cancellationToken)
    {
        var index = await tables.GetAsync(Table, IdPartition, id.Value, cancellationToken);
        return index is null ? null : await ReadAsync(index.RequiredText("hash"), cancellationToken);
    }

    /// <summary>A tenant's keys, oldest first, those out of use among them.</summary>
    public async Task<IReadOnlyList<ListedApiKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var found = new List<ListedApiKey>();
        var used = await uses.ListAsync(tenant, cancellationToken);
        await foreach (var index in tables.AllAsync(Table, RowRange.Prefix(tenant.Value, ApiKeyId.Prefix), cancellationToken))
        {
            // Missing when its making was cut short: such a key opens nothing.
            if (await ReadAsync(index.RequiredText("hash"), cancellationToken) is { } key)
            {
                found.Add(new ListedApiKey(key, used.TryGetValue(key.Id, out var at) ? at : null));
            }
        }

        return found;
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

    internal ApiKeyId NewId() => ApiKeyId.Create(time.GetUtcNow(), entropy);

    private async Task<ApiKey?> ReadAsync(string hash, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, hash[..2], hash, cancellationToken);
        return row is null ? null : From(row);
    }

    private async Task WriteAsync(RowChange change, CancellationToken cancellationToken)
    {
        var written = await tables.WriteAsync(Table, change, cancellationToken);
        if (!written.IsDone)
        {
            throw new TableConflictException(Table, written.Outcome);
        }
    }

    private static Row ToRow(string hash, ApiKey key) => new Row(hash[..2], hash)
        .Set("id", key.Id.Value)
        .Set("tenant", key.Tenant.Value)
        .Set("environment", key.Environment.Name())
        .Set("name", key.Name)
        .Set("scopes", string.Join(' ', KeyScopeNames.Of(key.Scopes)))
        .Set("expires_at", key.ExpiresAt)
        .Set("addresses", key.Addresses?.ToStored())
        .Set("created_at", key.CreatedAt);

    private static ApiKey From(Row row) => new(
        new ApiKeyId(row.RequiredText("id")),
        new TenantId(row.RequiredText("tenant")),
        TenantEnvironments.Parse(row.RequiredText("environment")),
        row.RequiredTime("created_at"))
    {
        Name = row.Text("name"),
        // Keys made before there were scopes have all.
        Scopes = row.Text("scopes") is { } scopes ? KeyScopeNames.Parse(scopes.Split(' ')) : KeyScopes.All,
        ExpiresAt = row.Time("expires_at"),
        Addresses = row.Text("addresses") is { } addresses ? AddressList.FromStored(addresses) : null,
        RevokedAt = row.Time("revoked_at"),
    };
}
