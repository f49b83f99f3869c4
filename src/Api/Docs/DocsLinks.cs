using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LearnCoin.Api.Docs;

/// <summary>Links between documents become links between pages. What the site does not show is named instead: where the repository is to be had is not known here.</summary>
/// <param name="paths">Where the site shows which file of <c>docs/</c>.</param>
/// <param name="file">The document whose links these are.</param>
internal sealed class DocsLinks(IReadOnlyDictionary<string, string> paths, string file)
{
    private const string Extension = ".md";

    // Any origin: only the path counts.
    private static readonly Uri Repository = new("file:///repository/");

    public void Rewrite(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            var url = link.Url ?? "";
            if (url.StartsWith('#') || Uri.TryCreate(url, UriKind.Absolute, out _))
            {
                continue;
            }

            var target = new Uri(new Uri(Repository, $"docs/{file}{Extension}"), url);
            var name = Uri.UnescapeDataString(target.AbsolutePath[Repository.AbsolutePath.Length..]);
            if (Shown(name) is { } path)
            {
                link.Url = path + target.Fragment;
            }
            else
            {
                Name(link, name);
            }
        }
    }

    private string? Shown(string name) => name.StartsWith("docs/", StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        ? paths.GetValueOrDefault(name["docs/".Length..^Extension.Length])
        : null;

    private static void Name(LinkInline link, string name)
    {
        var label = PlainText.Of(link);
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        if (!name.Contains(label, StringComparison.OrdinalIgnoreCase))
        {
            link.InsertBefore(new LiteralInline(" ("));
            link.InsertBefore(new CodeInline(name));
            link.InsertBefore(new LiteralInline(")"));
        }

        link.Remove();
    }
}
