namespace LearnCoin.Api.Docs;

/// <summary>Everything of the documentation that a search may find.</summary>
internal static class SearchEntries
{
    public static IEnumerable<SearchEntry> Of(IEnumerable<DocsPage> pages, ApiReference reference) =>
        pages.SelectMany(Places).Concat(reference.Operations.Select(Place)).Concat(reference.Schemas.Select(Place));

    private static IEnumerable<SearchEntry> Places(DocsPage page) => page.Parts.Select(part =>
        new SearchEntry(page.Path + (part.Id is null ? "" : "#" + part.Id), page.Title, part.Heading, part.Text));

    private static SearchEntry Place(ReferenceOperation operation) => new(
        $"{DocsSite.Reference}#{operation.Id}",
        ApiReference.Title,
        operation.Summary,
        string.Join(' ', operation.Parameters.Select(static parameter => (string)parameter["name"]!)
            .Prepend(operation.Description?.Replace("`", "", StringComparison.Ordinal))
            .Prepend($"{operation.Method} {operation.Path}").Append(operation.Id)));

    private static SearchEntry Place((string Name, System.Text.Json.Nodes.JsonObject Schema) schema) => new(
        $"{DocsSite.Reference}#schema-{ApiReference.Anchor(schema.Name)}",
        ApiReference.Title,
        schema.Name,
        string.Join(' ', (schema.Schema["properties"]?.AsObject() ?? []).Select(static member => member.Key)
            .Prepend(((string?)schema.Schema["description"])?.Replace("`", "", StringComparison.Ordinal))));
}
