using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LearnCoin.Api.Docs;

/// <summary>Tables as the site shows them.</summary>
internal static class DocsTable
{
    /// <summary>Names what a narrow screen would lose, and gives rows their addresses.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ids">Addresses of the page so far; null: its rows get none.</param>
    public static void Prepare(Table table, HashSet<string>? ids)
    {
        // A narrow screen shows rows as blocks, which are a table no longer unless they say so.
        table.GetAttributes().AddProperty("role", "table");
        var rows = table.OfType<TableRow>().ToList();
        var labels = rows.First(static row => row.IsHeader).OfType<TableCell>().Select(PlainText.Of).ToList();
        foreach (var row in rows)
        {
            row.GetAttributes().AddProperty("role", "row");
            if (ids is not null && NameOf(row) is { } name && ids.Add(Anchor(name)))
            {
                row.GetAttributes().Id = Anchor(name);
            }

            foreach (var (cell, label) in row.OfType<TableCell>().Zip(labels))
            {
                cell.GetAttributes().AddProperty("role", row.IsHeader ? "columnheader" : "cell");
                cell.GetAttributes().AddProperty("data-label", label);
            }
        }

        // The alignment would be a style attribute, which the pages' policy forbids.
        table.ColumnDefinitions.ForEach(static column => column.Alignment = null);
    }

    /// <summary>The first cell that begins with code and is of the row's name: null in a row without.</summary>
    public static string? NameOf(TableRow row) => row.IsHeader ? null : row.OfType<TableCell>()
        .Select(static cell => (cell.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild)
        .OfType<CodeInline>().FirstOrDefault()?.Content;

    // An underscore may stay: error codes are looked up as they are.
    private static string Anchor(string name) =>
        string.Concat(name.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-')).Trim('-');
}
