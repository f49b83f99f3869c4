using System.Globalization;
using System.Text;
using System.Xml;
using LearnCoin.Api.Pages;
using LearnCoin.Api.Site;

namespace LearnCoin.Api.Sharing;

/// <summary>
/// Draws the badge: one SVG that needs nothing else, with neither style nor script, for a page of which we know nothing. It brings its own
/// ground, since that page may be light or dark.
/// </summary>
internal static class BadgeSvg
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Ink = "#1b2430";
    private const string Soft = "#55606e";
    private const string Line = "#d3dae2";
    private const double Left = 26;
    private const double TextWidth = BadgeMarkup.Width - Left - 16;

    private const double StateIndent = 23;
    private static readonly double[] StateSizes = [12.5, 11.5, 10.5, 9.5, 8.5];

    public static byte[] Of(BadgeView badge, Texts texts)
    {
        using var stream = new MemoryStream();
        using (var svg = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true }))
        {
            var state = StateText(badge, texts);
            svg.WriteStartElement("svg", Namespace);
            Attributes(svg, ("width", BadgeMarkup.Width), ("height", BadgeMarkup.Height), ("viewBox", $"0 0 {BadgeMarkup.Width} {BadgeMarkup.Height}"), ("role", "img"), ("aria-labelledby", "t d"), ("lang", texts.Language));
            Element(svg, "title", BadgeMarkup.Alt(badge.Achievement, badge.Tenant), ("id", "t"));
            Element(svg, "desc", $"{state}. {texts["badge.verify", ("url", badge.PageUrl)]}", ("id", "d"));
            Element(svg, "rect", null, ("x", 0.5), ("y", 0.5), ("width", BadgeMarkup.Width - 1), ("height", BadgeMarkup.Height - 1), ("rx", 10), ("fill", "#ffffff"), ("stroke", Line));
            Element(svg, "path", null, ("d", $"M10.5 .5H14V{BadgeMarkup.Height - 0.5}H10.5A10 10 0 0 1 .5 {BadgeMarkup.Height - 10.5}V10.5A10 10 0 0 1 10.5 .5Z"), ("fill", badge.Colors.Background), ("stroke", badge.Colors.Border));
            WriteText(svg, badge.Tenant, Soft, size: 12.5, weight: 400, baseline: 26, lineHeight: 0, most: 1);
            WriteText(svg, badge.Achievement, Ink, size: 16, weight: 700, baseline: 49, lineHeight: 20, most: 2);
            WriteState(svg, badge, state);
            svg.WriteEndElement();
        }

        return stream.ToArray();
    }

    /// <summary>Such as "Valid · issued 3 May 2030"; of a test credential always that it is one.</summary>
    internal static string StateText(BadgeView badge, Texts texts)
    {
        var name = "badge." + badge.State.Name();
        var state = badge.Since is { } since ? texts[name, ("date", texts.Date(since))] : texts[name];
        return badge.IsTest ? texts["badge.test", ("state", state)] : state;
    }

    private static void WriteState(XmlWriter svg, BadgeView badge, string state)
    {
        var (color, sign) = badge switch
        {
            { State: PageState.Revoked or PageState.Failed } => ("#a4161a", "M-3.2 -3.2L3.2 3.2M3.2 -3.2L-3.2 3.2"),
            { State: PageState.Expired or PageState.Pending or PageState.NotYetValid } => ("#7a4b00", "M0 -4V0L3 2"),
            { IsTest: true } => ("#7a4b00", "M-3.5 .3L-1 2.8L3.8 -2.6"),
            _ => ("#146c36", "M-3.5 .3L-1 2.8L3.8 -2.6"),
        };
        svg.WriteStartElement("g", Namespace);
        Attributes(svg, ("transform", $"translate({(Left + 8).ToString(CultureInfo.InvariantCulture)} 98)"));
        Element(svg, "circle", null, ("r", 8), ("fill", color));
        Element(svg, "path", null, ("d", sign), ("fill", "none"), ("stroke", "#ffffff"), ("stroke-width", 1.8), ("stroke-linecap", "round"), ("stroke-linejoin", "round"));
        svg.WriteEndElement();
        // A state cut short could be misread: rather smaller letters.
        var size = StateSizes.FirstOrDefault(size => TextFit.Lines(state, (TextWidth - StateIndent) / size, 2).Count == 1, StateSizes[^1]);
        WriteText(svg, state, color, size, weight: 600, baseline: 102.5, lineHeight: 0, most: 1, StateIndent);
    }

    private static void WriteText(XmlWriter svg, string text, string color, double size, int weight, double baseline, double lineHeight, int most, double indent = 0)
    {
        foreach (var line in TextFit.Lines(text, (TextWidth - indent) / size, most))
        {
            Element(
                svg, "text", line, ("x", Left + indent), ("y", baseline), ("fill", color), ("font-size", size), ("font-weight", weight),
                ("font-family", "Arial, Helvetica, 'Liberation Sans', sans-serif"));
            baseline += lineHeight;
        }
    }

    private static void Element(XmlWriter svg, string name, string? text, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        svg.WriteStartElement(name, Namespace);
        Attributes(svg, attributes);
        if (text is not null)
        {
            svg.WriteString(text);
        }

        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.WriteAttributeString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }
}
