namespace LearnCoin.Core.Migrations;

/// <summary>The product's migrations, oldest first. A release that changes the form of what is stored adds one and never alters an earlier one.</summary>
public static class StoreMigrations
{
    /// <summary>Version of stores without a schema row: what the releases before it wrote.</summary>
    public const int First = 1;

    /// <summary>Version that this release reads and writes.</summary>
    public static int Newest => All[^1].Version;

    internal static IReadOnlyList<Migration> All { get; } =
    [
        // From here on a store says what it is. Its rows are those of version 1.
        new Migration(2, "the store has a schema version", static (_, _, _) => Task.CompletedTask),
    ];
}
