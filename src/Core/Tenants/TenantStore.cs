using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>Tenants in the table <c>tenants</c>: all in one partition (thousands, not millions), names and slugs claimed beside them.</summary>
public sealed class TenantStore(ITables tables, TenantKeys keys, TimeProvider time, IEntropy entropy)
{
    internal const string Table = "tenants";
    internal const string TenantPartition = "tenant";
    private const string ClaimPartition = "claim";

    /// <summary>Longest tenant name, characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>
    /// Makes a tenant with its signing key. The name must be unique after folding: all tenants sign under one DID, and a reader tells
    /// them apart by name (spec/credential.md, "Document").
    /// </summary>
    public async Task<Result<Tenant>> CreateAsync(string name, string plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Trim().Normalize(NormalizationForm.FormC);
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/name: expected 1 to {MaxNameLength} characters without control characters");
        }

        var id = TenantId.Create(time.GetUtcNow(), entropy);
        if (!await ClaimAsync("name-" + Hash(NameFolding.Fold(name)), id, cancellationToken))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "/name: another tenant has this name or one that looks like it");
        }

        var tenant = new Tenant(id, name, await ClaimSlugAsync(name, id, cancellationToken), plan, time.GetUtcNow());
        await keys.CreateAsync(tenant.Id, cancellationToken);
        var written = await tables.WriteAsync(Table, RowChange.Insert(tenant.ToRow()), cancellationToken);
        return written.IsDone ? tenant : throw new TableConflictException(Table, written.Outcome);
    }

    public async ValueTask<Tenant?> FindAsync(TenantId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, TenantPartition, id.Value, cancellationToken);
        return row is null ? null : Tenant.From(row);
    }

    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<Tenant>();
        await foreach (var row in tables.AllAsync(Table, new RowRange(TenantPartition), cancellationToken))
        {
            tenants.Add(Tenant.From(row));
        }

        return tenants;
    }

    private async Task<string> ClaimSlugAsync(string name, TenantId id, CancellationToken cancellationToken)
    {
        var slug = NameFolding.Slug(name, fallback: id.Value[^8..]);
        var candidate = slug;
        for (var number = 2; !await ClaimAsync("slug-" + candidate, id, cancellationToken); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
        }

        return candidate;
    }

    /// <summary>Takes a name. One claimed by a tenant that was never finished (the process died between) is taken over.</summary>
    private async Task<bool> ClaimAsync(string key, TenantId id, CancellationToken cancellationToken)
    {
        var row = new Row(ClaimPartition, key).Set("tenant", id.Value);
        if ((await tables.WriteAsync(Table, RowChange.Insert(row), cancellationToken)).IsDone)
        {
            return true;
        }

        var claimed = await tables.GetAsync(Table, ClaimPartition, key, cancellationToken);
        var holder = claimed?.Text("tenant");
        if (claimed is null || holder is null || await tables.GetAsync(Table, TenantPartition, holder, cancellationToken) is not null)
        {
            return false;
        }

        return (await tables.WriteAsync(Table, RowChange.Update(row, claimed.Etag!), cancellationToken)).IsDone;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
