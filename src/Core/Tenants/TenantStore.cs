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

    /// <summary>Names a tenant can have had: all of them stand in the DID document.</summary>
    public const int MaxNames = 100;

    internal static readonly Error Unknown = new(ErrorCode.TenantNotFound, "/tenant: no tenant has this id");

    private static readonly Error NameTaken = new(ErrorCode.InvalidFieldFormat, "/name: another tenant has this name or one that looks like it");

    private readonly IssuerVersion version = new(tables);

    /// <summary>
    /// Makes a tenant with its signing key. The name must be unique after folding: all tenants sign under one DID, and a reader tells
    /// them apart by name (spec/credential.md, "Document").
    /// </summary>
    public async Task<Result<Tenant>> CreateAsync(string name, string plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = Trim(name);
        if (NameFault(name) is { } fault)
        {
            return fault;
        }

        var nameClaim = NameClaim(name);
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
                await version.ChangedAsync(cancellationToken);
                return tenant;
            }

            if (written.FailedIndex == 0)
            {
                return NameTaken;
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

    internal static string Trim(string name) => name.Trim();

    /// <summary>Whether a tenant can have a name now.</summary>
    internal async Task<(Tenant? Tenant, Error? Fault)> CheckNameAsync(TenantId id, string name, CancellationToken cancellationToken)
    {
        name = Trim(name);
        if (await FindAsync(id, cancellationToken) is not { } tenant)
        {
            return (null, Unknown);
        }

        if (NameFault(name) is { } fault)
        {
            return (null, fault);
        }

        if (tenant.Names.Count == MaxNames && !tenant.Names.Contains(name))
        {
            return (null, new Error(ErrorCode.InvalidFieldFormat, $"/name: the tenant has had {MaxNames} names; no more fit"));
        }

        var claim = await tables.GetAsync(Table, TenantPartition, NameClaim(name), cancellationToken);
        return claim is null || claim.RequiredText("tenant") == id.Value ? (tenant, null) : (null, NameTaken);
    }

    /// <summary>Sets the name and claims it in one transaction. Claims of earlier names stay: documents bear those names.</summary>
    internal async Task<Result<Tenant>> RenameAsync(TenantId id, string name, CancellationToken cancellationToken)
    {
        name = Trim(name);
        while (true)
        {
            var row = await tables.GetAsync(Table, TenantPartition, id.Value, cancellationToken);
            var (_, fault) = await CheckNameAsync(id, name, cancellationToken);
            if (fault is not null)
            {
                return fault;
            }

            // Read once more and judged again: another tenant may have claimed the name since the check.
            var claim = await tables.GetAsync(Table, TenantPartition, NameClaim(name), cancellationToken);
            if (claim is not null && claim.RequiredText("tenant") != id.Value)
            {
                return NameTaken;
            }

            var tenant = Tenant.From(row!);
            var renamed = tenant with { Name = name, EarlierNames = [.. tenant.Names.Where(known => known != name)] };
            List<RowChange> changes = [RowChange.Update(renamed.ToRow(), row!.Etag!)];
            if (claim is null)
            {
                changes.Add(Claim(NameClaim(name), id));
            }

            if ((await tables.TransactAsync(Table, changes, cancellationToken)).IsDone)
            {
                await version.ChangedAsync(cancellationToken);
                return renamed;
            }
        }
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

    private static Error? NameFault(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/name: expected 1 to {MaxNameLength} characters without control characters");
        }

        // What test credentials append to the name of their tenant: "A (test)" must not be both A in test and another tenant in live.
        return name.EndsWith("(test)", StringComparison.OrdinalIgnoreCase)
            ? new Error(ErrorCode.InvalidFieldFormat, "/name: must not end in '(test)', which marks the test environment")
            : null;
    }

    private static string NameClaim(string name) => "name-" + Hash(NameFolding.Fold(name));

    private static RowChange Claim(string key, TenantId id) => RowChange.Insert(new Row(TenantPartition, key).Set("tenant", id.Value));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
