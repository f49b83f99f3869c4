using System.Reflection;

namespace LearnCoin.Api.Docs;

/// <summary>Which documents of <c>docs/</c> the site shows, in which order and where. They are embedded; see the project file.</summary>
internal static class DocsSite
{
    public const string Root = "/docs";

    /// <summary>The page that is rendered from the OpenAPI document.</summary>
    public const string Reference = Root + "/api";

    /// <summary>The section that the reference opens.</summary>
    public const string ReferenceSection = "api";

    private const string Prefix = "LearnCoin.Api.Documentation/";

    private static readonly (string Section, string[] Files)[] Contents =
    [
        ("start", ["quickstart", "guides/first-credential"]),
        ("guides", ["guides/console", "webhooks", "guides/gdpr-erasure", "guides/revoking-and-reissuing", "guides/custom-did"]),
        ("concepts", ["concepts/credentials", "concepts/verification"]),
        (ReferenceSection, [
            "api/overview", "api/authentication", "api/batches", "api/credentials", "api/claims", "api/webhooks", "api/tenants", "api/public-documents",
            "api/idempotency", "api/rate-limits", "api/errors"]),
        ("operators", ["deploy", "configuration", "operations", "threat-model"]),
    ];

    // Tables whose rows are looked up one by one.
    private static readonly HashSet<string> WithRows = ["api/errors", "configuration"];

    private static readonly Lazy<IReadOnlyList<DocsPage>> Read = new(static () => [.. ReadAll()]);

    /// <summary>Names of the sections.</summary>
    public static IEnumerable<string> Sections => Contents.Select(static part => part.Section);

    /// <summary>All pages in the order of reading, without the reference.</summary>
    public static IReadOnlyList<DocsPage> Pages => Read.Value;

    /// <summary>Files that are embedded, without <c>.md</c>.</summary>
    internal static IEnumerable<string> Embedded => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(static name => name[Prefix.Length..^".md".Length]);

    /// <summary>Pages with their titles in the order of reading, the reference among them.</summary>
    public static IEnumerable<DocsLink> Links => Sections.SelectMany(LinksOf);

    /// <summary>Of one section.</summary>
    public static IEnumerable<DocsLink> LinksOf(string section)
    {
        var pages = Pages.Where(page => page.Section == section).Select(static page => new DocsLink(page.Path, page.Title, page.Description));
        return section == ReferenceSection
            ? pages.Prepend(new DocsLink(Reference, ApiReference.Title, "Every operation with its parameters, bodies, examples and errors."))
            : pages;
    }

    /// <summary>A page by its file.</summary>
    public static DocsPage Find(string file) => Pages.First(page => page.File == file);

    private static IEnumerable<DocsPage> ReadAll()
    {
        var paths = Contents.SelectMany(static part => part.Files).ToDictionary(static file => file, static file => $"{Root}/{file}", StringComparer.Ordinal);
        foreach (var (section, files) in Contents)
        {
            foreach (var file in files)
            {
                yield return new DocsReader(paths, file, WithRows.Contains(file)).Read(section, Text(file));
            }
        }
    }

    private static string Text(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{file}.md")
            ?? throw new InvalidOperationException($"docs/{file}.md is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A link to a page, with what it is about.</summary>
public sealed record DocsLink(string Path, string Title, string Description);
