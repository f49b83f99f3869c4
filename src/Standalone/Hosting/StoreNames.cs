namespace LearnCoin.Standalone.Hosting;

/// <summary>What lies in a data folder.</summary>
internal static class StoreNames
{
    internal const string Database = "learncoin.db";
    internal const string Keys = "keys";
    internal const string Journal = "erasures.jsonl";

    /// <summary>Folder of the mails that are not sent but written, in development.</summary>
    internal const string Mail = "mail";

    /// <summary>Folder in which a restore makes the store. While it is there, nobody opens the data folder.</summary>
    internal const string Restoring = ".restoring";

    internal static string DatabaseIn(string folder) => Path.Combine(folder, Database);

    internal static bool IsRestoring(string folder) => Directory.Exists(Path.Combine(folder, Restoring));
}
