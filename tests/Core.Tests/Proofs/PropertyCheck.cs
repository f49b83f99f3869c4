using FsCheck;

namespace LearnCoin.Core.Tests.Proofs;

internal static class PropertyCheck
{
    /// <summary>Runs 100 cases; a failing one is shrunk and thrown with its seed.</summary>
    internal static void Holds(this Property property) => Check.QuickThrowOnFailure(property);
}
