using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Batches;

/// <summary>Ids with each base32 digit turned round (Z for 0): ascending keys are descending times.</summary>
internal static class NewestFirst
{
    public static string Of(BatchId id) => Turn(id.Value.AsSpan(BatchId.Prefix.Length));

    public static string Of(CredentialId id) => Turn(id.Value.AsSpan(CredentialId.Prefix.Length));

    /// <summary>What the keys of a group's batches begin with.</summary>
    public static string OfGroup(string group) => Turn(group);

    public static CredentialId Credential(ReadOnlySpan<char> key) => new(CredentialId.Prefix + Turn(key));

    internal static string Turn(ReadOnlySpan<char> digits) => string.Create(digits.Length, digits, static (key, digits) =>
    {
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = Ulid.Complement(digits[i]);
        }
    });
}
