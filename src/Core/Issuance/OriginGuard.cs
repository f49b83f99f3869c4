using LearnCoin.Core.Configuration;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Issuance;

/// <summary>
/// PublicOrigin is signed into every credential (DID, status list): it cannot change once one is accepted. Kept in the table <c>deployment</c>.
/// </summary>
public sealed class OriginGuard(ITables tables, LearnCoinOptions options)
{
    private const string Table = "deployment";
    private const string Key = "origin";
    private volatile bool isFixed;

    /// <summary>A sentence that names the option when this store belongs to another origin; null when all is well.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, Key, Key, cancellationToken);
        var known = row?.Text("public_origin");
        return known is null || known == options.PublicOrigin
            ? null
            : $"PublicOrigin: this store has issued credentials under {known}; they would no longer verify. Set PublicOrigin back to it.";
    }

    /// <summary>Called before the first credential is stored; later calls cost nothing.</summary>
    public async Task FixAsync(CancellationToken cancellationToken)
    {
        if (isFixed)
        {
            return;
        }

        await tables.WriteAsync(Table, RowChange.Insert(new Row(Key, Key).Set("public_origin", options.PublicOrigin)), cancellationToken);
        if (await FaultAsync(cancellationToken) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        isFixed = true;
    }
}
