using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console;

/// <summary>From the API's faults to the fields of a form that have the names of the body's members.</summary>
internal static class Fields
{
    /// <summary>Names of the members that were refused.</summary>
    public static IReadOnlyList<string> Of(Error error) => [.. error.Details.Select(static fault => fault.Pointer.TrimStart('/')).Distinct()];
}
