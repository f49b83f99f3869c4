using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace LearnCoin.Api.Docs;

/// <summary>Blocks of code: the language as a class, and reached by the keyboard, since a long line scrolls. A diagram is told in words: drawing it would take a script.</summary>
internal sealed class DocsCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        ArgumentNullException.ThrowIfNull(obj);
        var language = (obj as FencedCodeBlock)?.Info ?? "";
        renderer.EnsureLine();
        if (language == "mermaid")
        {
            WriteDiagram(renderer, DiagramText.Of(obj.Lines.ToString()));
            return;
        }

        renderer.Write("<pre tabindex=\"0\"><code");
        if (language.Length > 0)
        {
            renderer.Write(" class=\"language-").WriteEscape(language).Write("\"");
        }

        renderer.Write(">").WriteLeafRawLines(obj, writeEndOfLines: true, escape: true).WriteLine("</code></pre>");
    }

    private static void WriteDiagram(HtmlRenderer renderer, IReadOnlyList<DiagramEdge> edges)
    {
        renderer.WriteLine("<figure class=\"diagram\"><ul>");
        foreach (var edge in edges)
        {
            renderer.Write("<li><b>").WriteEscape(edge.From).Write("</b> <span aria-hidden=\"true\">→</span><span class=\"visually-hidden\">to</span> <b>").WriteEscape(edge.To).Write("</b>");
            if (edge.Label is not null)
            {
                renderer.Write(" ").WriteEscape(edge.Label);
            }

            renderer.WriteLine("</li>");
        }

        renderer.WriteLine("</ul></figure>");
    }
}
