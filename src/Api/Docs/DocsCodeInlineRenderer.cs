using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace LearnCoin.Api.Docs;

/// <summary>Code in a line. A long name may break after its parts: the column of a table is then no wider than one of them.</summary>
internal sealed class DocsCodeInlineRenderer : HtmlObjectRenderer<CodeInline>
{
    private const int Short = 20;
    private const string Joints = ":_./=&?";

    protected override void Write(HtmlRenderer renderer, CodeInline obj)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        ArgumentNullException.ThrowIfNull(obj);
        renderer.Write("<code>");
        var from = 0;
        for (var i = 1; obj.Content.Length > Short && i < obj.Content.Length; i++)
        {
            if (Joints.Contains(obj.Content[i - 1], StringComparison.Ordinal) && !Joints.Contains(obj.Content[i], StringComparison.Ordinal))
            {
                renderer.WriteEscape(obj.Content[from..i]).Write("<wbr />");
                from = i;
            }
        }

        renderer.WriteEscape(obj.Content[from..]).Write("</code>");
    }
}
