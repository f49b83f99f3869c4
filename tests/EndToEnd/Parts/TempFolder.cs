namespace LearnCoin.EndToEnd.Parts;

/// <summary>A folder of one test, removed after it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-test-");

    internal string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
