using System.Collections.Immutable;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.Parity.Sources;

/// <summary>Text files by their path from the root of the repository. Tests change copies of it in memory.</summary>
internal sealed class SourceTree
{
    private readonly ImmutableSortedDictionary<string, string> files;

    private SourceTree(ImmutableSortedDictionary<string, string> files) => this.files = files;

    public static SourceTree Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public IEnumerable<KeyValuePair<string, string>> Files => files;

    public IEnumerable<KeyValuePair<string, string>> Code => files.Where(static file => file.Key.EndsWith(".cs", StringComparison.Ordinal));

    /// <param name="folder">From the root of the repository, such as <c>src/Functions</c>. What builds leave there is passed over.</param>
    /// <param name="patterns">Such as <c>*.cs</c>.</param>
    public static SourceTree Load(string folder, params string[] patterns)
    {
        var found = patterns
            .SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories))
            .Select(static path => (Name: Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), Path: path))
            .Where(static file => !file.Name.Contains("/bin/", StringComparison.Ordinal) && !file.Name.Contains("/obj/", StringComparison.Ordinal));
        return new SourceTree(Empty.files.AddRange(found.Select(static file => KeyValuePair.Create(file.Name, File.ReadAllText(file.Path)))));
    }

    /// <summary>One file's text from the root of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public string Text(string path) => files[path];

    public SourceTree With(string path, string text) => new(files.SetItem(path, text));

    public SourceTree Without(string path) => new(files.Remove(path));

    public SourceTree Together(SourceTree other) => new(files.AddRange(other.files));

    /// <summary>
    /// The one file that holds <paramref name="old"/>, once, with <paramref name="text"/> in its place: a change that changes nothing would prove nothing.
    /// </summary>
    public SourceTree Edit(string old, string text)
    {
        var (path, before) = files.Single(file => file.Value.Contains(old, StringComparison.Ordinal));
        Assert.Equal(2, before.Split(old).Length);
        return With(path, before.Replace(old, text, StringComparison.Ordinal));
    }
}
