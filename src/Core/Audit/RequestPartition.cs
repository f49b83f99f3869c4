using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Audit;

/// <summary>
/// Where a request stands in the table: the first six characters of its ULID, which is the time in steps of 2^20 ms (17.5 minutes). So the
/// id alone leads to the row, the rows of one flush mostly share a transaction, and what is old can be removed step by step.
/// </summary>
internal readonly record struct RequestPartition(long Step)
{
    public const string IdPrefix = "req_";

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 6;
    private const int StepBits = 20;

    /// <summary>Partition key.</summary>
    public string Key => string.Create(Characters, Step, static (text, rest) =>
    {
        for (var i = Characters - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });

    /// <summary>The first moment of its step.</summary>
    public DateTimeOffset Begin => DateTimeOffset.FromUnixTimeMilliseconds(Step << StepBits);

    public static RequestPartition At(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds() >> StepBits);

    public static bool TryOf(string? requestId, out RequestPartition partition)
    {
        partition = default;
        if (requestId is null || !requestId.StartsWith(IdPrefix, StringComparison.Ordinal) || !Ulid.IsValid(requestId.AsSpan(IdPrefix.Length)))
        {
            return false;
        }

        var step = 0L;
        foreach (var digit in requestId.AsSpan(IdPrefix.Length, Characters))
        {
            step = (step << 5) | (long)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        }

        partition = new RequestPartition(step);
        return true;
    }
}
