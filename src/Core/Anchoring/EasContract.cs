namespace LearnCoin.Core.Anchoring;

/// <summary>
/// The Ethereum Attestation Service as OP-stack chains have it from their genesis on. Only its register of timestamps is used: anybody may
/// enter 32 bytes, once. Facts: specs.optimism.io, "Predeploys"; EAS.sol of the package @ethereum-attestation-service/eas-contracts.
/// </summary>
internal static class EasContract
{
    /// <summary>Where it is, lower-case hex.</summary>
    public const string Address = "0x4200000000000000000000000000000000000021";

    /// <summary>
    /// What a timestamp takes, with room for the proxy in front of the contract: 22,440 for the calldata (EIP-7623) or 21,568 and a new slot
    /// of storage (22,100), an event, and two cold accounts. What is not used is not paid for.
    /// </summary>
    public const long LeastGas = 60_000;

    private const int SelectorBytes = 4;
    private const int WordBytes = 32;

    // The first four bytes of Keccak-256 of "timestamp(bytes32)" and "getTimestamp(bytes32)".
    private static readonly byte[] Timestamp = [0x4d, 0x00, 0x30, 0x70];
    private static readonly byte[] GetTimestamp = [0xd4, 0x5c, 0x44, 0x35];

    /// <summary>Calldata that enters a root.</summary>
    public static byte[] TimestampCall(ReadOnlySpan<byte> root) => [.. Timestamp, .. root];

    /// <summary>Calldata that asks when a root was entered.</summary>
    public static byte[] GetTimestampCall(ReadOnlySpan<byte> root) => [.. GetTimestamp, .. root];

    /// <summary>Whether an answer to <see cref="GetTimestampCall"/> says that the contract is there and the root was never entered.</summary>
    public static bool IsNever(ReadOnlySpan<byte> answer) => answer.Length == WordBytes && !answer.ContainsAnyExcept((byte)0);

    /// <summary>Whether a transaction enters this root, and does nothing else.</summary>
    public static bool IsTimestampOf(string? to, ReadOnlySpan<byte> input, ReadOnlySpan<byte> root) =>
        Address.Equals(to, StringComparison.OrdinalIgnoreCase)
        && root.Length == WordBytes
        && input.Length == SelectorBytes + WordBytes
        && input.StartsWith(Timestamp)
        && input[SelectorBytes..].SequenceEqual(root);
}
