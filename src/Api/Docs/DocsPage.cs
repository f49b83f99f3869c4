namespace LearnCoin.Api.Docs;

/// <summary>A document of <c>docs/</c> as the site shows it. Its words are English.</summary>
public sealed record DocsPage
{
    /// <summary>In <c>docs/</c>, without <c>.md</c>.</summary>
    public required string File { get; init; }

    public required string Path { get; init; }

    /// <summary>Name of its section: see <see cref="DocsSite"/>.</summary>
    public required string Section { get; init; }

    public required string Title { get; init; }

    /// <summary>Its first paragraph, or the beginning of it.</summary>
    public required string Description { get; init; }

    /// <summary>The body, without the title.</summary>
    public required string Html { get; init; }

    /// <summary>Headings of the second level.</summary>
    public required IReadOnlyList<DocsHeading> Headings { get; init; }

    public required IReadOnlyList<DocsPart> Parts { get; init; }

    /// <summary>Its blocks of code, in their order.</summary>
    public required IReadOnlyList<DocsCode> Codes { get; init; }
}

/// <summary>A place on a page that has an address.</summary>
public sealed record DocsHeading(string Id, string Text);

/// <summary>What stands below a heading, or in a row of a table that has an address.</summary>
/// <param name="Id">The fragment; null: the page's beginning.</param>
/// <param name="Heading">The heading, or what names the row.</param>
/// <param name="Text">Without markup.</param>
public sealed record DocsPart(string? Id, string Heading, string Text);

/// <summary>A block of code.</summary>
/// <param name="Language">As the document names it; empty: it does not.</param>
/// <param name="Text">The code.</param>
public sealed record DocsCode(string Language, string Text);
