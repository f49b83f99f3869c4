using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Tenants in the table <c>tenants</c>: all in one partition (thousands, not millions), with the claims of their names and slugs, so that
/// a tenant and its claims come to be together or not at all.
/// </summary>
public sealed class TenantStore(ITables tables, TenantKeys keys, TimeProvider time, IEntropy entropy)
{
    internal const string Table = "tenants";
    internal const string TenantPartition = "tenant";

    /// <summary>Longest tenant name, characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>
    /// Makes a tenant with its signing key. The name must be unique after folding: all tenants sign under one DID, and a reader tells
    /// them apart by name (spec/credential.md, "Document").
    /// </summary>
    public async Task<Result<Tenant>> CreateAsync(string name, string plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Trim();
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/name: expected 1 to {MaxNameLength} characters without control characters");
        }

        var nameClaim = "name-" + Hash(NameFolding.Fold(name));
        var id = TenantId.Create(time.GetUtcNow(), entropy);
        var slug = NameFolding.Slug(name, fallback: id.Value[^8..]);
        // A key of a tenant that does not come to be is published nowhere: the DID document goes by tenants.
        await keys.CreateAsync(id, cancellationToken);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? slug : string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
            var tenant = new Tenant(id, name, candidate, plan, time.GetUtcNow());
            var written = await tables.TransactAsync(
                Table,
                [Claim(nameClaim, id), RowChange.Insert(tenant.ToRow()), Claim("slug-" + candidate, id)],
                cancellationToken);
            if (written.IsDone)
            {
                return tenant;
            }

            if (written.FailedIndex == 0)
            {
                return new Error(ErrorCode.InvalidFieldFormat, "/name: another tenant has this name or one that looks like it");
            }
        }
    }

    public async ValueTask<Tenant?> FindAsync(TenantId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, TenantPartition, id.Value, cancellationToken);
        return row is null ? null : Tenant.From(row);
    }

    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<Tenant>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(TenantPartition, TenantId.Prefix), cancellationToken))
        {
            tenants.Add(Tenant.From(row));
        }

        return tenants;
    }

    /// <summary>Changes a tenant under its ETag, name and slug aside, which have claims; a null from <paramref name="change"/> leaves it.</summary>
    /// <returns>The tenant as it stands now.</returns>
    public async Task<Tenant> ChangeAsync(TenantId id, Func<Tenant, Tenant?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var row = await tables.ChangeAsync(
            Table,
            TenantPartition,
            id.Value,
            current => change(Tenant.From(current ?? throw new InvalidDataException($"No tenant {id}")))?.ToRow(),
            cancellationToken);
        return Tenant.From(row!);
    }

    private static RowChange Claim(string key, TenantId id) => RowChange.Insert(new Row(TenantPartition, key).Set("tenant", id.Value));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
