using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LearnCoin.Api.Docs;

/// <summary>Makes a page of a document. HTML in a document is shown as text.</summary>
/// <param name="paths">Where the site shows which file.</param>
/// <param name="file">The document's own.</param>
/// <param name="hasRows">Rows of its tables get addresses: what names them stands as code in a cell of its own.</param>
internal sealed class DocsReader(IReadOnlyDictionary<string, string> paths, string file, bool hasRows)
{
    private const int LongestDescription = 170;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        // As the repository's host makes them: a link into a document is the same in both places.
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    public DocsPage Read(string section, string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        if (document.FirstOrDefault() is not HeadingBlock { Level: 1 } title)
        {
            throw new InvalidDataException($"docs/{file}.md does not begin with a title");
        }

        document.Remove(title);
        new DocsLinks(paths, file).Rewrite(document);
        var ids = document.Descendants<HeadingBlock>().Select(IdOf).ToHashSet(StringComparer.Ordinal);
        foreach (var table in document.Descendants<Table>())
        {
            DocsTable.Prepare(table, hasRows ? ids : null);
        }

        return new DocsPage
        {
            File = file,
            Path = paths[file],
            Section = section,
            Title = PlainText.Of(title),
            Description = Shortened(document.OfType<ParagraphBlock>().Select(PlainText.Of).FirstOrDefault() ?? ""),
            Html = Render(document),
            Headings = [.. document.OfType<HeadingBlock>().Where(static heading => heading.Level == 2).Select(static heading => new DocsHeading(IdOf(heading), PlainText.Of(heading)))],
            Parts = [.. Parts(document, PlainText.Of(title))],
            Codes = [.. document.Descendants<FencedCodeBlock>().Select(static code => new DocsCode(code.Info ?? "", code.Lines.ToString()))],
        };
    }

    internal static string IdOf(MarkdownObject node) => node.GetAttributes().Id ?? "";

    private static string Render(MarkdownDocument document)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new DocsCodeRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<CodeInlineRenderer>(new DocsCodeInlineRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    private static IEnumerable<DocsPart> Parts(MarkdownDocument document, string title)
    {
        (string? Id, string Heading) at = (null, title);
        var text = new List<string>();
        foreach (var block in document)
        {
            if (block is HeadingBlock heading)
            {
                yield return new DocsPart(at.Id, at.Heading, string.Join(' ', text));
                at = (IdOf(heading), PlainText.Of(heading));
                text.Clear();
                continue;
            }

            var rows = block is Table table ? table.OfType<TableRow>().Where(static row => IdOf(row).Length > 0).ToList() : [];
            foreach (var row in rows)
            {
                yield return new DocsPart(IdOf(row), DocsTable.NameOf(row)!, PlainText.Of(row));
            }

            if (rows.Count == 0)
            {
                text.Add(PlainText.Of(block));
            }
        }

        yield return new DocsPart(at.Id, at.Heading, string.Join(' ', text));
    }

    /// <summary>Whole sentences while they fit; else it ends where a word does.</summary>
    private static string Shortened(string text)
    {
        if (text.Length <= LongestDescription)
        {
            return text;
        }

        var sentence = text.LastIndexOf(". ", LongestDescription, StringComparison.Ordinal);
        return sentence > 40 ? text[..(sentence + 1)] : text[..text.LastIndexOf(' ', LongestDescription)] + " …";
    }
}
