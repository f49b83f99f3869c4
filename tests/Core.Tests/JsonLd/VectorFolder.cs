namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>The folder of shared test vectors: LEARNCOIN_VECTORS, or shared/vectors beside one of the folders above the test assembly.</summary>
internal static class VectorFolder
{
    public static string? Path { get; } = Find();

    public static string? File(params string[] parts)
    {
        string? path = Path is null ? null : System.IO.Path.Combine([Path, .. parts]);
        return path is not null && System.IO.File.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        string? configured = Environment.GetEnvironmentVariable("LEARNCOIN_VECTORS");
        if (!string.IsNullOrEmpty(configured))
        {
            return configured;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
