using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Audit;

/// <summary>Follows a chain row by row. Pure: told the rows in order and the head before and after reading them.</summary>
internal sealed class AuditCheck(AuditHead before)
{
    private long count;
    private string hash = "";

    // The hash at the place where the head stood when the reading began.
    private string hashAtHead = "";
    private bool isBroken;

    /// <summary>False when this entry is not the next of the chain.</summary>
    public bool Take(Row row)
    {
        if (AuditRows.TryRead(row) is not { } record || record.Number != count + 1 || record.Hash != AuditHash.Of(record.Number, hash, record.Time, record.Entry))
        {
            isBroken = true;
            return false;
        }

        count = record.Number;
        hash = record.Hash;
        hashAtHead = count == before.Number ? hash : hashAtHead;
        return true;
    }

    /// <param name="after">The head, read after the rows: it has grown with those appended meanwhile.</param>
    public AuditVerdict End(AuditHead after)
    {
        if (isBroken || count < before.Number)
        {
            return Broken(count + 1);
        }

        if (hashAtHead != before.Hash)
        {
            return Broken(Math.Max(1, before.Number));
        }

        // What lies beyond the head was not appended.
        return after.Number < count ? Broken(after.Number + 1)
            : after.Number == count && after.Hash != hash ? Broken(count)
            : new AuditVerdict(count, hash, null);
    }

    private AuditVerdict Broken(long at) => new(count, hash, at);
}
