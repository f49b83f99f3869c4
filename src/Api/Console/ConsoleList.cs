using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console;

/// <summary>What the console's lists have in common.</summary>
internal static class ConsoleList
{
    /// <summary>Entries of a page.</summary>
    public const int PageSize = 50;

    /// <summary>A parameter of the address; null when it is not there or empty.</summary>
    public static string? Query(this ConsoleCall call, string name) => call.Context.Request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>400 of an address that was typed or cut.</summary>
    public static Error BadAddress(string name) => new(ErrorCode.InvalidFieldFormat, $"{name}: expected what the page before has in its links");
}
