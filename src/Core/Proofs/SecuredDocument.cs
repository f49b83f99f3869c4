namespace LearnCoin.Core.Proofs;

/// <summary>Status lists carry one proof that is no array, as their readers expect; credentials go through <c>DocumentProofs</c>.</summary>
public static class SecuredDocument
{
    /// <summary>Appends <c>"proof":{…}</c> as the last member of a document that has none.</summary>
    /// <param name="unsecured">UTF-8 JSON object with at least one member, nothing after its <c>}</c>.</param>
    /// <param name="proof">UTF-8 JSON object.</param>
    public static byte[] AppendSingle(ReadOnlySpan<byte> unsecured, ReadOnlySpan<byte> proof) =>
        unsecured is [(byte)'{', .., (byte)'}']
            ? [.. unsecured[..^1], .. ",\"proof\":"u8, .. proof, (byte)'}']
            : throw new ArgumentException("Not a bare JSON object", nameof(unsecured));
}
