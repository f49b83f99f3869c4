using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Changes whenever tenants or keys do, in whatever process: what is kept of the DID document or was signed with a tenant's key is as new
/// as the version read before it was made. One row in the table <c>deployment</c>; one read tells that nothing has changed.
/// </summary>
public sealed class IssuerVersion(ITables tables)
{
    private const string Table = "deployment";
    private const string Key = "issuer";

    /// <summary>The present version; 0 before the first change.</summary>
    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken) =>
        (await tables.GetAsync(Table, Key, Key, cancellationToken))?.RequiredInt64("version") ?? 0;

    /// <summary>Called after a change. A crash between the change and this leaves readers behind for as long as they keep things, and no longer.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken) => await tables.ChangeAsync(
        Table,
        Key,
        Key,
        static current => new Row(Key, Key).Set("version", (current?.RequiredInt64("version") ?? 0) + 1),
        cancellationToken);
}
