using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LearnCoin.Api.Docs;

/// <summary>The words of a part of a document, in one line.</summary>
internal static class PlainText
{
    public static string Of(MarkdownObject node)
    {
        var text = new StringBuilder();
        Add(node, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Add(MarkdownObject node, StringBuilder text)
    {
        switch (node)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case ContainerInline container:
                foreach (var inline in container)
                {
                    Add(inline, text);
                }

                break;
            case CodeBlock code:
                text.Append(code.Lines.ToString()).Append(' ');
                break;
            case LeafBlock { Inline: { } inline }:
                Add(inline, text);
                text.Append(' ');
                break;
            case ContainerBlock blocks:
                foreach (var block in blocks)
                {
                    Add(block, text);
                }

                break;
        }
    }
}
